import { type Change, isWrite } from '../diff/change.ts';
import { type RepositoryChanges, staleRecords } from '../diff/repository-changes.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { refuseUnsafePath } from '../workspace/paths.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { lock, unlock } from './lock.ts';
import { settle } from './recover.ts';
import { attempt, type Operation, type Target, transact } from './transact.ts';
import { closeTree, largestFile, openTree, type Tree } from './tree.ts';

/** Number of files written and deleted. */
export interface Applied {
  written: number;
  deleted: number;
}

/**
 * Writes the changes of all repositories, or nothing: files first, manifests last. Refuses where a change is refused, a
 * link is in the way, or somebody changed a file since it was compared. A file that is as it should be keeps its time
 * stamp. Where this is killed, the next run undoes it.
 */
export function apply(applications: readonly RepositoryChanges[], fs: FileSystem = nodeFileSystem): Applied {
  const refusals = applications.flatMap(({ changes }) => changes.filter((change) => change.action === 'refuse').map(refusal));
  if (refusals.length > 0) throw new UserError(refusals);
  const targets = targetsOf(applications, fs);
  const locked: Tree[] = [];
  // All of this is synchronous: an interrupt from the keyboard waits until it is done.
  const later = () => {};
  process.once('SIGINT', later);
  try {
    for (const { tree } of targets) {
      attempt(tree, '.gitops-app', () => lock(tree));
      locked.push(tree);
    }
    settle(locked);
    transact(targets);
  } finally {
    process.off('SIGINT', later);
    for (const tree of locked) unlock(tree);
    for (const { tree } of targets) closeTree(tree);
  }
  const operations = targets.flatMap(({ files, manifests }) => [...files, ...manifests]);
  return { written: operations.filter(({ after }) => after !== undefined).length, deleted: operations.filter(({ after }) => after === undefined).length };
}

function refusal({ path, cause, detail }: Change): Problem {
  return { code: 'WRITE_FAILED', severity: 'error', message: `${path} is refused: ${detail ?? cause}` };
}

/** What is written must be read again. */
function refuseLarge(operations: readonly Operation[]): void {
  const most = largestFile / 1024 / 1024;
  const large = operations.flatMap(({ path, after }): Problem[] => {
    if (after === undefined || after.length <= largestFile) return [];
    const message = `${path} would have ${Math.ceil(after.length / 1024 / 1024)} MiB, and no command reads a file of more than ${most}: nothing was written`;
    return [{ code: 'WRITE_FAILED', severity: 'error', message, hint: 'The config describes more than one app can have: give parts of it apps of their own.' }];
  });
  if (large.length > 0) throw new UserError(large);
}

/** The repositories with something to write, the config repository first; several apps and regions of a file are one operation. */
function targetsOf(applications: readonly RepositoryChanges[], fs: FileSystem): Target[] {
  const roots = [...new Set([...applications].sort((a, b) => (a.repository.role < b.repository.role ? 1 : -1)).map(({ repository }) => repository.root))];
  return roots.flatMap((root) => {
    const own = applications.filter(({ repository }) => repository.root === root);
    const read = new Map(own.flatMap(({ repository }) => [...repository.recordTexts]));
    const files = new Map<string, Operation>();
    for (const { path, before, after, cause } of own.flatMap(({ changes }) => changes.filter(isWrite))) {
      const first = files.get(path) ?? { expected: before, unreadable: cause === 'unreadable' };
      files.set(path, { ...first, path, after: after === undefined ? undefined : Buffer.from(after) });
    }
    const manifests = new Map(
      own.flatMap((application) =>
        [...staleRecords(application)].map(([path, text]) => [path, { path, expected: read.get(path), unreadable: false, after: Buffer.from(text) }] as const),
      ),
    );
    for (const path of [...files.keys(), ...manifests.keys()]) refuseUnsafePath(path);
    refuseLarge([...files.values(), ...manifests.values()]);
    if (files.size + manifests.size === 0) return [];
    const sorted = [...files.values()].sort((a, b) => Number(a.after !== undefined) - Number(b.after !== undefined));
    return [{ tree: openTree(root, fs), files: sorted, manifests: [...manifests.values()], read }];
  });
}
