import { hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { isPrivate, isPrivateFolder } from './private-folder.ts';

/** Digest of this build, set by src/build/bundle/bundle.ts. Undefined when the sources run, which may change at any time. */
declare const BUILD_DIGEST: string | undefined;
const build = typeof BUILD_DIGEST === 'undefined' ? undefined : BUILD_DIGEST;

/**
 * Caches the result of a pure function on disk, per build and input: a second check neither validates nor renders again.
 * Each of 64 slots holds its latest result.
 * @param name of the function
 * @param input returns everything that the result depends on, except the build; undefined: not cacheable
 * @param compute returns plain data
 */
export async function cached<Result>(name: string, input: () => string | undefined, compute: () => Promise<Result>): Promise<Result> {
  const cache = build === undefined ? undefined : cacheFolder(process.env);
  const folder = cache !== undefined && isPrivateFolder(cache) && isPrivateFolder(join(cache, 'results')) ? cache : undefined;
  const text = folder === undefined ? undefined : input();
  if (folder === undefined || text === undefined) return compute();
  const key = hash('sha256', `${build} ${name} ${text}`);
  const slot = join(folder, 'results', `${name}-${Number.parseInt(key.slice(0, 2), 16) % 64}.json`);
  const hit = read(slot, key);
  if (hit !== undefined) return hit as Result;
  const result = await compute();
  write(slot, `${key}\n${JSON.stringify(result)}`);
  return result;
}

function read(slot: string, key: string): unknown {
  try {
    const text = readPrivate(slot);
    if (text.startsWith(`${key}\n`)) return JSON.parse(text.slice(key.length));
  } catch {
    // Missing or damaged: a miss.
  }
  return undefined;
}

/** The text of a file that only this user can have written. */
function readPrivate(path: string): string {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    return isPrivate(fstatSync(descriptor)) ? readFileSync(descriptor, 'utf8') : '';
  } finally {
    closeSync(descriptor);
  }
}

function write(slot: string, text: string): void {
  const temporary = `${slot}.${process.pid}`;
  try {
    try {
      // Never into a file that somebody has put there.
      writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
      renameSync(temporary, slot);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch {
    // A full disk, or no permission: the next run computes the result again.
  }
}
