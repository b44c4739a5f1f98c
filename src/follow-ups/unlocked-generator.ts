import type { Availability, CommandContext } from '../command-line/command.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import { generatorCommand } from '../model/names.ts';
import { version } from '../model/version.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Says that CI will run a generator that nobody has verified; empty if it is locked, or if nobody asked how this one was installed. */
export async function unlockedGenerator(
  workspaces: readonly Workspace[],
  allChanges: readonly RepositoryChanges[],
  { running, lookUp }: Pick<CommandContext, 'running' | 'lookUp'>,
): Promise<string> {
  const workspace = workspaces.find(({ model }) => allChanges.some(({ app, locked }) => app === model.app.name && locked === undefined));
  if (running === undefined || workspace === undefined) return '';
  const { model } = workspace;
  const spec = `${model.generator.package}@${version}`;
  const availability = await lookUp?.(spec);
  return `\n${[`The check in CI will run ${spec} without verifying it: ${reasonOf(running?.package)}.`, ...adviceOn(availability, spec, generatorCommand(model, version))].join('\n')}\n`;
}

/** `running`: the name of the package that runs, if it comes from a registry. */
function reasonOf(running: string | undefined): string {
  if (running !== undefined) return `this is ${running}, another package`;
  return 'npm did not install this copy from a registry, so its integrity is unknown';
}

function adviceOn(availability: Availability | undefined, spec: string, command: string): string[] {
  const lock = `lock it with the published package: ${command} generate`;
  switch (availability) {
    case 'missing':
      return [
        `The registry of npm has no ${spec}, so that check will fail, and anybody may publish a package of that name there.`,
        `Publish it, or set generator.package to your own package; then ${lock}`,
      ];
    case 'forbidden':
      return [`npm may not read ${spec}: log in to its registry here, and give CI a token for it in .npmrc; then ${lock}`];
    case 'available':
    case 'unknown':
    case undefined:
      return [`To ${lock}`];
  }
}
