import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { UserError } from '../problems/errors.ts';

/** Files that exist in `.gitops-app` only while a run writes: a run is writing, or was killed. */
export function findLeftovers(root: string): string[] {
  try {
    return readdirSync(`${root}/.gitops-app`).filter((name) => name === 'journal' || name.startsWith('lock.'));
  } catch {
    return [];
  }
}

/** A half-written repository cannot be compared with anything. */
export function assertNotInterrupted(roots: readonly string[], cwd: string): void {
  const problems = roots
    .filter((root) => findLeftovers(root).includes('journal'))
    .map((root) => ({
      code: 'RUN_INTERRUPTED' as const,
      severity: 'error' as const,
      message: `a run is writing to ${relative(cwd, root) || '.'}, or was interrupted while it wrote`,
      hint: 'Run generate: it rolls back the interrupted run and starts again.',
    }));
  if (problems.length > 0) throw new UserError(problems);
}
