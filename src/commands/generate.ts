import { apply } from '../apply.ts';
import { changesOf } from '../changes.ts';
import { exitCodes } from '../errors.ts';
import { openProjects } from '../project.ts';
import type { CommandContext } from './command.ts';

export async function generate(context: CommandContext & { overwrite?: readonly string[]; dryRun?: boolean }): Promise<number> {
  const projects = await openProjects(context);
  const applications = projects.flatMap((project) => changesOf(project, context.generators, ['config', 'app'], context.overwrite));
  const refused = applications.flatMap(({ changes }) => changes.filter((change) => change.action === 'refuse'));
  for (const change of refused)
    context.printError(`refused  ${change.repository}  ${change.path}: ${change.cause}${change.detail === undefined ? '' : ` (${change.detail})`}\n`);
  if (refused.length > 0) return exitCodes.refused;
  if (context.dryRun === true) return exitCodes.clean;
  const { written, deleted } = apply(applications);
  context.print(`${written} written, ${deleted} deleted\n`);
  return exitCodes.clean;
}
