import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';

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
  const folder = build === undefined ? undefined : cacheFolder(process.env);
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
    const text = readFileSync(slot, 'utf8');
    if (text.startsWith(`${key}\n`)) return JSON.parse(text.slice(key.length));
  } catch {
    // Missing or damaged: a miss.
  }
  return undefined;
}

function write(slot: string, text: string): void {
  const temporary = `${slot}.${process.pid}`;
  try {
    mkdirSync(dirname(slot), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(temporary, text, { mode: 0o600 });
      renameSync(temporary, slot);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch {
    // A full disk, or no permission: the next run computes the result again.
  }
}
