import type { Language } from '../model/model.ts';
import { dotnet } from './dotnet.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import type { KnownLanguage, LanguageDefinition } from './language.ts';
import { node } from './node.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';

export const languages = { go, rust, java, dotnet, ruby, php, python, node } as const satisfies Record<KnownLanguage, LanguageDefinition>;

/** null for `custom`: its commands, set-up and Dockerfile are the user's. */
export function languageOf(language: Language): LanguageDefinition | null {
  return language === 'custom' ? null : languages[language];
}
