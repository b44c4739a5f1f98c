import { join } from 'node:path';
import { assertNotInterrupted } from '../apply/leftovers.ts';
import { type CommandContext, displayPath, planOptions } from '../command-line/command.ts';
import { colorsFor, withoutCommands } from '../command-line/terminal.ts';
import { type Decisions, isWrite } from '../diff/change.ts';
import { diffWorkspaces } from '../diff/diff.ts';
import { recordChanges, writesOf } from '../diff/record-changes.ts';
import { exitCodes } from '../problems/errors.ts';
import { printPlanAnnotations } from '../reporters/plan/github.ts';
import { printPlanAsJson } from '../reporters/plan/json.ts';
import type { PlanFormat } from '../reporters/plan/report.ts';
import { printPlanAsText, printRefusals } from '../reporters/plan/text.ts';
import { colored, unifiedDiff } from '../reporters/shared/unified-diff.ts';
import { omitMissingConfigRepository, openWorkspaces, rootsOfWorkspaces } from '../workspace/open-workspaces.ts';

/** Prints what generate would do, with the diff of each file. Exits with 2 if it would do something. */
export async function diff(options: CommandContext & Decisions & { format?: PlanFormat }): Promise<number> {
  const { cwd, format = 'text', printError } = options;
  const print = format === 'json' ? () => {} : options.print;
  const workspaces = (await openWorkspaces(options)).map(omitMissingConfigRepository);
  assertNotInterrupted(rootsOfWorkspaces(workspaces), cwd);
  const allChanges = await diffWorkspaces(workspaces, planOptions(options));
  const colors = colorsFor(process.stdout);
  const plan = printPlanAsText(allChanges, cwd, colors);
  if (plan !== '') print(plan);
  const patches = allChanges.flatMap((repositoryChanges) => {
    const fromCwd = (path: string) => displayPath(cwd, join(repositoryChanges.repository.root, path));
    const changes = repositoryChanges.changes.filter((change) => isWrite(change) || change.action === 'refuse');
    // Their diffs are only hashes of the other files.
    const records = recordChanges(repositoryChanges).map(({ path }) => fromCwd(path));
    return [
      ...changes.map((change) => colored(unifiedDiff(change, fromCwd(change.path)), colors)),
      ...(records.length === 0 ? [] : [`Also updates the record: ${records.join(', ')}\n`]),
    ];
  });
  print(withoutCommands(patches.join('')));
  const refusals = printRefusals(workspaces, allChanges, options, colorsFor(process.stderr));
  const hasWrites = allChanges.some((repositoryChanges) => writesOf(repositoryChanges).length > 0);
  const result = refusals !== '' ? 'refused' : hasWrites ? 'planned' : 'clean';
  if (result === 'refused') printError(refusals);
  if (result === 'clean') print('Nothing to do: every file is up to date.\n');
  if (format === 'json') options.print(printPlanAsJson(workspaces, allChanges, cwd, result));
  if (format === 'github') options.print(printPlanAnnotations(workspaces, allChanges, cwd));
  return { refused: exitCodes.refused, planned: exitCodes.drift, clean: exitCodes.clean }[result];
}
