import { lstatSync, mkdirSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** Only this user can have written it: it is theirs, and neither their group nor anybody else may write. */
export function isPrivate({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): boolean {
  // Windows has no such modes; the folder of a user's cache is theirs there.
  const user = process.getuid?.();
  return user === undefined || (uid === user && (mode & 0o022) === 0);
}

/**
 * Whether a folder is one that only this user can write, and not a link; it is created if it is missing. What is cached
 * there goes into workflows, and V8 runs what it has compiled.
 */
export function isPrivateFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const status = lstatSync(folder);
    return status.isDirectory() && isPrivate(status);
  } catch {
    // It cannot be created, or something else is there.
    return false;
  }
}

/** The same of a folder and of the folders in it, which Node creates with the modes of the user's umask. */
export function isPrivateTree(folder: string): boolean {
  if (!isPrivateFolder(folder)) return false;
  try {
    // Nobody else can reach what is in it.
    if ((lstatSync(folder).mode & 0o077) === 0) return true;
    return readdirSync(folder).every((name) => isPrivate(lstatSync(join(folder, name))));
  } catch {
    return false;
  }
}
