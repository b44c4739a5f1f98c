import { assertNotInterrupted, findLeftovers } from '../apply/leftovers.ts';
import { type CommandContext, displayPath } from '../command-line/command.ts';
import { printable } from '../text/printable.ts';
import { omitMissingConfigRepository, openWorkspaces, rootsOfWorkspaces } from '../workspace/open-workspaces.ts';
import type { Workspace } from '../workspace/workspace.ts';

type WritingContext = CommandContext & { dryRun?: boolean };

/**
 * Opens the workspaces of a command that writes. An interrupted run is rolled back first, and the workspaces are opened
 * again, because the run may have changed the config or the model.
 */
export async function openForWriting(options: WritingContext): Promise<Workspace[]> {
  const workspaces = await openWorkspaces(options);
  const rolledBack = await rollBackInterruptedRuns(rootsOfWorkspaces(workspaces), options);
  return (rolledBack ? await openWorkspaces(options) : workspaces).map(omitMissingConfigRepository);
}

/** Returns true if a run was rolled back. */
export async function rollBackInterruptedRuns(
  roots: readonly string[],
  { cwd, dryRun = false, printError }: Pick<WritingContext, 'cwd' | 'dryRun' | 'printError'>,
): Promise<boolean> {
  const interrupted = roots.filter((root) => findLeftovers(root).length > 0);
  if (interrupted.length === 0) return false;
  if (dryRun) {
    assertNotInterrupted(interrupted, cwd);
    return false;
  }
  const { recover } = await import('../apply/recover.ts');
  const results = recover(interrupted);
  for (const { root, restored, skipped } of results) {
    const files = `${restored.length} ${restored.length === 1 ? 'file' : 'files'}`;
    printError(`warning  rolled back an interrupted run in ${displayPath(cwd, root)}: ${files} restored\n`);
    for (const path of skipped) printError(`         ${printable(path)} was changed since, and is left unchanged\n`);
  }
  return results.length > 0;
}
