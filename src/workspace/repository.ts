import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { RepositoryRole } from '../model/model.ts';
import type { PlannedFile } from '../plan/plan.ts';
import { UserError } from '../problems/errors.ts';
import { gitIn, restoreCommand } from '../text/printable.ts';
import { mergeBasePath } from './merge-base.ts';
import { readText, UnreadableError } from './read-text.ts';
import { type GenerationRecord, parseRecord, recordPath } from './record.ts';

/** A repository on disk. */
export interface Repository {
  role: RepositoryRole;
  /** The app whose files are compared. */
  app: string;
  /** Absolute path of its root. */
  root: string;
  records: Partial<Record<PlannedFile['scope'], GenerationRecord>>;
  /**
   * What changes that are not applied yet leave of a file, by path; undefined: nothing. Several apps, and several
   * regions of one file, are compared one after the other with what the one before leaves.
   */
  pending: Map<string, string | undefined>;
  /** The manifests, and what is recorded to merge, as they were read, by path; undefined: there was none. */
  recordTexts: Map<string, string | undefined>;
}

/** Opens the repository and reads its manifests; a missing folder is opened empty. */
export function openRepository(role: RepositoryRole, root: string, app: string, pending: Repository['pending'] = new Map()): Repository {
  const records: Repository['records'] = {};
  const recordTexts: Repository['recordTexts'] = new Map();
  for (const scope of role === 'app' ? (['app'] as const) : (['app', 'shared'] as const)) {
    const path = recordPath(role, scope, app);
    const text = readOwnText(root, path);
    recordTexts.set(path, text);
    if (text !== undefined) records[scope] = parseRecord(text, path, root);
  }
  recordTexts.set(mergeBasePath(role, app), readOwnText(root, mergeBasePath(role, app)));
  return { role, app, root, records, pending, recordTexts };
}

/** The text of a file that only we write. */
export function readOwnText(root: string, path: string): string | undefined {
  try {
    return readText(root, path);
  } catch (error) {
    // Below the root, readText has an answer to it.
    refuseFile(error, root);
    if (!(error instanceof UnreadableError)) throw error;
    throw unsafe(root, path, error.message, error.link);
  }
}

function refuseFile(error: unknown, root: string): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') return;
  const message = `${root} cannot be the folder of a repository: it is a file, or lies below one`;
  throw new UserError([{ code: 'PATH_UNSAFE', severity: 'error', message, hint: 'Choose another path, or move the file away.' }]);
}

/** `inTheWay`: what Git has to put back. */
function unsafe(root: string, path: string, why: string, inTheWay = path): UserError {
  const hint = `Restore it from Git: ${restoreCommand(gitIn(root), inTheWay)}`;
  return new UserError([{ code: 'PATH_UNSAFE', severity: 'error', message: `${join(root, path)} ${why}`, hint }]);
}

/**
 * Names of what a config repository records of its apps, sorted. A link among them is named too, and refused by whoever
 * reads behind it: an app that was skipped would seem to be as it should be.
 * @throws UserError where no folder has them; what a link leads to is not even listed
 */
export function recordedApps(root: string): string[] {
  const path = '.gitops-app';
  const status = statusOf(root, path);
  if (status === undefined) return [];
  if (!status.isDirectory()) throw unsafe(root, path, status.isSymbolicLink() ? 'is a symbolic link' : 'is not a folder');
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && entry.name !== 'shared')
    .map(({ name }) => name)
    .sort();
}

function statusOf(root: string, path: string): Stats | undefined {
  try {
    return lstatSync(join(root, path), { throwIfNoEntry: false });
  } catch (error) {
    refuseFile(error, root);
    throw error;
  }
}

/** The text of a file after the pending changes. */
export function currentText(repository: Repository, path: string): string | undefined {
  return repository.pending.has(path) ? repository.pending.get(path) : readText(repository.root, path);
}
