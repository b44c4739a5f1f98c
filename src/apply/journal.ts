import { hash } from 'node:crypto';
import { UserError } from '../problems/errors.ts';
import { refuseUnsafePath } from '../workspace/paths.ts';
import { createTreeFile, readTreeFile, removeTreeFile, type Tree } from './tree.ts';

/**
 * What a run was about to do in one repository, written before it begins and removed when everything is done. The
 * repositories of a run decide together: while the primary's journal stands, everything is undone; once it is gone,
 * everything was done, and what is left of the others is removed.
 */
export interface Journal {
  /** 32 random hexadecimal digits, the same in every repository of the run. */
  id: string;
  /** Path of the primary repository relative to this one; empty: this is the primary. */
  primary: string;
  /** In the primary: paths of the others, relative to it. */
  others: string[];
  /** Folders that the run makes. */
  folders: string[];
  entries: JournalEntry[];
}

export interface JournalEntry {
  path: string;
  /** Name of the temporary file in the same folder. */
  temporary: string;
  /** What was there, in base64; null: nothing. */
  before: string | null;
  /** Permission bits of what was there. */
  mode: number | null;
  /** sha256 of what is to be there; null: nothing. */
  after: string | null;
}

export const journalPath = '.gitops-app/journal';

export function hashBytes(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** The last line proves that the lines before it are complete: only then anything else was written. */
function printJournal({ entries, ...head }: Journal): string {
  const lines = [{ about: 'A run of create-gitops-app is writing, or was interrupted: the next generate undoes it.', ...head }, ...entries];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return `${text}${JSON.stringify({ sha256: hashBytes(Buffer.from(text)) })}\n`;
}

export function writeJournal(tree: Tree, journal: Journal): void {
  createTreeFile(tree, journalPath, { bytes: Buffer.from(printJournal(journal)) }, true);
}

export function removeJournal(tree: Tree): void {
  removeTreeFile(tree, journalPath);
}

/** The journal that an interrupted run left; undefined: none; 'incomplete': it had not begun to write anything else. */
export function readJournal(tree: Tree): Journal | 'incomplete' | undefined {
  const file = readTreeFile(tree, journalPath);
  if (file === undefined) return undefined;
  const text = file.bytes.toString('utf8');
  const last = /(?:^|\n)(\{"sha256":"[0-9a-f]{64}"\}\n)$/.exec(text)?.[1];
  if (last === undefined) return 'incomplete';
  const body = text.slice(0, -last.length);
  if (last !== `${JSON.stringify({ sha256: hashBytes(Buffer.from(body)) })}\n`) throw damaged(tree);
  const journal = parseJournal(body);
  if (journal === undefined) throw damaged(tree);
  for (const path of [...journal.folders, ...journal.entries.map((entry) => entry.path)]) refuseUnsafePath(path);
  return journal;
}

function parseJournal(body: string): Journal | undefined {
  try {
    const lines = body.split('\n').slice(0, -1);
    const [head, ...entries] = lines.map((line) => JSON.parse(line) as unknown);
    const journal = { ...(head as object), entries } as Journal;
    return isJournal(journal) ? journal : undefined;
  } catch {
    return undefined;
  }
}

function isJournal({ id, primary, others, folders, entries }: Journal): boolean {
  const texts = (values: unknown): boolean => Array.isArray(values) && values.every((value) => typeof value === 'string');
  return (
    /^[0-9a-f]{32}$/.test(id) &&
    typeof primary === 'string' &&
    texts(others) &&
    texts(folders) &&
    entries.every(
      ({ path, temporary, before, mode, after }) =>
        typeof path === 'string' &&
        temporaryName.test(temporary) &&
        (before === null || typeof before === 'string') &&
        (mode === null || (Number.isInteger(mode) && mode >= 0 && mode <= 0o777)) &&
        (after === null || typeof after === 'string'),
    )
  );
}

/** A journal is untrusted: it must not name a file of the user's as a temporary one. */
const temporaryName = /^\.gitops-app-[0-9a-f]{16}\.tmp$/;

function damaged(tree: Tree): UserError {
  return new UserError([
    {
      code: 'RUN_INTERRUPTED',
      severity: 'error',
      message: `${tree.root}/${journalPath} of an interrupted run is damaged: what it wrote cannot be undone`,
      hint: `Restore the repository from Git, delete ${journalPath}, and run it again.`,
    },
  ]);
}
