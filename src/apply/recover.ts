import { existsSync, realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { UserError } from '../problems/errors.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { type Journal, journalPath, readJournal, removeJournal } from './journal.ts';
import { lock, unlock } from './lock.ts';
import { type RollbackResult, rollBack } from './roll-back.ts';
import { closeTree, openTree, syncFolder, type Tree } from './tree.ts';

/** Rolls back interrupted runs in these repositories, and in the other repositories that those runs wrote. */
export function recover(roots: readonly string[], fs: FileSystem = nodeFileSystem): RollbackResult[] {
  const trees = new Map<string, Tree>();
  try {
    for (const root of roots) lockTree(root, trees, fs);
    // The other repositories of the same runs, identified by their random id.
    for (const tree of [...trees.values()]) for (const root of partnersOf(tree)) lockTree(root, trees, fs);
    return rollBackInterrupted([...trees.values()]);
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

/** Roots that the journal of a tree names and that have a journal of the same run. */
function partnersOf(tree: Tree): string[] {
  const journal = readJournal(tree);
  if (journal === undefined || journal === 'incomplete') return [];
  const paths = journal.primary === '' ? journal.others : [journal.primary];
  return paths.map((path) => resolve(tree.root, path)).filter((root) => hasJournal(root, journal.id, tree.fs));
}

function hasJournal(root: string, id: string, fs: FileSystem): boolean {
  if (!existsSync(`${root}/${journalPath}`)) return false;
  const tree = openTree(root, fs);
  try {
    const journal = readJournal(tree);
    return journal !== undefined && journal !== 'incomplete' && journal.id === id;
  } finally {
    closeTree(tree);
  }
}

/** Rolls back, or completes, every run that has a journal in one of these locked trees. */
export function rollBackInterrupted(trees: readonly Tree[]): RollbackResult[] {
  const journals = trees.flatMap((tree) => {
    const journal = readJournal(tree);
    // The run has written nothing else yet.
    if (journal === 'incomplete') removeJournal(tree);
    return journal === undefined || journal === 'incomplete' ? [] : [{ tree, journal }];
  });
  const results: RollbackResult[] = [];
  for (const { tree, journal } of journals.filter(({ journal: { primary } }) => primary === '')) {
    const partners = journals.filter((other) => other.tree !== tree && other.journal.id === journal.id);
    for (const each of [{ tree, journal }, ...partners]) results.push(rollBack(each.tree, each.journal));
    commit(tree);
    for (const partner of partners) removeJournal(partner.tree);
  }
  // Without the primary's journal, the run is complete or has not begun.
  for (const { tree, journal } of journals.filter(({ journal: { primary } }) => primary !== '')) {
    assertPrimaryExists(tree, journal);
    removeJournal(tree);
  }
  return results;
}

/** Removing the primary's journal ends a run in all repositories, so the removal must reach the disk first. */
export function commit(primary: Tree): void {
  removeJournal(primary);
  syncFolder(primary, '.gitops-app');
}

function assertPrimaryExists(tree: Tree, { primary }: Journal): void {
  const root = resolve(tree.root, primary);
  if (existsSync(root)) return;
  throw new UserError([
    {
      code: 'RUN_INTERRUPTED',
      severity: 'error',
      message: `an interrupted run wrote to ${tree.root} and to ${relative(process.cwd(), root)}, which no longer exists`,
      hint: `Restore that folder; or restore this repository from Git, delete ${journalPath}, and run it again.`,
    },
  ]);
}
