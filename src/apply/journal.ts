import { hash } from 'node:crypto';
import { UserError } from '../problems/errors.ts';
import { assertSafePath } from '../workspace/paths.ts';
import { createTreeFile, readTreeFile, removeTreeFile, type Tree } from './tree.ts';

/**
 * What a run is about to do in one repository. It is written first and removed last. The primary repository decides for
 * all repositories of a run: as long as its journal exists, the run is rolled back; once its journal is removed, the run is
 * complete, and the other journals are only removed.
 */
export interface Journal {
  /** 32 random hexadecimal digits, the same in every repository of the run. */
  id: string;
  /** Path of the primary repository relative to this one; empty in the primary. */
  primary: string;
  /** In the primary: paths of the other repositories, relative to it. */
  others: string[];
  /** Folders that the run creates. */
  folders: string[];
  entries: JournalEntry[];
}

export interface JournalEntry {
  path: string;
  /** Name of the temporary file in the same folder. */
  temporary: string;
  /** Bytes before the run, in base64; null: no file. */
  before: string | null;
  /** Permission bits before the run. */
  mode: number | null;
  /** sha256 of the bytes after the run; null: no file. */
  after: string | null;
}

export const journalPath = '.gitops-app/journal';

export function hashBytes(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** The last line proves that the journal is complete: nothing else is written before it is. */
function printJournal({ entries, ...head }: Journal): string {
  const lines = [{ about: 'A run of create-gitops-app is writing, or was interrupted: the next generate rolls it back.', ...head }, ...entries];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return `${text}${JSON.stringify({ sha256: hashBytes(Buffer.from(text)) })}\n`;
}

export function writeJournal(tree: Tree, journal: Journal): void {
  createTreeFile(tree, journalPath, { bytes: Buffer.from(printJournal(journal)) }, true);
}

export function removeJournal(tree: Tree): void {
  removeTreeFile(tree, journalPath);
}

/** The journal of an interrupted run; undefined: none; 'incomplete': the run has written nothing else yet. */
export function readJournal(tree: Tree): Journal | 'incomplete' | undefined {
  const file = readTreeFile(tree, journalPath);
  if (file === undefined) return undefined;
  const text = file.bytes.toString('utf8');
  const last = /(?:^|\n)(\{"sha256":"[0-9a-f]{64}"\}\n)$/.exec(text)?.[1];
  if (last === undefined) return 'incomplete';
  const body = text.slice(0, -last.length);
  if (last !== `${JSON.stringify({ sha256: hashBytes(Buffer.from(body)) })}\n`) throw damagedJournal(tree);
  const journal = parseJournal(body);
  if (journal === undefined) throw damagedJournal(tree);
  for (const path of [...journal.folders, ...journal.entries.map((entry) => entry.path)]) assertSafePath(path);
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
  const areStrings = (values: unknown): boolean => Array.isArray(values) && values.every((value) => typeof value === 'string');
  return (
    /^[0-9a-f]{32}$/.test(id) &&
    typeof primary === 'string' &&
    areStrings(others) &&
    areStrings(folders) &&
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

/** A journal is untrusted: it must not name a file of the user's as temporary, because those are deleted. */
const temporaryName = /^\.gitops-app-[0-9a-f]{16}\.tmp$/;

function damagedJournal(tree: Tree): UserError {
  return new UserError([
    {
      code: 'RUN_INTERRUPTED',
      severity: 'error',
      message: `${tree.root}/${journalPath} is damaged: the interrupted run cannot be rolled back`,
      hint: `Restore the repository from Git, delete ${journalPath}, and run it again.`,
    },
  ]);
}
