import { languages } from '../languages/index.ts';
import type { KnownLanguage } from '../languages/language.ts';
import type { DetectedDockerfile } from './dockerfile.ts';
import type { LanguageProject } from './languages/index.ts';

/** The images of each language, with the version in their tags. */
const images: Record<KnownLanguage, RegExp> = {
  node: /(?:^|\/)node:(\d+(?:\.\d+)*)/,
  python: /(?:^|\/)python:(\d+\.\d+)/,
  java: /(?:^|\/)(?:eclipse-temurin|openjdk|amazoncorretto|sapmachine|ibm-semeru-runtimes):(?:open-)?(\d+)/,
  go: /(?:^|\/)golang:(\d+\.\d+)/,
  ruby: /(?:^|\/)ruby:(\d+\.\d+)/,
  php: /(?:^|\/)(?:php|frankenphp):(?:[\d.]+-php)?(\d+\.\d+)/,
  dotnet: /(?:^|\/)dotnet\/(?:sdk|aspnet|runtime|runtime-deps):(\d+\.\d+)/,
  rust: /(?:^|\/)rust:(\d+\.\d+(?:\.\d+)?)/,
};

/**
 * The project with the version of its image first, because that version runs; CI also tests the others in the version
 * range. A pinned version stays, because an upgrade may be in progress.
 */
export function withImageVersion(project: LanguageProject, dockerfile: DetectedDockerfile | undefined): LanguageProject {
  const { language, versions } = project;
  const found = dockerfile?.bases.flatMap(({ value, source }) => {
    const version = images[language].exec(value)?.[1];
    return version === undefined ? [] : [{ version, source }];
  });
  const last = found?.at(-1);
  if (last === undefined || (versions !== undefined && versions.value.length < 2)) return project;
  const { version: defaultVersion } = languages[language];
  const digits = /^\d/.test(defaultVersion) ? defaultVersion.split('.').length : undefined;
  const version = last.version.split('.').slice(0, digits).join('.');
  const others = (versions?.value ?? []).filter((other) => other !== version);
  const source = versions === undefined ? last.source : `${last.source}, ${versions.source}`;
  return { ...project, versions: { value: [version, ...others], source } };
}
