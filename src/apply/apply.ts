import { type Change, isWrite } from '../diff/change.ts';
import { outdatedRecords, type RepositoryChanges } from '../diff/repository-changes.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { assertSafePath } from '../workspace/paths.ts';
import { largestFile } from '../workspace/read-text.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { lock, unlock } from './lock.ts';
import { rollBackInterrupted } from './recover.ts';
import { type Operation, reportPath, type Target, transact } from './transact.ts';
import { closeTree, openTree, type Tree } from './tree.ts';

/** Number of files written and deleted. */
export interface Applied {
  written: number;
  deleted: number;
}

/**
 * Writes the changes of all repositories, or nothing: files first, records last. Throws if a change is refused, if a
 * symbolic link is in the way, or if somebody changed a file since the diff. Does not touch files that are up to date. If
 * this is killed, the next run rolls it back.
 */
export function apply(allChanges: readonly RepositoryChanges[], fs: FileSystem = nodeFileSystem): Applied {
  const refusals = allChanges.flatMap(({ changes }) => changes.filter((change) => change.action === 'refuse').map(refusalProblem));
  if (refusals.length > 0) throw new UserError(refusals);
  const targets = targetsOf(allChanges, fs);
  const lockedTrees: Tree[] = [];
  // This is synchronous: with a listener, Ctrl-C takes effect only when it is done.
  const ignoreInterrupt = () => {};
  process.once('SIGINT', ignoreInterrupt);
  try {
    for (const { tree } of targets) {
      reportPath(tree, '.gitops-app', () => lock(tree));
      lockedTrees.push(tree);
    }
    rollBackInterrupted(lockedTrees);
    transact(targets);
  } finally {
    process.off('SIGINT', ignoreInterrupt);
    for (const tree of lockedTrees) unlock(tree);
    for (const { tree } of targets) closeTree(tree);
  }
  const operations = targets.flatMap(({ files, records }) => [...files, ...records]);
  return { written: operations.filter(({ after }) => after !== undefined).length, deleted: operations.filter(({ after }) => after === undefined).length };
}

function refusalProblem({ path, cause, detail }: Change): Problem {
  return { code: 'WRITE_FAILED', severity: 'error', message: `${path} is refused: ${detail ?? cause}` };
}

/** Every file that is written must be readable again. */
function assertReadableSize(operations: readonly Operation[]): void {
  const limit = largestFile / 1024 / 1024;
  const problems = operations.flatMap(({ path, after }): Problem[] => {
    if (after === undefined || after.length <= largestFile) return [];
    const message = `${path} would be ${Math.ceil(after.length / 1024 / 1024)} MiB, and the limit is ${limit} MiB: nothing was written`;
    return [{ code: 'WRITE_FAILED', severity: 'error', message, hint: 'The config is too large for one app: split it into several apps.' }];
  });
  if (problems.length > 0) throw new UserError(problems);
}

/** The repositories that change, the config repository first. Changes of several apps or regions to one file are one operation. */
function targetsOf(allChanges: readonly RepositoryChanges[], fs: FileSystem): Target[] {
  const roots = [...new Set([...allChanges].sort((a, b) => (a.repository.role < b.repository.role ? 1 : -1)).map(({ repository }) => repository.root))];
  return roots.flatMap((root) => {
    const changesInRoot = allChanges.filter(({ repository }) => repository.root === root);
    const recordTexts = new Map(changesInRoot.flatMap(({ repository }) => [...repository.recordTexts]));
    const files = new Map<string, Operation>();
    for (const { path, before, after, cause } of changesInRoot.flatMap(({ changes }) => changes.filter(isWrite))) {
      const first = files.get(path) ?? { expected: before, unreadable: cause === 'unreadable' };
      files.set(path, { ...first, path, after: after === undefined ? undefined : Buffer.from(after) });
    }
    const records = new Map(
      changesInRoot.flatMap((repositoryChanges) =>
        [...outdatedRecords(repositoryChanges)].map(
          ([path, text]) => [path, { path, expected: recordTexts.get(path), unreadable: false, after: Buffer.from(text) }] as const,
        ),
      ),
    );
    for (const path of [...files.keys(), ...records.keys()]) assertSafePath(path);
    assertReadableSize([...files.values(), ...records.values()]);
    if (files.size + records.size === 0) return [];
    const deletionsFirst = [...files.values()].sort((a, b) => Number(a.after !== undefined) - Number(b.after !== undefined));
    return [{ tree: openTree(root, fs), files: deletionsFirst, records: [...records.values()], recordTexts }];
  });
}
