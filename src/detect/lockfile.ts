import { join } from 'node:path';
import { languages } from '../languages/index.ts';
import type { LanguageDefinition } from '../languages/language.ts';
import { textOf } from './detected.ts';
import { namesIn } from './env-file.ts';
import { isIgnored } from './git.ts';
import type { LanguageProject } from './languages/index.ts';

/** A lockfile that CI needs and a clone of the repository does not contain. */
export interface MissingLockfile {
  /** `package-lock.json` */
  name: string;
  /** The command that creates it. */
  make: string;
  /** It exists, but git ignores it. */
  ignored: boolean;
}

/** `place`: the folder of the project. A lockfile at the top also covers its parts. */
export function missingLockfile(folder: string, place: string, project: LanguageProject): MissingLockfile | undefined {
  const { lockfile }: LanguageDefinition = languages[project.language];
  const needed = lockfile?.(project.packageManager?.value ?? null, textOf(join(folder, place), project.source) ?? '');
  if (needed === undefined) return undefined;
  const places = [...new Set([place, '.'])];
  const found = places.flatMap((each) => needed.names.filter((name) => namesIn(folder, each).includes(name)).map((name) => join(each, name)));
  const ignored = found.length > 0 && found.every((path) => isIgnored(folder, path));
  if (found.length > 0 && !ignored) return undefined;
  return { name: needed.names[0] ?? '', make: needed.make, ignored };
}
