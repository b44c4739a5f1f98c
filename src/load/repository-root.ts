import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder with a .git, a submodule's file too, from an absolute one upwards; undefined where there is none. */
export function repositoryRoot(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  return folder === dirname(folder) ? undefined : repositoryRoot(dirname(folder));
}
