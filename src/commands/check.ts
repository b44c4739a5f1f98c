import { existsSync } from 'node:fs';
import { changesOf } from '../changes.ts';
import { exitCodes } from '../errors.ts';
import type { RepositoryRole } from '../plan.ts';
import { openProjects } from '../project.ts';
import type { CommandContext } from './command.ts';

export async function check(context: CommandContext): Promise<number> {
  const projects = await openProjects(context);
  let drift = 0;
  for (const project of projects) {
    const present = (['app', 'config'] as const).filter((role: RepositoryRole) => project.roots[role] !== undefined && existsSync(project.roots[role] ?? ''));
    for (const { changes } of changesOf(project, context.generators, present))
      for (const change of changes) {
        if (change.action === 'unchanged' || change.action === 'keep') continue;
        drift++;
        context.print(`${change.cause.padEnd(18)} ${change.repository}  ${change.path}\n`);
      }
  }
  return drift === 0 ? exitCodes.clean : exitCodes.drift;
}
