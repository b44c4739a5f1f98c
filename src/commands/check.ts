import { openProjects } from '../project.ts';
import { checkProjects, exitCodeOf } from './check-report.ts';
import type { CommandContext } from './command.ts';

export type CheckFormat = 'text' | 'json' | 'github';

/** Says which files are not as the config makes them, why, and what to do. Ends with 2 where one is not. */
export async function check(options: CommandContext & { format?: CheckFormat }): Promise<number> {
  const { cwd, generators, format = 'text', print } = options;
  const checked = checkProjects(await openProjects(options), generators, cwd);
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
