import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { UserError } from '../problems/errors.ts';

/** Files that a run has in `.gitops-app` only while it writes: they are there because it does, or because it was killed. */
export function leftovers(root: string): string[] {
  try {
    return readdirSync(`${root}/.gitops-app`).filter((name) => name === 'journal' || name.startsWith('lock.'));
  } catch {
    return [];
  }
}

/** Half a run cannot be compared with anything. */
export function refuseInterrupted(roots: readonly string[], cwd: string): void {
  const problems = roots
    .filter((root) => leftovers(root).includes('journal'))
    .map((root) => ({
      code: 'RUN_INTERRUPTED' as const,
      severity: 'error' as const,
      message: `a run is writing to ${relative(cwd, root) || '.'}, or was killed while it did`,
      hint: 'Run generate: it puts everything back and begins anew.',
    }));
  if (problems.length > 0) throw new UserError(problems);
}
