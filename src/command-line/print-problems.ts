import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem } from '../problems/errors.ts';
import { formatProblems } from '../problems/report.ts';
import { colorsFor } from './terminal.ts';

/** Problems as text for standard error. Their places are relative to `cwd`. */
export function problemsText(problems: readonly Problem[], cwd: string): string {
  const sources = new Map<string, string | undefined>();
  return formatProblems(problems, colorsFor(process.stderr).isColorSupported, (file) => {
    if (!sources.has(file)) sources.set(file, readText(resolve(cwd, file)));
    return sources.get(file);
  });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
