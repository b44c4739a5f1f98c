import type { Applied } from '../apply/apply.ts';
import { type CommandContext, planOptions } from '../command-line/command.ts';
import type { Change, Decisions } from '../diff/change.ts';
import { changesOf } from '../diff/changes.ts';
import { compareVersions } from '../model/version.ts';
import { exitCodes } from '../problems/errors.ts';
import { followUps } from '../reporters/follow-ups.ts';
import type { PlanFormat, PlanResult } from '../reporters/plan-report.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { openForWriting } from './open-for-writing.ts';

export interface GenerateOptions extends CommandContext, Decisions {
  dryRun?: boolean;
  /** json: standard output has the report alone. github: annotations besides. Default: text. */
  format?: PlanFormat;
  /** A file of the user's that is edited together with what follows from it. */
  edited?: Change;
  /** What was called. Default: generate. */
  command?: string;
}

/** Writes both repositories from the config: everything, or nothing where one file is refused. */
export async function generate(options: GenerateOptions): Promise<number> {
  const projects = await openForWriting(options);
  await printWarnings(projects, options);
  return generateProjects(projects, options);
}

/** What the configs' owners should know. */
export async function printWarnings(projects: readonly Workspace[], { printError }: Pick<CommandContext, 'printError'>): Promise<void> {
  const warnings = projects.flatMap((project) => project.warnings);
  if (warnings.length === 0) return;
  const [{ formatProblems }, { colorsFor }] = await Promise.all([import('../problems/report.ts'), import('../command-line/terminal.ts')]);
  printError(formatProblems(warnings, colorsFor(process.stderr).isColorSupported));
}

/** The same for projects that are open for writing already. */
export async function generateProjects(projects: readonly Workspace[], options: GenerateOptions): Promise<number> {
  const { cwd, dryRun = false, edited, command = 'generate', format = 'text', printError } = options;
  const print = format === 'json' ? () => {} : options.print;
  const planned = await changesOf(projects, planOptions(options));
  const applications = planned.map((application) =>
    application.repository.role === edited?.repository ? { ...application, changes: [edited, ...application.changes] } : application,
  );
  const conclude = async (result: PlanResult) => {
    if (format === 'json') options.print((await import('../reporters/plan-report.ts')).printPlanReport(projects, applications, cwd, result));
    if (format === 'github') options.print((await import('../reporters/plan-report.ts')).annotatePlan(projects, applications, cwd));
    return result === 'refused' ? exitCodes.refused : exitCodes.clean;
  };
  const { printPlan, printRefusals, writesOf } = await import('../reporters/plan-text.ts');
  const { colorsFor } = await import('../command-line/terminal.ts');
  const refusals = printRefusals(projects, applications, options, colorsFor(process.stderr));
  if (refusals !== '') {
    printError(refusals);
    return conclude('refused');
  }
  for (const { app, repository, version } of applications) {
    const writer = repository.records.app?.generatorVersion;
    if (writer !== undefined && compareVersions(writer, version) > 0)
      printError(`warning  the ${repository.role} repository of ${app} was written by ${writer}, newer than this ${version}: this goes back to older files\n`);
  }
  const plan = printPlan(applications, cwd, colorsFor(process.stdout));
  const changed = applications.filter((application) => writesOf(application).length > 0);
  if (changed.length === 0) {
    print(`${plan}Nothing to do: every file is as it should be.\n${followUps(projects, applications, cwd)}`);
    return conclude('clean');
  }
  // What never says the same is older than itself after the first run, too.
  if (changed.some(({ changes }) => changes.some(({ cause }) => cause === 'config-changed' || cause === 'new'))) {
    const { assertDeterministic } = await import('../load/determinism.ts');
    for (const { configFile } of projects) if (configFile !== undefined) await assertDeterministic(configFile, cwd);
  }
  print(plan);
  if (dryRun) {
    print(`Nothing was written: this is what ${command} would do.\n`);
    return conclude('planned');
  }
  const { apply } = await import('../apply/apply.ts');
  print(`${summary(apply(applications))}\n`);
  print(followUps(projects, applications, cwd));
  return conclude('written');
}

function summary({ written, deleted }: Applied): string {
  const files = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`;
  return `${files(written)} written${deleted === 0 ? '' : `, ${files(deleted)} deleted`}.`;
}
