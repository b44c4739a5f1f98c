import type { CommandContext } from '../command-line/command.ts';
import { topologyMermaid, topologyText } from '../derived/topology.ts';
import { exitCodes } from '../problems/errors.ts';
import { openWorkspaces } from '../workspace/open-workspaces.ts';

/** Prints what runs where, of every app that the folder holds. Default: text. */
export async function graph(context: CommandContext & { format?: 'mermaid' | 'text' }): Promise<number> {
  const projects = await openWorkspaces(context);
  const print = context.format === 'mermaid' ? (model: (typeof projects)[number]['model']) => `${topologyMermaid(model)}\n` : topologyText;
  context.print(projects.map(({ model }) => print(model)).join('\n'));
  return exitCodes.clean;
}
