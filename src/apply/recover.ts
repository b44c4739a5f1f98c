import { existsSync, realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { UserError } from '../problems/errors.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { type Journal, journalPath, readJournal, removeJournal } from './journal.ts';
import { lock, unlock } from './lock.ts';
import { closeTree, openTree, syncFolder, type Tree } from './tree.ts';
import { type Undone, undo } from './undo.ts';

/** Ends what interrupted runs left in these repositories and in those that were written together with them. */
export function recover(roots: readonly string[], fs: FileSystem = nodeFileSystem): Undone[] {
  const trees = new Map<string, Tree>();
  try {
    for (const root of roots) lockTree(root, trees, fs);
    // The others of the same runs, known by the same random id alone.
    for (const tree of [...trees.values()]) for (const root of partnersOf(tree)) lockTree(root, trees, fs);
    return settle([...trees.values()]);
  } finally {
    for (const tree of trees.values()) {
      unlock(tree);
      closeTree(tree);
    }
  }
}

function lockTree(root: string, trees: Map<string, Tree>, fs: FileSystem): void {
  if (!existsSync(root)) return;
  const real = realpathSync(root);
  if (trees.has(real)) return;
  const tree = openTree(root, fs);
  lock(tree);
  trees.set(real, tree);
}

/** Roots that stand in the journal of a tree and hold a journal of the same run. */
function partnersOf(tree: Tree): string[] {
  const journal = readJournal(tree);
  if (journal === undefined || journal === 'incomplete') return [];
  const named = journal.primary === '' ? journal.others : [journal.primary];
  return named.map((path) => resolve(tree.root, path)).filter((root) => holdsJournal(root, journal.id, tree.fs));
}

function holdsJournal(root: string, id: string, fs: FileSystem): boolean {
  if (!existsSync(`${root}/${journalPath}`)) return false;
  const tree = openTree(root, fs);
  try {
    const journal = readJournal(tree);
    return journal !== undefined && journal !== 'incomplete' && journal.id === id;
  } finally {
    closeTree(tree);
  }
}

/** Ends every run whose journals stand in trees that are locked. */
export function settle(trees: readonly Tree[]): Undone[] {
  const found = trees.flatMap((tree) => {
    const journal = readJournal(tree);
    // Nothing else was written yet.
    if (journal === 'incomplete') removeJournal(tree);
    return journal === undefined || journal === 'incomplete' ? [] : [{ tree, journal }];
  });
  const undone: Undone[] = [];
  for (const { tree, journal } of found.filter(({ journal: { primary } }) => primary === '')) {
    const partners = found.filter((other) => other.tree !== tree && other.journal.id === journal.id);
    for (const each of [{ tree, journal }, ...partners]) undone.push(undo(each.tree, each.journal));
    decide(tree);
    for (const partner of partners) removeJournal(partner.tree);
  }
  // Without the primary's journal everything was done, or nothing was begun.
  for (const { tree, journal } of found.filter(({ journal: { primary } }) => primary !== '')) {
    refuseDoubt(tree, journal);
    removeJournal(tree);
  }
  return undone;
}

/** The primary's journal goes first, and for good: what the others do follows from it. */
export function decide(primary: Tree): void {
  removeJournal(primary);
  syncFolder(primary, '.gitops-app');
}

function refuseDoubt(tree: Tree, { primary }: Journal): void {
  const root = resolve(tree.root, primary);
  if (existsSync(root)) return;
  throw new UserError([
    {
      code: 'RUN_INTERRUPTED',
      severity: 'error',
      message: `an interrupted run wrote to ${tree.root} and to ${relative(process.cwd(), root)}, which is not there any more`,
      hint: `Put that folder back; or restore this repository from Git, delete ${journalPath}, and run it again.`,
    },
  ]);
}
