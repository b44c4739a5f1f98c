import { randomBytes } from 'node:crypto';
import { dirname, join, relative } from 'node:path';
import { type Problem, UserError } from '../problems/errors.ts';
import { systemCode } from './file-system.ts';
import { hashBytes, type Journal, type JournalEntry, journalPath, removeJournal, writeJournal } from './journal.ts';
import { commit } from './recover.ts';
import { rollBack, sameBytes, temporaryOf } from './roll-back.ts';
import { createTreeFile, openFolder, readTreeFile, removeEmptyFolders, removeTreeFile, renameTreeFile, syncFolder, type Tree, type TreeFile } from './tree.ts';

/** One file to write or delete. */
export interface Operation {
  path: string;
  /** Text at the time of the diff; undefined: no file. */
  expected: string | undefined;
  /** true: the file could not be read as text, and is replaced. */
  unreadable: boolean;
  /** undefined: the file is deleted. */
  after: Buffer | undefined;
}

/** One repository of a run. */
export interface Target {
  tree: Tree;
  /** Deletions first, so that a folder can take the place of a file. */
  files: Operation[];
  records: Operation[];
  /** The records at the time of the diff: they show whether another run has written since. */
  recordTexts: ReadonlyMap<string, string | undefined>;
}

/** Carries out all operations in all repositories, or none. The repositories are locked; the first is the primary. */
export function transact(targets: readonly Target[]): void {
  const transactions = prepare(targets);
  const [primary] = transactions;
  if (primary === undefined) return;
  try {
    // The primary's journal is written last and removed first, because it decides for all.
    for (const { tree, journal } of transactions.toReversed())
      reportPath(tree, journalPath, () => {
        writeJournal(tree, journal);
        syncFolder(tree, '.gitops-app');
      });
    for (const kind of ['files', 'records'] as const)
      for (const transaction of transactions) for (const step of transaction[kind]) execute(transaction.tree, step);
    for (const { tree, journal } of transactions)
      for (const folder of new Set(journal.entries.map(({ path }) => dirname(path)))) reportPath(tree, folder, () => syncFolder(tree, folder));
    commit(primary.tree);
  } catch (error) {
    rollBackAll(transactions, error);
  }
  for (const { tree } of transactions.slice(1)) removeJournal(tree);
}

interface Step {
  entry: JournalEntry;
  before: TreeFile | undefined;
  after: Buffer | undefined;
}

interface Transaction {
  tree: Tree;
  journal: Journal;
  files: Step[];
  records: Step[];
}

/** Reads the files again. Rejects symbolic links, and files that somebody changed since the diff. */
function prepare(targets: readonly Target[]): Transaction[] {
  const id = randomBytes(16).toString('hex');
  const problems: Problem[] = [];
  const transactions = targets.map(({ tree, files, records, recordTexts }, index): Transaction => {
    const prepareStep = (operation: Operation): Step[] => {
      try {
        return [createStep(tree, operation, files)];
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        // One link may be above several files.
        problems.push(...error.problems.filter(({ message }) => !problems.some((other) => other.message === message)));
        return [];
      }
    };
    const steps = { files: files.flatMap(prepareStep), records: records.flatMap(prepareStep) };
    for (const [path, text] of recordTexts)
      if (readTreeFile(tree, path)?.bytes.toString('utf8') !== text && !records.some((operation) => operation.path === path))
        problems.push(changedMeanwhile(tree, path));
    const primary = targets[0]?.tree.root ?? tree.root;
    const others = index === 0 ? targets.slice(1).map((other) => relative(tree.root, other.tree.root)) : [];
    const entries = [...steps.files, ...steps.records].map(({ entry }) => entry);
    return { tree, ...steps, journal: { id, primary: relative(tree.root, primary), others, folders: missingFolders(tree, entries), entries } };
  });
  if (problems.length > 0) throw new UserError(problems);
  return transactions;
}

function createStep(tree: Tree, { path, expected, unreadable, after }: Operation, files: readonly Operation[]): Step {
  // A file that is replaced by a folder.
  const replacesFile = files.some((other) => other.after === undefined && path.startsWith(`${other.path}/`));
  const before = replacesFile && expected === undefined ? undefined : readTreeFile(tree, path);
  if (!unreadable && before?.bytes.toString('utf8') !== expected) throw new UserError([changedMeanwhile(tree, path)]);
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

/** Folders that the run has to create. */
function missingFolders(tree: Tree, entries: readonly JournalEntry[]): string[] {
  const missing = new Set<string>();
  for (const { path, before, after } of entries)
    if (before === null && after !== null)
      for (let folder = dirname(path); folder !== '.' && !missing.has(folder) && !isFolder(tree, folder); folder = dirname(folder)) missing.add(folder);
  return [...missing];
}

/** false also for a file that will be replaced by the folder. */
function isFolder(tree: Tree, folder: string): boolean {
  try {
    return openFolder(tree, folder) !== undefined;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function changedMeanwhile(tree: Tree, path: string): Problem {
  return { code: 'WRITE_FAILED', severity: 'error', message: `${join(tree.root, path)} was changed during this run`, hint: 'Run the command again.' };
}

function execute(tree: Tree, { entry, before, after }: Step): void {
  const { path } = entry;
  reportPath(tree, path, () => {
    if (after !== undefined) createTreeFile(tree, temporaryOf(entry), { bytes: after, mode: before?.mode });
    if (!sameBytes(readTreeFile(tree, path), before?.bytes)) throw new UserError([changedMeanwhile(tree, path)]);
    if (after !== undefined) return renameTreeFile(tree, temporaryOf(entry), path);
    removeTreeFile(tree, path);
    removeEmptyFolders(tree, dirname(path));
  });
}

/** Turns a system error into a problem that names the path. */
export function reportPath(tree: Tree, path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || error instanceof UserError) throw error;
    const reason = (error as Error).message.replace(/,.*/s, '');
    throw new UserError([
      {
        code: 'WRITE_FAILED',
        severity: 'error',
        message: `${join(tree.root, path)} could not be written: ${reason}`,
        hint: 'Nothing was changed. Fix the cause and run the command again.',
      },
    ]);
  }
}

/** Rolls everything back and throws the error. If the rollback fails, the journals stay for the next run. */
function rollBackAll(transactions: readonly Transaction[], error: unknown): never {
  const problems = error instanceof UserError ? error.problems : undefined;
  try {
    const skipped = transactions.flatMap(({ tree, journal }) => rollBack(tree, journal).skipped.map((path) => join(tree.root, path)));
    for (const { tree } of transactions) removeJournal(tree);
    for (const path of skipped)
      problems?.push({ code: 'WRITE_FAILED', severity: 'error', message: `${path} was changed by somebody else during this run, and is left unchanged` });
  } catch (failure) {
    const code = systemCode(failure);
    if (problems === undefined || code === undefined) throw error;
    const [first] = problems;
    if (first !== undefined) first.hint = `The rollback is incomplete (${code}): fix the cause and run generate, which completes it.`;
  }
  throw error;
}
