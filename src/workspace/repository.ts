import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { memoize } from '../cache/memoize.ts';
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
  /** The app whose files are diffed. */
  app: string;
  /** Absolute path of its root. */
  root: string;
  records: Partial<Record<PlannedFile['scope'], GenerationRecord>>;
  /**
   * Text of each file after the changes that are computed but not applied yet, by path; undefined: deleted. Several apps,
   * and several regions of one file, are diffed in turn, each against the result of the previous one.
   */
  pending: Map<string, string | undefined>;
  /** The records and the merge bases as they were read, by path; undefined: the file did not exist. */
  recordTexts: Map<string, string | undefined>;
}

/** Opens the repository and reads its records; a missing folder is an empty repository. */
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

/** The text of a file that only create-gitops-app writes. */
export function readOwnText(root: string, path: string): string | undefined {
  try {
    return readText(root, path);
  } catch (error) {
    // readText handles ENOTDIR below the root: here the root itself is the file.
    assertRootIsFolder(error, root);
    if (!(error instanceof UnreadableError)) throw error;
    throw unsafePath(root, path, error.message, error.link);
  }
}

function assertRootIsFolder(error: unknown, root: string): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') return;
  const message = `${root} cannot be a repository folder: it is a file, or is inside one`;
  throw new UserError([{ code: 'PATH_UNSAFE', severity: 'error', message, hint: 'Choose another path, or move the file away.' }]);
}

/** `restored`: the path that Git has to restore. */
function unsafePath(root: string, path: string, reason: string, restored = path): UserError {
  const hint = `Restore it from Git: ${restoreCommand(gitIn(root), restored)}`;
  return new UserError([{ code: 'PATH_UNSAFE', severity: 'error', message: `${join(root, path)} ${reason}`, hint }]);
}

/**
 * Names of the apps that a config repository has records of, sorted. Includes symbolic links, which reading then rejects:
 * a skipped app would look up to date.
 * @throws UserError if .gitops-app is not a folder; the target of a link is never listed
 */
export function recordedApps(root: string): string[] {
  const path = '.gitops-app';
  const status = readStatus(root, path);
  if (status === undefined) return [];
  if (!status.isDirectory()) throw unsafePath(root, path, status.isSymbolicLink() ? 'is a symbolic link' : 'is not a folder');
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && entry.name !== 'shared')
    .map(({ name }) => name)
    .sort();
}

function readStatus(root: string, path: string): Stats | undefined {
  try {
    return lstatSync(join(root, path), { throwIfNoEntry: false });
  } catch (error) {
    assertRootIsFolder(error, root);
    throw error;
  }
}

/** Texts that were read, by path. All apps of a run in one repository have the same pending changes. */
const keptTexts = memoize((_pending: Repository['pending']) => new Map<string, string | undefined>());

/**
 * The text of a file after the pending changes. `ofSeveralApps`: the next app of this run reads it too, so it is read from
 * the disk once.
 */
export function currentText({ pending, root }: Repository, path: string, ofSeveralApps = false): string | undefined {
  if (pending.has(path)) return pending.get(path);
  if (!ofSeveralApps) return readText(root, path);
  const kept = keptTexts(pending);
  if (!kept.has(path)) kept.set(path, readText(root, path));
  return kept.get(path);
}
