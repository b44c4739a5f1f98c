import { dirname } from 'node:path';
import { UserError } from '../problems/errors.ts';
import { hashBytes, type Journal, type JournalEntry } from './journal.ts';
import { createTreeFile, readTreeFile, removeEmptyFolders, removeTreeFile, renameTreeFile, type Tree, type TreeFile } from './tree.ts';

/** Paths of one repository that an interrupted run had written. */
export interface RollbackResult {
  root: string;
  /** As they were before the run. */
  restored: string[];
  /** Changed by somebody since, so left unchanged. */
  skipped: string[];
}

/** Restores what a run has overwritten. It may be interrupted and started again. */
export function rollBack(tree: Tree, { entries, folders }: Journal): RollbackResult {
  const result: RollbackResult = { root: tree.root, restored: [], skipped: [] };
  for (const entry of entries.toReversed()) {
    try {
      const outcome = rollBackEntry(tree, entry, folders);
      if (outcome !== 'unchanged') result[outcome].push(entry.path);
    } catch (error) {
      // Somebody has replaced the file by a link or a folder since.
      if (!(error instanceof UserError)) throw error;
      result.skipped.push(entry.path);
    }
  }
  return result;
}

function rollBackEntry(tree: Tree, entry: JournalEntry, folders: readonly string[]): 'unchanged' | 'restored' | 'skipped' {
  const { path, mode } = entry;
  const folder = dirname(path);
  const temporary = temporaryOf(entry);
  removeTreeFile(tree, temporary);
  const before = entry.before === null ? undefined : Buffer.from(entry.before, 'base64');
  const now = readTreeFile(tree, path);
  if (sameBytes(now, before)) {
    if (before === undefined) removeEmptyFolders(tree, folder, folders);
    return 'unchanged';
  }
  if (entry.after !== (now === undefined ? null : hashBytes(now.bytes))) return 'skipped';
  if (before === undefined) {
    removeTreeFile(tree, path);
    removeEmptyFolders(tree, folder, folders);
  } else {
    createTreeFile(tree, temporary, { bytes: before, mode: mode ?? undefined });
    renameTreeFile(tree, temporary, path);
  }
  return 'restored';
}

export function temporaryOf({ path, temporary }: Pick<JournalEntry, 'path' | 'temporary'>): string {
  return `${path.slice(0, path.lastIndexOf('/') + 1)}${temporary}`;
}

export function sameBytes(file: TreeFile | undefined, bytes: Uint8Array | undefined): boolean {
  return file === undefined || bytes === undefined ? file === bytes : file.bytes.equals(bytes);
}
