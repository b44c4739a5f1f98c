import { formatProblems } from '../config/report.ts';
import { openProjects } from '../project.ts';
import { checkProjects, exitCodeOf } from './check-report.ts';
import type { CommandContext } from './command.ts';
import { colorsFor } from './terminal.ts';

export type CheckFormat = 'text' | 'json' | 'github';

/** Says which files are not as the config makes them, why, and what to do. Ends with 2 where one is not. */
export async function check(options: CommandContext & { format?: CheckFormat }): Promise<number> {
  const { cwd, generators, format = 'text', print, printError } = options;
  const projects = await openProjects(options);
  const checked = checkProjects(projects, generators, cwd);
  const warnings = projects.flatMap((project) => project.warnings);
  if (warnings.length > 0) printError(formatProblems(warnings, format === 'github' ? 'github' : 'text', colorsFor(process.stderr).isColorSupported));
  switch (format) {
    case 'json':
      print(`${JSON.stringify(checked.report, null, 2)}\n`);
      break;
    case 'github':
      (await import('./check-github.ts')).printGithub(checked, cwd, print);
      break;
    case 'text':
      print(await (await import('./check-text.ts')).checkText(checked));
      break;
  }
  return exitCodeOf[checked.report.result];
}
