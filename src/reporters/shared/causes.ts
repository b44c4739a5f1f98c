import type { Cause, Change } from '../../diff/change.ts';

/** A short label for each cause, for the first column. */
export const causeLabels: Record<Cause, string> = {
  none: 'up to date',
  new: 'new',
  missing: 'missing',
  'config-changed': 'config changed',
  'generator-upgraded': 'other version',
  edited: 'edited by hand',
  orphaned: 'orphaned',
  foreign: 'unmanaged',
  'newer-shared': 'newer version',
  seeded: 'yours',
  merged: 'merged',
  conflict: 'conflict',
  ejected: 'ejected',
  unreadable: 'unreadable',
};

/** The state of a file, as a sentence without its subject. */
export function explain({ cause, action, otherApp, detail }: Change): string {
  const suffix = detail === undefined ? '' : `: ${detail}`;
  switch (cause) {
    case 'none':
      return 'is up to date';
    case 'new':
      return 'is not generated yet';
    case 'missing':
      return `is missing${suffix}`;
    case 'config-changed':
      if (otherApp !== undefined) return `is generated differently by '${otherApp}', which shares the config repository`;
      return action === 'delete' ? 'is no longer generated since the config changed' : `does not match the config${suffix}`;
    case 'generator-upgraded':
      return 'was written by another version of create-gitops-app';
    case 'edited':
      return `was edited by hand${suffix}`;
    case 'orphaned':
      return `is no longer generated${suffix}`;
    case 'foreign':
      return 'already exists and is unmanaged';
    case 'newer-shared':
      return 'is shared with an app that uses a newer version of create-gitops-app';
    case 'seeded':
      return 'was generated once; it is yours';
    case 'merged':
      return 'contains your edits';
    case 'conflict':
      return `has an unresolved conflict${suffix}`;
    case 'ejected':
      return `was ejected; it is yours${suffix}`;
    case 'unreadable':
      return `cannot be read${suffix}`;
  }
}

/** Shared files of a newer version are listed as one line, because this app cannot change them. */
export const sharedFiles = (count: number) => (count === 1 ? '1 shared file' : `${count} shared files`);
