import { dirname } from 'node:path';
import { UserError } from '../problems/errors.ts';
import { hashBytes, type Journal, type JournalEntry } from './journal.ts';
import { createTreeFile, readTreeFile, removeEmptyFolders, removeTreeFile, renameTreeFile, type Tree, type TreeFile } from './tree.ts';

/** Paths of one repository that an undone run had written. */
export interface Undone {
  root: string;
  /** As they were before the run. */
  restored: string[];
  /** Changed by somebody since: left as they are. */
  kept: string[];
}

/** Puts back what a run has written. It may itself be interrupted, and begun again. */
export function undo(tree: Tree, { entries, folders }: Journal): Undone {
  const undone: Undone = { root: tree.root, restored: [], kept: [] };
  for (const entry of entries.toReversed()) {
    try {
      const outcome = undoEntry(tree, entry, folders);
      if (outcome !== 'unchanged') undone[outcome].push(entry.path);
    } catch (error) {
      // A link or a folder that somebody has put there since.
      if (!(error instanceof UserError)) throw error;
      undone.kept.push(entry.path);
    }
  }
  return undone;
}

function undoEntry(tree: Tree, entry: JournalEntry, folders: readonly string[]): 'unchanged' | 'restored' | 'kept' {
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
  if (entry.after !== (now === undefined ? null : hashBytes(now.bytes))) return 'kept';
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
