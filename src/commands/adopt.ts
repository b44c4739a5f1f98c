import { join } from 'node:path';
import { type CommandContext, displayPath, planOptions } from '../command-line/command.ts';
import { colorsFor, withoutCommands } from '../command-line/terminal.ts';
import { type Change, isWrite } from '../diff/change.ts';
import { changesOf } from '../diff/changes.ts';
import { exitCodes } from '../problems/errors.ts';
import { colored, unifiedDiff } from '../reporters/unified-diff.ts';
import { oneLine } from '../text/printable.ts';
import type { Repository } from '../workspace/repository.ts';
import { generateProjects } from './generate.ts';
import { openForWriting } from './open-for-writing.ts';

export interface AdoptOptions extends CommandContext {
  /** Paths and output ids; none: whatever stood there before. */
  names: readonly string[];
  /** Without asking. */
  yes?: boolean;
  /** Somebody can be asked. */
  interactive?: boolean;
}

/** Shows what would become of files that are not ours; then, where that is wanted, makes them ours and writes everything. */
export async function adopt(options: AdoptOptions): Promise<number> {
  const { cwd, names, yes = false, interactive = false, print, printError } = options;
  const projects = await openForWriting(options);
  const decided = { ...options, adopt: names.length === 0 ? ('all' as const) : names };
  const applications = await changesOf(projects, planOptions(decided));
  const adopted = applications.flatMap(({ repository, changes }) =>
    changes.filter((change) => isAdopted(change, repository)).map((change) => ({ change, path: displayPath(cwd, join(repository.root, change.path)) })),
  );
  const refused = applications.flatMap(({ changes }) => changes.filter(({ action }) => action === 'refuse'));
  // One that stood there before, and cannot be read, has no entry either.
  if (adopted.length === 0 && refused.every(({ entry }) => entry !== undefined)) {
    print('Nothing to adopt: no file that stood there before differs from what is generated.\n');
    return exitCodes.clean;
  }
  const shown = adopted.map(({ change, path }) =>
    isWrite(change) ? colored(unifiedDiff(change, path), colorsFor(process.stdout)) : `${oneLine(path)} is what is generated.\n`,
  );
  // Several blocks of one file may each be what is generated.
  print(withoutCommands([...new Set(shown)].join('')));
  // Nothing becomes ours beside what is refused: nobody is asked to agree to it.
  if (refused.length > 0) return generateProjects(projects, decided);
  const files = new Set(adopted.map(({ path }) => path)).size;
  const count = files === 1 ? 'this file' : `these ${files} files`;
  const agreed = yes || (interactive && (await (await import('../create/ask.ts')).confirm(`Make ${count} ours, as shown?`)));
  if (!agreed) {
    printError(interactive ? 'Nothing was written.\n' : `Nothing was written. To make ${count} ours, as shown: the same command with --yes\n`);
    return exitCodes.refused;
  }
  return generateProjects(projects, decided);
}

/** It stood there before, or the user had taken it; then it may be as it should be, or gone. */
function isAdopted(change: Change, { records }: Repository): boolean {
  const listed = records[change.scope]?.files.find(({ path, output }) => path === change.path && output === change.output);
  return (isWrite(change) && change.cause === 'foreign') || (listed?.class === 'ejected' && change.class !== 'ejected');
}
