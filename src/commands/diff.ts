import { join } from 'node:path';
import { refuseInterrupted } from '../apply/leftovers.ts';
import { type CommandContext, displayPath, planOptions } from '../command-line/command.ts';
import { colorsFor, withoutCommands } from '../command-line/terminal.ts';
import { type Decisions, isWrite } from '../diff/change.ts';
import { changesOf } from '../diff/changes.ts';
import { manifestChanges } from '../diff/record-changes.ts';
import { exitCodes } from '../problems/errors.ts';
import { annotatePlan, type PlanFormat, printPlanReport } from '../reporters/plan-report.ts';
import { printPlan, printRefusals, writesOf } from '../reporters/plan-text.ts';
import { colored, unifiedDiff } from '../reporters/unified-diff.ts';
import { openWorkspaces, rootsOfWorkspaces, withoutMissingConfigRepository } from '../workspace/open-workspaces.ts';

/** Prints what generate would do, with the difference of each file. Ends with 2 where there is one. */
export async function diff(options: CommandContext & Decisions & { format?: PlanFormat }): Promise<number> {
  const { cwd, format = 'text', printError } = options;
  const print = format === 'json' ? () => {} : options.print;
  const projects = (await openWorkspaces(options)).map(withoutMissingConfigRepository);
  refuseInterrupted(rootsOfWorkspaces(projects), cwd);
  const applications = await changesOf(projects, planOptions(options));
  const colors = colorsFor(process.stdout);
  const plan = printPlan(applications, cwd, colors);
  if (plan !== '') print(plan);
  const patches = applications.flatMap((application) => {
    const place = (path: string) => displayPath(cwd, join(application.repository.root, path));
    const shown = application.changes.filter((change) => isWrite(change) || change.action === 'refuse');
    // They hold hashes of the rest, which nobody reads.
    const records = manifestChanges(application).map(({ path }) => place(path));
    return [
      ...shown.map((change) => colored(unifiedDiff(change, place(change.path)), colors)),
      ...(records.length === 0 ? [] : [`and what records it: ${records.join(', ')}\n`]),
    ];
  });
  print(withoutCommands(patches.join('')));
  const refusals = printRefusals(projects, applications, options, colorsFor(process.stderr));
  const changed = applications.some((application) => writesOf(application).length > 0);
  const result = refusals !== '' ? 'refused' : changed ? 'planned' : 'clean';
  if (result === 'refused') printError(refusals);
  if (result === 'clean') print('Nothing to do: every file is as it should be.\n');
  if (format === 'json') options.print(printPlanReport(projects, applications, cwd, result));
  if (format === 'github') options.print(annotatePlan(projects, applications, cwd));
  return { refused: exitCodes.refused, planned: exitCodes.drift, clean: exitCodes.clean }[result];
}
