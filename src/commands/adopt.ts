import { join } from 'node:path';
import { type CommandContext, displayPath, planOptions } from '../command-line/command.ts';
import { colorsFor, withoutCommands } from '../command-line/terminal.ts';
import { type Change, isWrite } from '../diff/change.ts';
import { diffWorkspaces } from '../diff/diff.ts';
import { exitCodes } from '../problems/errors.ts';
import { colored, unifiedDiff } from '../reporters/shared/unified-diff.ts';
import { oneLine } from '../text/printable.ts';
import type { Repository } from '../workspace/repository.ts';
import { generateWorkspaces } from './generate.ts';
import { openForWriting } from './open-for-writing.ts';

export interface AdoptOptions extends CommandContext {
  /** Paths and output ids; none: every unmanaged file. */
  names: readonly string[];
  /** Does not ask. */
  yes?: boolean;
  /** true: a terminal, so it can prompt. */
  interactive?: boolean;
}

/** Shows how unmanaged files would change; after confirmation, overwrites them and manages them from then on. */
export async function adopt(options: AdoptOptions): Promise<number> {
  const { cwd, names, yes = false, interactive = false, print, printError } = options;
  const workspaces = await openForWriting(options);
  const adoptOptions = { ...options, adopt: names.length === 0 ? ('all' as const) : names };
  const allChanges = await diffWorkspaces(workspaces, planOptions(adoptOptions));
  const adopted = allChanges.flatMap(({ repository, changes }) =>
    changes.filter((change) => isAdopted(change, repository)).map((change) => ({ change, path: displayPath(cwd, join(repository.root, change.path)) })),
  );
  const refused = allChanges.flatMap(({ changes }) => changes.filter(({ action }) => action === 'refuse'));
  // An unmanaged file that cannot be read has no entry either.
  if (adopted.length === 0 && refused.every(({ entry }) => entry !== undefined)) {
    print('Nothing to adopt: no unmanaged file differs from what is generated.\n');
    return exitCodes.clean;
  }
  const diffs = adopted.map(({ change, path }) =>
    isWrite(change) ? colored(unifiedDiff(change, path), colorsFor(process.stdout)) : `${oneLine(path)} matches what is generated.\n`,
  );
  // Several blocks of one file may have the same line.
  print(withoutCommands([...new Set(diffs)].join('')));
  // A refusal stops the run, so there is nothing to confirm.
  if (refused.length > 0) return generateWorkspaces(workspaces, adoptOptions);
  const files = new Set(adopted.map(({ path }) => path)).size;
  const count = files === 1 ? 'this file' : `these ${files} files`;
  const confirmed = yes || (interactive && (await (await import('../create/ask.ts')).confirm(`Adopt ${count}, as shown?`)));
  if (!confirmed) {
    printError(interactive ? 'Nothing was written.\n' : `Nothing was written. To adopt ${count} as shown, run the same command with --yes.\n`);
    return exitCodes.refused;
  }
  return generateWorkspaces(workspaces, adoptOptions);
}

/** An unmanaged file, or one that was ejected; the ejected one may also be up to date, or deleted. */
function isAdopted(change: Change, { records }: Repository): boolean {
  const entry = records[change.scope]?.files.find(({ path, output }) => path === change.path && output === change.output);
  return (isWrite(change) && change.cause === 'foreign') || (entry?.class === 'ejected' && change.class !== 'ejected');
}
