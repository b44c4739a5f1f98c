import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { UserError } from '../problems/errors.ts';
import { systemCode } from './file-system.ts';
import { closeTree, createTreeFile, enter, removeEmptyFolders, removeTreeFile, type Tree } from './tree.ts';

const lockFolder = '.gitops-app';

/** The name says everything, so that a lock is never half written: `lock.<pid>.<host>`. */
const lockName = /^lock\.(\d{1,10})\.(.+)$/;

const host = (hostname() || 'unknown').replace(/[^A-Za-z0-9-]/g, '-');

/** How long to wait for another run, in milliseconds: one takes far less. */
const patience = 2_000;

/**
 * Each run first puts its own lock there and then looks for others, so that of two runs at least one sees the other
 * and steps back. A lock is broken only where this same host says that its process is gone.
 */
export function lock(tree: Tree, mayWait = patience): void {
  const own = `lock.${process.pid}.${host}`;
  for (let waited = 0; ; ) {
    put(tree, `${lockFolder}/${own}`);
    const other = liveLocks(tree).find((name) => name !== own);
    if (other === undefined) return;
    removeTreeFile(tree, `${lockFolder}/${own}`);
    if (waited >= mayWait) throw inProgress(tree, other);
    const pause = randomInt(20, 120);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    waited += pause;
  }
}

function put(tree: Tree, path: string): void {
  // Of this pid there is one run only: what stands there is from a process that had the number before.
  removeTreeFile(tree, path);
  try {
    createTreeFile(tree, path, { bytes: new Uint8Array() });
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    // A run that ended has just removed the empty folder.
    closeTree(tree);
    createTreeFile(tree, path, { bytes: new Uint8Array() });
  }
}

export function unlock(tree: Tree): void {
  removeTreeFile(tree, `${lockFolder}/lock.${process.pid}.${host}`);
  removeEmptyFolders(tree, lockFolder);
}

/** Removes the locks of processes that are gone and names the others. */
function liveLocks(tree: Tree): string[] {
  const folder = enter(tree, lockFolder);
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

function inProgress(tree: Tree, name: string): UserError {
  const [, pid = '', owner = ''] = lockName.exec(name) ?? [];
  return new UserError([
    {
      code: 'RUN_IN_PROGRESS',
      severity: 'error',
      message: `another run (process ${pid} on ${owner}) is writing to ${tree.root}`,
      // After a reboot the number may be another program's.
      hint: `Wait until it has ended. If no run of create-gitops-app has that number${owner === host ? '' : ' there'}, delete ${tree.root}/${lockFolder}/${name} and run it again.`,
    },
  ]);
}
