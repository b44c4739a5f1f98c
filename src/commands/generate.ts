import type { Applied } from '../apply/apply.ts';
import { type CommandContext, planOptions } from '../command-line/command.ts';
import type { Change, Decisions } from '../diff/change.ts';
import { diffWorkspaces } from '../diff/diff.ts';
import { writesOf } from '../diff/record-changes.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import { followUps } from '../follow-ups/follow-ups.ts';
import { compareVersions, version } from '../model/version.ts';
import { exitCodes } from '../problems/errors.ts';
import type { PlanFormat, PlanResult } from '../reporters/plan/report.ts';
import { printPlanAsText, printRefusals } from '../reporters/plan/text.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { openForWriting } from './open-for-writing.ts';

export interface GenerateOptions extends CommandContext, Decisions {
  dryRun?: boolean;
  /** json: only the report on standard output. github: text and annotations. Default: text. */
  format?: PlanFormat;
  /** The config that `add` has edited, to write together with the generated files. */
  editedConfig?: Change;
  /** Name of the command that runs. Default: generate. */
  command?: string;
}

/** Writes both repositories from the config: everything, or nothing if one file is refused. */
export async function generate(options: GenerateOptions): Promise<number> {
  const workspaces = await openForWriting(options);
  await printWarnings(workspaces, options);
  return generateWorkspaces(workspaces, options);
}

export async function printWarnings(workspaces: readonly Workspace[], { cwd, printError }: Pick<CommandContext, 'cwd' | 'printError'>): Promise<void> {
  const warnings = workspaces.flatMap((workspace) => workspace.warnings);
  if (warnings.length > 0) printError((await import('../command-line/print-problems.ts')).problemsText(warnings, cwd));
}

/** The same as generate, for workspaces that are already open. */
export async function generateWorkspaces(workspaces: readonly Workspace[], options: GenerateOptions): Promise<number> {
  const { cwd, dryRun = false, editedConfig, command = 'generate', format = 'text', printError } = options;
  const print = format === 'json' ? () => {} : options.print;
  const generated = await diffWorkspaces(workspaces, planOptions(options));
  const allChanges = generated.map((repositoryChanges) =>
    repositoryChanges.repository.role === editedConfig?.repository
      ? { ...repositoryChanges, changes: [editedConfig, ...repositoryChanges.changes] }
      : repositoryChanges,
  );
  const conclude = async (result: PlanResult) => {
    if (format === 'json') options.print((await import('../reporters/plan/json.ts')).printPlanAsJson(workspaces, allChanges, cwd, result));
    if (format === 'github') options.print((await import('../reporters/plan/github.ts')).printPlanAnnotations(workspaces, allChanges, cwd));
    return result === 'refused' ? exitCodes.refused : exitCodes.clean;
  };
  // Not a static import, which would move it out of the small chunk that check loads.
  const { colorsFor } = await import('../command-line/terminal.ts');
  const refusals = printRefusals(workspaces, allChanges, options, colorsFor(process.stderr));
  if (refusals !== '') {
    printError(refusals);
    return conclude('refused');
  }
  for (const { app, repository, version } of allChanges) {
    const writtenBy = repository.records.app?.generatorVersion;
    if (writtenBy !== undefined && compareVersions(writtenBy, version) > 0)
      printError(
        `warning  the ${repository.role} repository of ${app} was written by ${writtenBy}, a newer version than ${version}; this would downgrade it\n`,
      );
  }
  const { running } = options;
  const other = allChanges.find(({ locked }) => running && locked?.package === running.package && locked.integrity !== running.integrity);
  if (other !== undefined)
    printError(
      `warning  this ${running?.package}@${version} has other contents than the recorded one, which CI runs: do not trust it before you know why\n         recorded ${other.locked?.integrity}\n         running  ${running?.integrity}\n`,
    );
  const plan = printPlanAsText(allChanges, cwd, colorsFor(process.stdout));
  const changed = allChanges.filter((repositoryChanges) => writesOf(repositoryChanges).length > 0);
  if (changed.length === 0) {
    print(`${plan}Nothing to do: every file is up to date.\n${await followUps(workspaces, allChanges, cwd)}`);
    return conclude('clean');
  }
  // What changes with every run would be out of date again right after the first generate.
  if (changed.some(({ changes }) => changes.some(({ cause }) => cause === 'config-changed' || cause === 'new'))) {
    const { assertDeterministic } = await import('../load/determinism.ts');
    for (const { configFile } of workspaces) if (configFile !== undefined) await assertDeterministic(configFile, cwd);
  }
  print(plan);
  if (dryRun) {
    print(`Nothing was written: this is what ${command} would do.\n`);
    return conclude('planned');
  }
  const { apply } = await import('../apply/apply.ts');
  print(`${summary(apply(allChanges))}\n`);
  print(await followUps(workspaces, allChanges, cwd));
  if (allChanges.some(becameUnlocked)) print(await (await import('../follow-ups/unlocked-generator.ts')).unlockedGenerator(workspaces, allChanges, options));
  return conclude('written');
}

/** Said once, not after every edit of the config. */
function becameUnlocked({ locked, repository: { records } }: RepositoryChanges): boolean {
  return locked === undefined && (records.app?.generatorVersion !== version || records.app.generator !== undefined);
}

function summary({ written, deleted }: Applied): string {
  const files = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`;
  return `${files(written)} written${deleted === 0 ? '' : `, ${files(deleted)} deleted`}.`;
}
