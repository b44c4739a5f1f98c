import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inject } from 'vitest';

/**
 * A folder that one test file of a run makes and the others of the run use: what is expensive is made once. `make` gets
 * the empty folder; if it fails, every file that asks for the folder fails.
 */
export async function onceARun(name: string, make: (folder: string) => unknown): Promise<string> {
  const folder = join(inject('runFolder'), name);
  const [made, failed] = [`${folder}.made`, `${folder}.failed`];
  if (existsSync(made)) return folder;
  let first = true;
  try {
    mkdirSync(folder);
  } catch {
    first = false;
  }
  if (first) {
    try {
      await make(folder);
      writeFileSync(made, '');
      return folder;
    } catch (error) {
      writeFileSync(failed, '');
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }
  while (!existsSync(made)) {
    if (existsSync(failed)) throw new Error(`another test file could not make ${name}`);
    await setTimeout(50);
  }
  return folder;
}
