import { join } from 'node:path';
import { displayPath } from '../command-line/command.ts';
import type { Cause, Change } from '../diff/change.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import { generatorCommand } from '../model/names.ts';
import { compareVersions } from '../model/version.ts';
import { gitIn, restoreCommand, shellArgument } from '../text/printable.ts';
import { modelOutput } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Two words for each cause, for the first column. */
export const causeLabels: Record<Cause, string> = {
  none: 'up to date',
  new: 'new',
  missing: 'missing',
  'config-changed': 'config changed',
  'generator-upgraded': 'other generator',
  edited: 'edited by hand',
  orphaned: 'orphaned',
  foreign: 'not ours',
  'newer-shared': 'newer shared',
  seeded: 'yours',
  merged: 'merged',
  conflict: 'conflict',
  ejected: 'ejected',
  unreadable: 'unreadable',
};

/** How to call this version, the one that wrote the repository, and Git in the repository. */
export interface Commands {
  current: string;
  git: string;
  /** A path of the repository, as commands name it that are run in the working folder. */
  place: (path: string) => string;
  /** Absent where nothing was written yet. */
  writer?: string;
  /** true: that one is the newer of the two. */
  isOlder?: boolean;
}

/** What is the matter with a file, in a sentence. */
export function explain({ cause, action, otherApp, detail }: Change): string {
  const more = detail === undefined ? '' : `: ${detail}`;
  switch (cause) {
    case 'none':
      return 'is as it should be';
    case 'new':
      return 'is not written yet';
    case 'missing':
      return `was generated and is gone${more}`;
    case 'config-changed':
      if (otherApp !== undefined) return `is made otherwise by '${otherApp}', which shares the config repository`;
      return action === 'delete' ? 'is no longer made since the config has changed' : `is older than the config${more}`;
    case 'generator-upgraded':
      return 'was written by another version of the generator';
    case 'edited':
      return `was edited by hand${more}`;
    case 'orphaned':
      return `is made by nothing any more${more}`;
    case 'foreign':
      return 'stood there before and is not ours';
    case 'newer-shared':
      return 'is shared with an app that a newer generator wrote';
    case 'seeded':
      return 'was written once and is yours';
    case 'merged':
      return 'holds edits of yours';
    case 'conflict':
      return `is an unresolved conflict${more}`;
    case 'ejected':
      return `is yours since you took it${more}`;
    case 'unreadable':
      return `cannot be read${more}`;
  }
}

/** What to do about it; empty where there is nothing to do. */
export function remedy(change: Change, { current, writer, isOlder = false, place, git }: Commands): string {
  const { cause, action, path, output } = change;
  const argument = shellArgument(place(path));
  const inRepository = shellArgument(path);
  const goesBack = cause === 'generator-upgraded' && isOlder;
  if (output === 'manifest' && !goesBack) return `Run: ${current} generate`;
  switch (cause) {
    case 'none':
    case 'seeded':
      return '';
    case 'new':
    case 'config-changed':
      if (change.otherApp !== undefined) return 'Say the same in the configs of both apps';
      if (action === 'refuse')
        return `Keep the name that the image had, or its repository, and its values go along; or begin without an image: ${current} generate --overwrite ${argument}`;
      return `Run: ${current} generate`;
    case 'missing':
      return action === 'refuse'
        ? `Restore it: ${git} checkout HEAD -- ${inRepository}; where its deletion is committed: ${git} checkout "$(${git} log -1 --format=%h --diff-filter=D -- ${inRepository})~" -- ${inRepository}; or begin again without an image: ${current} generate --overwrite ${argument}`
        : `Run: ${current} generate`;
    case 'generator-upgraded':
      if (goesBack) return `Use the newer version that wrote it: ${writer} check`;
      return `${writer === undefined ? '' : `Check with the version that wrote it: ${writer} check; or `}upgrade: ${current} generate`.replace(/^u/, 'U');
    case 'edited':
      if (action !== 'refuse') return `Run: ${current} generate`;
      if (output === modelOutput)
        return `Run generate in the app repository, which writes it anew from pipeline.config.ts; or, where the edit is not committed: ${git} checkout -- ${inRepository}`;
      return `Change pipeline.config.ts instead and run generate, or discard the edit: ${current} generate --overwrite ${argument}; or keep the file as yours: ${current} eject ${argument}`;
    case 'orphaned':
      return action === 'keep' ? `Delete it when you need it no longer: ${git} rm ${inRepository}` : `Run: ${current} generate`;
    case 'foreign':
      return action === 'keep' ? '' : `See the difference and make it ours: ${current} adopt ${argument}; or keep it as yours: ${current} eject ${argument}`;
    case 'newer-shared':
      return 'Nothing: the newer files stay. Use the newer version for this app too';
    case 'merged':
      return '';
    case 'conflict':
      if (hasMarkers(change)) return 'Decide between the markers and delete them';
      return `Take what is generated: ${current} generate --overwrite ${argument}; or decide line by line: ${current} generate --merge ${argument}; or keep the file as yours: ${current} eject ${argument}`;
    case 'ejected':
      return change.detail === undefined
        ? ''
        : `See the difference: ${current} diff --adopt ${argument}; leave it, and be told again of the next change: ${current} eject ${argument}`;
    case 'unreadable':
      if (change.blocked === true) return `Mend it or move it away, then run: ${current} generate`;
      if (output === modelOutput && action !== 'refuse') return `Run: ${current} generate`;
      if (change.class === 'region') return `Mend the file by hand, or restore it: ${restoreCommand(git, path)}`;
      return `Mend the file or restore it: ${restoreCommand(git, path)}; or begin again${change.class === 'fields' ? ', without an image where none can be read' : ''}: ${current} generate --overwrite ${argument}`;
  }
}

function hasMarkers({ before = '' }: Change): boolean {
  return /^>{7} /m.test(before);
}

/** How the plan's commands call this version, the one that wrote a repository, and Git, whose paths are relative to it. */
export function commandsOf(project: Workspace, application: RepositoryChanges, cwd: string): Commands {
  const writer = application.repository.records.app?.generatorVersion;
  const { model } = project;
  const folder = displayPath(cwd, application.repository.root);
  return {
    current: generatorCommand(model, application.version),
    git: gitIn(folder),
    place: (path) => displayPath(cwd, join(application.repository.root, path)),
    ...(writer === undefined ? {} : { writer: generatorCommand(model, writer), isOlder: compareVersions(writer, application.version) > 0 }),
  };
}
