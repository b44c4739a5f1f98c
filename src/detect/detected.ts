import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A value that was detected in the folder, and its source. */
export interface Detected<Value> {
  value: Value;
  /** To display: `package.json`, `git remote origin`. */
  source: string;
}

/** Content of a small text file; undefined if it is missing or unreadable. */
export function textOf(folder: string, path: string): string | undefined {
  try {
    return readFileSync(join(folder, path), 'utf8').replace(/^\ufeff/, '');
  } catch {
    return undefined;
  }
}
