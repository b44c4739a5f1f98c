import type { CommandContext } from '../command-line/command.ts';
import { mayDisagree } from '../diff/disagreements.ts';
import { UserError } from '../problems/errors.ts';
import { checkWorkspaces, reportedWarnings } from '../reporters/check/check-workspaces.ts';
import { conclusion, notes } from '../reporters/check/conclusion.ts';
import { printCheckAsJson } from '../reporters/check/json.ts';
import { type CheckResult, exitCodeOf } from '../reporters/check/report.ts';
import { configRepositoryIn, openInTurn } from '../workspace/open-workspaces.ts';
import { recordedApps } from '../workspace/repository.ts';
import type { Workspace } from '../workspace/workspace.ts';

export type CheckFormat = 'text' | 'json' | 'github' | 'patch' | 'sarif';

export interface CheckOptions extends CommandContext {
  format?: CheckFormat;
  peer?: string;
  /** A commit: apps that no change since it can reach are left out. */
  changedSince?: string;
}

/** Reports files that are out of date, with the reason and the remedy. Exits with 2 if there are any. */
export async function check(options: CheckOptions): Promise<number> {
  const { cwd, generators, format = 'text', print, printError } = options;
  const { workspaces, result } = await checkReached(options);
  const { report } = result;
  const warnings = [...result.warnings];
  if (report.files.some(({ cause }) => cause === 'config-changed')) {
    const { assertDeterministicIsolated } = await import('../workspace/isolated-config.ts');
    for (const { model, configFile } of workspaces) {
      const nondeterministic = configFile === undefined ? [] : await assertDeterministicIsolated(configFile, cwd);
      report.warnings.push(...reportedWarnings({ model, warnings: nondeterministic }));
      warnings.push(...nondeterministic);
    }
  }
  // The other formats contain the warnings.
  if (format === 'text' && warnings.length > 0) printError((await import('../command-line/print-problems.ts')).problemsText(warnings, cwd));
  switch (format) {
    case 'json':
      print(await printCheckAsJson(result));
      break;
    case 'github':
      (await import('../reporters/check/github.ts')).printCheckForGithub(result, cwd, print);
      break;
    case 'patch':
      print(await (await import('../reporters/check/patch.ts')).printCheckAsPatch(result, { workspaces, generators, cwd, printError }));
      break;
    case 'sarif':
      print((await import('../reporters/check/sarif.ts')).printCheckAsSarif(report));
      break;
    case 'text':
      // Without files, nothing else has to be loaded.
      print(report.files.length === 0 ? conclusion(report) + notes(report) : (await import('../reporters/check/text.ts')).printCheckAsText(result));
      break;
  }
  return exitCodeOf[report.result];
}

/** Checks the apps that a change can reach. */
async function checkReached(options: CheckOptions): Promise<{ workspaces: Iterable<Workspace>; result: CheckResult }> {
  const { cwd, config, apps, generators, peer, changedSince } = options;
  const checkAll = async (reached?: ReadonlySet<string>) => {
    const workspaces = await openInTurn({ ...options, reached, isolated: true });
    return { workspaces, result: await checkWorkspaces(workspaces, generators, cwd, peer !== undefined) };
  };
  if (changedSince === undefined) return checkAll();
  const root = configRepositoryIn(cwd, config);
  if (root === undefined) {
    const message = '--changed-since: it chooses among the apps of a config repository, and here is the config of one app';
    throw new UserError([{ code: 'USAGE', severity: 'error', message, hint: 'Run it in the config repository, or without --changed-since.' }]);
  }
  const reached = (await import('../diff/changed-since.ts')).appsChangedSince(root, changedSince);
  if (reached === undefined) return checkAll();
  const checked = await checkAll(reached);
  // Whether the configs of two apps disagree on a shared file takes both.
  if (checked.result.changes.some(({ change }) => mayDisagree(change))) return checkAll();
  const unreached = recordedApps(root).filter((app) => !reached.has(app) && apps?.includes(app) !== false);
  return { ...checked, result: { ...checked.result, report: { ...checked.result.report, unreached } } };
}
