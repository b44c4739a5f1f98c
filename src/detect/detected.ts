import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something read from the folder, and where it was read. */
export interface Detected<Value> {
  value: Value;
  /** For people: `package.json`, `git remote origin`. */
  source: string;
}

/** A small text file; undefined where it is missing or cannot be read. */
export function textOf(folder: string, path: string): string | undefined {
  try {
    return readFileSync(join(folder, path), 'utf8').replace(/^\ufeff/, '');
  } catch {
    return undefined;
  }
}
