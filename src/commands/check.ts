import type { CommandContext } from '../command-line/command.ts';
import { checkWorkspaces, reportedWarnings } from '../reporters/check/check-workspaces.ts';
import { conclusion, notes } from '../reporters/check/conclusion.ts';
import { printCheckAsJson } from '../reporters/check/json.ts';
import { exitCodeOf } from '../reporters/check/report.ts';
import { openInTurn } from '../workspace/open-workspaces.ts';

export type CheckFormat = 'text' | 'json' | 'github' | 'patch' | 'sarif';

/** Reports files that are out of date, with the reason and the remedy. Exits with 2 if there are any. */
export async function check(options: CommandContext & { format?: CheckFormat; peer?: string }): Promise<number> {
  const { cwd, generators, format = 'text', print, printError } = options;
  const workspaces = await openInTurn({ ...options, isolated: true });
  const result = await checkWorkspaces(workspaces, generators, cwd, options.peer !== undefined);
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
