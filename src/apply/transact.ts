import { randomBytes } from 'node:crypto';
import { dirname, join, relative } from 'node:path';
import { type Problem, UserError } from '../problems/errors.ts';
import { systemCode } from './file-system.ts';
import { hashBytes, type Journal, type JournalEntry, journalPath, removeJournal, writeJournal } from './journal.ts';
import { decide } from './recover.ts';
import { createTreeFile, enter, readTreeFile, removeEmptyFolders, removeTreeFile, renameTreeFile, syncFolder, type Tree, type TreeFile } from './tree.ts';
import { sameBytes, temporaryOf, undo } from './undo.ts';

/** What is to happen with one file. */
export interface Operation {
  path: string;
  /** The text that was compared; undefined: there was nothing. */
  expected: string | undefined;
  /** true: what is there could not be read as text, and is replaced. */
  unreadable: boolean;
  /** undefined: it is deleted. */
  after: Buffer | undefined;
}

/** One repository of a run. */
export interface Target {
  tree: Tree;
  /** Deletions first, so that a folder can take the place of a file. */
  files: Operation[];
  manifests: Operation[];
  /** The manifests as they were read: a run in between would have changed them. */
  read: ReadonlyMap<string, string | undefined>;
}

/** Does everything in all repositories, which are locked, or nothing. The first is the primary. */
export function transact(targets: readonly Target[]): void {
  const journals = prepare(targets);
  const [first] = journals;
  if (first === undefined) return;
  try {
    // The primary's journal comes last and goes first: it alone decides.
    for (const { tree, journal } of journals.toReversed())
      attempt(tree, journalPath, () => {
        writeJournal(tree, journal);
        syncFolder(tree, '.gitops-app');
      });
    for (const kind of ['files', 'manifests'] as const) for (const prepared of journals) for (const step of prepared[kind]) perform(prepared.tree, step);
    for (const { tree, journal } of journals)
      for (const folder of new Set(journal.entries.map(({ path }) => dirname(path)))) attempt(tree, folder, () => syncFolder(tree, folder));
    decide(first.tree);
  } catch (error) {
    giveUp(journals, error);
  }
  for (const { tree } of journals.slice(1)) removeJournal(tree);
}

interface Step {
  entry: JournalEntry;
  before: TreeFile | undefined;
  after: Buffer | undefined;
}

interface Prepared {
  tree: Tree;
  journal: Journal;
  files: Step[];
  manifests: Step[];
}

/** Reads what is there now; refuses links, and files that somebody changed since they were compared. */
function prepare(targets: readonly Target[]): Prepared[] {
  const id = randomBytes(16).toString('hex');
  const problems: Problem[] = [];
  const prepared = targets.map(({ tree, files, manifests, read }, index): Prepared => {
    const step = (operation: Operation): Step[] => {
      try {
        return [stepOf(tree, operation, files)];
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        // One link may stand above several files.
        problems.push(...error.problems.filter(({ message }) => !problems.some((other) => other.message === message)));
        return [];
      }
    };
    const steps = { files: files.flatMap(step), manifests: manifests.flatMap(step) };
    for (const [path, text] of read)
      if (readTreeFile(tree, path)?.bytes.toString('utf8') !== text && !manifests.some((operation) => operation.path === path))
        problems.push(changed(tree, path));
    const primary = targets[0]?.tree.root ?? tree.root;
    const others = index === 0 ? targets.slice(1).map((other) => relative(tree.root, other.tree.root)) : [];
    const entries = [...steps.files, ...steps.manifests].map(({ entry }) => entry);
    return { tree, ...steps, journal: { id, primary: relative(tree.root, primary), others, folders: missingFolders(tree, entries), entries } };
  });
  if (problems.length > 0) throw new UserError(problems);
  return prepared;
}

function stepOf(tree: Tree, { path, expected, unreadable, after }: Operation, files: readonly Operation[]): Step {
  // A file that gives way to a folder.
  const replaced = files.some((other) => other.after === undefined && path.startsWith(`${other.path}/`));
  const before = replaced && expected === undefined ? undefined : readTreeFile(tree, path);
  if (!unreadable && before?.bytes.toString('utf8') !== expected) throw new UserError([changed(tree, path)]);
  const temporary = `.gitops-app-${randomBytes(8).toString('hex')}.tmp`;
  return {
    before,
    after,
    entry: {
      path,
      temporary,
      before: before === undefined ? null : before.bytes.toString('base64'),
      mode: before === undefined ? null : before.mode,
      after: after === undefined ? null : hashBytes(after),
    },
  };
}

/** Folders that the files need and that are not there. */
function missingFolders(tree: Tree, entries: readonly JournalEntry[]): string[] {
  const missing = new Set<string>();
  for (const { path, before, after } of entries)
    if (before === null && after !== null)
      for (let folder = dirname(path); folder !== '.' && !missing.has(folder) && !isFolder(tree, folder); folder = dirname(folder)) missing.add(folder);
  return [...missing];
}

/** false also where a file stands that is to give way. */
function isFolder(tree: Tree, folder: string): boolean {
  try {
    return enter(tree, folder) !== undefined;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function changed(tree: Tree, path: string): Problem {
  return { code: 'WRITE_FAILED', severity: 'error', message: `${join(tree.root, path)} changed while this ran`, hint: 'Run it again.' };
}

function perform(tree: Tree, { entry, before, after }: Step): void {
  const { path } = entry;
  attempt(tree, path, () => {
    if (after !== undefined) createTreeFile(tree, temporaryOf(entry), { bytes: after, mode: before?.mode });
    if (!sameBytes(readTreeFile(tree, path), before?.bytes)) throw new UserError([changed(tree, path)]);
    if (after !== undefined) return renameTreeFile(tree, temporaryOf(entry), path);
    removeTreeFile(tree, path);
    removeEmptyFolders(tree, dirname(path));
  });
}

/** What the system says, with the path that is meant; the caller adds what became of the rest. */
export function attempt(tree: Tree, path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || error instanceof UserError) throw error;
    const why = (error as Error).message.replace(/,.*/s, '');
    throw new UserError([
      {
        code: 'WRITE_FAILED',
        severity: 'error',
        message: `${join(tree.root, path)} could not be written: ${why}`,
        hint: 'Nothing was changed. Mend the cause and run it again.',
      },
    ]);
  }
}

/** Undoes everything and ends with the error; where even that fails, the journals stay for the next run. */
function giveUp(journals: readonly Prepared[], error: unknown): never {
  const problems = error instanceof UserError ? error.problems : undefined;
  try {
    const kept = journals.flatMap(({ tree, journal }) => undo(tree, journal).kept.map((path) => join(tree.root, path)));
    for (const { tree } of journals) removeJournal(tree);
    for (const path of kept) problems?.push({ code: 'WRITE_FAILED', severity: 'error', message: `${path} is as somebody has just changed it` });
  } catch (failure) {
    const code = systemCode(failure);
    if (problems === undefined || code === undefined) throw error;
    const [first] = problems;
    if (first !== undefined) first.hint = `Not everything could be put back (${code}): mend the cause and run generate, which does the rest.`;
  }
  throw error;
}
