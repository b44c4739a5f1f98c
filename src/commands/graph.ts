import type { CommandContext } from '../command-line/command.ts';
import { topologyMermaid, topologyText } from '../derived/topology.ts';
import type { Model } from '../model/model.ts';
import { exitCodes } from '../problems/errors.ts';
import { openWorkspaces } from '../workspace/open-workspaces.ts';

/** Prints what runs where, for every app in the folder. Default format: text. */
export async function graph(context: CommandContext & { format?: 'mermaid' | 'text' }): Promise<number> {
  const workspaces = await openWorkspaces(context);
  const draw = context.format === 'mermaid' ? (model: Model) => `${topologyMermaid(model)}\n` : topologyText;
  context.print(workspaces.map(({ model }) => draw(model)).join('\n'));
  return exitCodes.clean;
}
