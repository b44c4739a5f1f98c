import type { Language } from '../model/model.ts';
import { dotnet } from './dotnet.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import type { DetectedProject, KnownLanguage, LanguageDefinition, ProjectFiles } from './language.ts';
import { node } from './node.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';

/**
 * Every language, in the order in which a folder is looked at: package.json comes last, because apps in other languages
 * have one for their assets.
 */
export const languages = { go, rust, java, dotnet, ruby, php, python, node } as const satisfies Record<KnownLanguage, LanguageDefinition>;

/** null for `custom`: its commands, set-up and Dockerfile are the user's. */
export function languageOf(language: Language): LanguageDefinition | null {
  return language === 'custom' ? null : languages[language];
}

/** A project and its language. */
export interface ProjectFacts extends DetectedProject {
  language: KnownLanguage;
}

/** Every language that a folder has files of, the app's own first. */
export function detectProjects(files: ProjectFiles): ProjectFacts[] {
  return (Object.keys(languages) as KnownLanguage[]).flatMap((language) => {
    const project = languages[language].detect(files);
    return project === undefined ? [] : [{ language, ...project }];
  });
}
