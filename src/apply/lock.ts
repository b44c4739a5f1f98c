import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { UserError } from '../problems/errors.ts';
import { systemCode } from './file-system.ts';
import { closeTree, createTreeFile, openFolder, removeEmptyFolders, removeTreeFile, type Tree } from './tree.ts';

const lockFolder = '.gitops-app';

/** The name holds all data, so a lock is never half written: `lock.<pid>.<host>`. */
const lockName = /^lock\.(\d{1,10})\.(.+)$/;

const host = (hostname() || 'unknown').replace(/[^A-Za-z0-9-]/g, '-');

/** How long to wait for another run, in milliseconds: a run takes far less. */
const lockTimeout = 2_000;

/**
 * A run creates its own lock before it looks for others, so that of two runs at least one sees the other and waits. A lock
 * is broken only if it is of this host and its process no longer exists.
 */
export function lock(tree: Tree, timeout = lockTimeout): void {
  const own = `lock.${process.pid}.${host}`;
  for (let waited = 0; ; ) {
    createLock(tree, `${lockFolder}/${own}`);
    const other = liveLocks(tree).find((name) => name !== own);
    if (other === undefined) return;
    removeTreeFile(tree, `${lockFolder}/${own}`);
    if (waited >= timeout) throw runInProgress(tree, other);
    const pause = randomInt(20, 120);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    waited += pause;
  }
}

function createLock(tree: Tree, path: string): void {
  // An existing lock with this pid is of an earlier process that had the same pid.
  removeTreeFile(tree, path);
  try {
    createTreeFile(tree, path, { bytes: new Uint8Array() });
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    // Another run has just removed the empty folder.
    closeTree(tree);
    createTreeFile(tree, path, { bytes: new Uint8Array() });
  }
}

export function unlock(tree: Tree): void {
  removeTreeFile(tree, `${lockFolder}/lock.${process.pid}.${host}`);
  removeEmptyFolders(tree, lockFolder);
}

/** Removes the locks of processes that no longer exist and returns the others. */
function liveLocks(tree: Tree): string[] {
  const folder = openFolder(tree, lockFolder);
  if (folder === undefined) return [];
  return tree.fs.list(folder).filter((name) => {
    const [, pid, owner] = lockName.exec(name) ?? [];
    if (pid === undefined) return false;
    if (owner !== host || isRunning(Number(pid))) return true;
    removeTreeFile(tree, `${lockFolder}/${name}`);
    return false;
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

function runInProgress(tree: Tree, name: string): UserError {
  const [, pid = '', owner = ''] = lockName.exec(name) ?? [];
  return new UserError([
    {
      code: 'RUN_IN_PROGRESS',
      severity: 'error',
      message: `another run (process ${pid} on ${owner}) is writing to ${tree.root}`,
      // After a reboot, another program may have the pid.
      hint: `Wait until it has ended. If that process is not a run of create-gitops-app, delete ${tree.root}/${lockFolder}/${name} and run it again.`,
    },
  ]);
}
