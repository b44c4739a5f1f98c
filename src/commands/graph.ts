import { exitCodes } from '../errors.ts';
import { topologyMermaid, topologyText } from '../facts/topology.ts';
import { openProjects } from '../project.ts';
import type { CommandContext } from './command.ts';

/** Prints what runs where, of every app that the folder holds. Default: text. */
export async function graph(context: CommandContext & { format?: 'mermaid' | 'text' }): Promise<number> {
  const projects = await openProjects(context);
  const print = context.format === 'mermaid' ? (model: (typeof projects)[number]['model']) => `${topologyMermaid(model)}\n` : topologyText;
  context.print(projects.map(({ model }) => print(model)).join('\n'));
  return exitCodes.clean;
}
