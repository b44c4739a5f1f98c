import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder with .git (in a submodule, a file), from an absolute folder upwards; undefined if there is none. */
export function repositoryRoot(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  return folder === dirname(folder) ? undefined : repositoryRoot(dirname(folder));
}
