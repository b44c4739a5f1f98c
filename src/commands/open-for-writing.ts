import { leftovers, refuseInterrupted } from '../apply/leftovers.ts';
import { type CommandContext, displayPath } from '../command-line/command.ts';
import { printable } from '../text/printable.ts';
import { openWorkspaces, rootsOfWorkspaces, withoutMissingConfigRepository } from '../workspace/open-workspaces.ts';
import type { Workspace } from '../workspace/workspace.ts';

type WritingContext = CommandContext & { dryRun?: boolean };

/**
 * Opens the projects of a command that writes. A run that was killed is undone before: what is then there is opened
 * again, for the config or the model may have been part of it.
 */
export async function openForWriting(options: WritingContext): Promise<Workspace[]> {
  const projects = await openWorkspaces(options);
  const undone = await endInterruptedRuns(rootsOfWorkspaces(projects), options);
  return (undone ? await openWorkspaces(options) : projects).map(withoutMissingConfigRepository);
}

/** true: something was undone. */
export async function endInterruptedRuns(
  roots: readonly string[],
  { cwd, dryRun = false, printError }: Pick<WritingContext, 'cwd' | 'dryRun' | 'printError'>,
): Promise<boolean> {
  const interrupted = roots.filter((root) => leftovers(root).length > 0);
  if (interrupted.length === 0) return false;
  if (dryRun) {
    refuseInterrupted(interrupted, cwd);
    return false;
  }
  const { recover } = await import('../apply/recover.ts');
  const undone = recover(interrupted);
  for (const { root, restored, kept } of undone) {
    printError(
      `warning  an interrupted run was undone in ${displayPath(cwd, root)}: ${restored.length} ${restored.length === 1 ? 'file is' : 'files are'} as before\n`,
    );
    for (const path of kept) printError(`         ${printable(path)} was changed since, and stays as it is\n`);
  }
  return undone.length > 0;
}
