import type { KnownLanguage } from '../../languages/language.ts';
import { detectDotnet } from './dotnet.ts';
import { detectGo } from './go.ts';
import { detectJava } from './java.ts';
import { detectNode } from './node.ts';
import { detectPhp } from './php.ts';
import type { DetectedProject, ProjectFiles } from './project.ts';
import { detectPython } from './python.ts';
import { detectRuby } from './ruby.ts';
import { detectRust } from './rust.ts';

/**
 * Detection by language, in order of precedence: package.json comes last, because apps in other languages have one for
 * their assets. Only `create` and `import` use it.
 */
const detectors: Record<KnownLanguage, (files: ProjectFiles) => DetectedProject | undefined> = {
  go: detectGo,
  rust: detectRust,
  java: detectJava,
  dotnet: detectDotnet,
  ruby: detectRuby,
  php: detectPhp,
  python: detectPython,
  node: detectNode,
};

/** A project and its language. */
export interface LanguageProject extends DetectedProject {
  language: KnownLanguage;
}

/** A project per language with files in the folder, the language of the app first. */
export function detectProjects(files: ProjectFiles): LanguageProject[] {
  return (Object.keys(detectors) as KnownLanguage[]).flatMap((language) => {
    const project = detectors[language](files);
    return project === undefined ? [] : [{ language, ...project }];
  });
}
