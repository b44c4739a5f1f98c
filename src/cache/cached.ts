import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';

/** Digest of this build, which src/build/bundle/bundle.ts puts in. A program that is run from its sources changes as it stands. */
declare const BUILD_DIGEST: string | undefined;
const build = typeof BUILD_DIGEST === 'undefined' ? undefined : BUILD_DIGEST;

/**
 * What a pure function gives for a text, computed once for each build and kept in the user's own folder: a check after a
 * check neither validates nor renders again. Each of 64 slots holds the last result that fell into it.
 * @param name of the function
 * @param input gives all that the result follows from, besides the build; undefined: no text can say it
 * @param compute gives plain data
 */
export async function cached<Result>(name: string, input: () => string | undefined, compute: () => Promise<Result>): Promise<Result> {
  const folder = build === undefined ? undefined : cacheFolder(process.env);
  const text = folder === undefined ? undefined : input();
  if (folder === undefined || text === undefined) return compute();
  const key = hash('sha256', `${build} ${name} ${text}`);
  const slot = join(folder, 'results', `${name}-${Number.parseInt(key.slice(0, 2), 16) % 64}.json`);
  const found = read(slot, key);
  if (found !== undefined) return found as Result;
  const result = await compute();
  write(slot, `${key}\n${JSON.stringify(result)}`);
  return result;
}

function read(slot: string, key: string): unknown {
  try {
    const text = readFileSync(slot, 'utf8');
    if (text.startsWith(`${key}\n`)) return JSON.parse(text.slice(key.length));
  } catch {
    // Not there, or not whole: it is computed.
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
    // A full disk or a folder of somebody else's: the next run computes again.
  }
}
