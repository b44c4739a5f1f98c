import type { CommandContext } from '../command-line/command.ts';
import { printJson } from '../render/json.ts';
import { type Checked, checkProjects, exitCodeOf, reportedWarnings } from '../reporters/check-report.ts';
import { conclusion, notes } from '../reporters/conclusion.ts';
import { openWorkspaces } from '../workspace/open-workspaces.ts';

export type CheckFormat = 'text' | 'json' | 'github' | 'patch' | 'sarif';

/** Says which files are not as the config makes them, why, and what to do. Ends with 2 where one is not. */
export async function check(options: CommandContext & { format?: CheckFormat; peer?: string }): Promise<number> {
  const { cwd, generators, format = 'text', print, printError } = options;
  const projects = await openWorkspaces(options);
  const checked = await checkProjects(projects, generators, cwd, options.peer !== undefined);
  const warnings = projects.flatMap((project) => project.warnings);
  if (checked.report.files.some(({ cause }) => cause === 'config-changed')) {
    const { assertDeterministic } = await import('../load/determinism.ts');
    for (const { model, configFile } of projects) {
      const found = configFile === undefined ? [] : await assertDeterministic(configFile, cwd);
      checked.report.warnings.push(...reportedWarnings({ model, warnings: found }));
      warnings.push(...found);
    }
  }
  // The other formats have them in their own shape.
  if (format === 'text' && warnings.length > 0) {
    const [{ formatProblems }, { colorsFor }] = await Promise.all([import('../problems/report.ts'), import('../command-line/terminal.ts')]);
    printError(formatProblems(warnings, colorsFor(process.stderr).isColorSupported));
  }
  switch (format) {
    case 'json':
      print(await checkJson(checked));
      break;
    case 'github':
      (await import('../reporters/check-github.ts')).printGithub(checked, cwd, print);
      break;
    case 'patch':
      print(await (await import('../reporters/check-patch.ts')).checkPatch(checked, { projects, generators, cwd, printError }));
      break;
    case 'sarif':
      print((await import('../reporters/check-sarif.ts')).checkSarif(checked.report));
      break;
    case 'text':
      print(
        checked.report.files.length === 0
          ? conclusion(checked.report) + notes(checked.report)
          : await (await import('../reporters/check-text.ts')).checkText(checked),
      );
      break;
  }
  return exitCodeOf[checked.report.result];
}

/** The report as schemas/check.schema.json describes it. */
async function checkJson({ report, changes }: Checked): Promise<string> {
  if (changes.length === 0) return printJson(report);
  const { unifiedDiff } = await import('../reporters/unified-diff.ts');
  const files = changes.map(({ file, change }) => {
    const both = change.before !== undefined && change.after !== undefined && change.action !== 'keep';
    return { ...file, diff: both ? unifiedDiff(change, file.file) : '' };
  });
  return printJson({ ...report, files });
}
