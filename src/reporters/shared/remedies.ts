import { join } from 'node:path';
import { displayPath } from '../../command-line/command.ts';
import type { Change } from '../../diff/change.ts';
import type { RepositoryChanges } from '../../diff/repository-changes.ts';
import { generatorCommand } from '../../model/names.ts';
import { compareVersions } from '../../model/version.ts';
import { gitIn, restoreCommand, shellArgument } from '../../text/printable.ts';
import { modelOutput } from '../../workspace/saved-model.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** The commands that remedies name, and their paths. */
export interface Commands {
  /** create-gitops-app in this version. */
  generator: string;
  /** create-gitops-app in the version that wrote the repository; absent if nothing is written yet. */
  writer?: string;
  /** true: that version is newer than this one. */
  writerIsNewer?: boolean;
  /** Path of the config in its repository. */
  config: string;
  /** Git in the repository. */
  git: string;
  /** A path of the repository, relative to the working folder. */
  fromCwd: (path: string) => string;
}

export function commandsOf({ model }: Workspace, { repository, version }: RepositoryChanges, cwd: string): Commands {
  const writer = repository.records.app?.generatorVersion;
  return {
    generator: generatorCommand(model, version),
    ...(writer === undefined ? {} : { writer: generatorCommand(model, writer), writerIsNewer: compareVersions(writer, version) > 0 }),
    config: model.configFile,
    git: gitIn(displayPath(cwd, repository.root)),
    fromCwd: (path) => displayPath(cwd, join(repository.root, path)),
  };
}

/** What to do about a change; empty: nothing. */
export function remedy(change: Change, { generator, writer, writerIsNewer = false, config, fromCwd, git }: Commands): string {
  const { cause, action, path, output } = change;
  const file = shellArgument(fromCwd(path));
  const inRepository = shellArgument(path);
  const generate = `Run: ${generator} generate`;
  const isDowngrade = cause === 'generator-upgraded' && writerIsNewer;
  if (output === 'manifest' && !isDowngrade) return generate;
  switch (cause) {
    case 'none':
    case 'seeded':
    case 'merged':
      return '';
    case 'new':
    case 'config-changed':
      if (change.otherApp !== undefined) return 'Make the configs of both apps agree';
      if (action !== 'refuse') return generate;
      return `Keep the name or the repository of the image, so that its values move along; or start without an image: ${generator} generate --overwrite ${file}`;
    case 'missing':
      if (action !== 'refuse') return generate;
      return `Restore it: ${git} checkout HEAD -- ${inRepository}; if the deletion is committed: ${git} checkout "$(${git} log -1 --format=%h --diff-filter=D -- ${inRepository})~" -- ${inRepository}; or start again without an image: ${generator} generate --overwrite ${file}`;
    case 'generator-upgraded':
      if (isDowngrade) return `Use the newer version that wrote it: ${writer} check`;
      return writer === undefined
        ? `Upgrade: ${generator} generate`
        : `Check with the version that wrote it: ${writer} check; or upgrade: ${generator} generate`;
    case 'edited':
      if (action !== 'refuse') return generate;
      if (output === modelOutput)
        return `Run generate in the app repository to regenerate it from ${config}; or, if the edit is not committed: ${git} checkout -- ${inRepository}`;
      return `Change ${config} instead and run generate; or discard the edit: ${generator} generate --overwrite ${file}; or keep the file as yours: ${generator} eject ${file}`;
    case 'orphaned':
      return action === 'keep' ? `Delete it when you no longer need it: ${git} rm ${inRepository}` : generate;
    case 'foreign':
      return action === 'keep' ? '' : `Show the difference and adopt the file: ${generator} adopt ${file}; or keep it as yours: ${generator} eject ${file}`;
    case 'newer-shared':
      return 'Nothing to do: the newer files stay. Use the newer version for this app too';
    case 'conflict':
      if (hasMarkers(change)) return 'Resolve the conflict and delete the markers';
      return `Use the generated text: ${generator} generate --overwrite ${file}; or resolve it line by line: ${generator} generate --merge ${file}; or keep the file as yours: ${generator} eject ${file}`;
    case 'ejected':
      return change.detail === undefined
        ? ''
        : `Show the difference: ${generator} diff --adopt ${file}; or keep your file until the next change: ${generator} eject ${file}`;
    case 'unreadable':
      if (change.blocked === true) return `Fix it or move it away, then run: ${generator} generate`;
      if (output === modelOutput && action !== 'refuse') return generate;
      if (change.class === 'region') return `Fix the file by hand, or restore it: ${restoreCommand(git, path)}`;
      return `Fix the file or restore it: ${restoreCommand(git, path)}; or start again${change.class === 'fields' ? ', without an image if none can be read' : ''}: ${generator} generate --overwrite ${file}`;
  }
}

function hasMarkers({ before = '' }: Change): boolean {
  return /^>{7} /m.test(before);
}
