import { constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../problems/errors.ts';
import { type FileSystem, systemCode } from './file-system.ts';

const { O_CREAT, O_DIRECTORY = 0, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY, O_WRONLY } = constants;

/** Where the kernel gives an open folder a path, a name behind it cannot lead through a link that was put there later. */
const anchored = process.platform === 'linux' && existsSync('/proc/self/fd');

/** Largest file that is read, in bytes: more than anything that is generated, and no danger to memory. */
export const largestFile = 16 * 1024 * 1024;

/** A repository whose files are read and written without ever following a symbolic link below its root. */
export interface Tree {
  root: string;
  fs: FileSystem;
  /** Folders that are open, by their path relative to the root; '.' is the root. */
  open: Map<string, { descriptor: number; path: string }>;
}

export interface TreeFile {
  bytes: Buffer;
  /** Permission bits. */
  mode: number;
}

/** The root itself may be a link: that is the user's own affair. */
export function openTree(root: string, fs: FileSystem): Tree {
  return { root, fs, open: new Map() };
}

export function closeTree({ fs, open }: Tree): void {
  for (const { descriptor } of open.values()) fs.close(descriptor);
  open.clear();
}

function unsafe(tree: Tree, path: string, what: string): UserError {
  const hint = what.includes('link')
    ? 'Nothing is read or written through a link: move it away, or make it a plain file or folder.'
    : 'Move it away and run it again.';
  return new UserError([{ code: 'PATH_UNSAFE', severity: 'error', message: `${join(tree.root, path)} ${what}`, hint }]);
}

/** What to put before a name to reach a file of the folder; undefined where there is none. `make` creates it. */
export function enter(tree: Tree, folder: string, make = false): string | undefined {
  const known = tree.open.get(folder);
  if (known !== undefined) return known.path;
  const { fs, root } = tree;
  const parent = folder === '.' ? undefined : enter(tree, dirname(folder), make);
  if (folder !== '.' && parent === undefined) return undefined;
  const path = parent === undefined ? root : `${parent}/${folder.slice(folder.lastIndexOf('/') + 1)}`;
  if (make) makeFolder(fs, path, folder === '.');
  if (!anchored) {
    if (folder === '.') return existsSync(root) ? root : undefined;
    const status = fs.lstat(path);
    if (status !== undefined && !status.isDirectory()) throw unsafe(tree, folder, status.isSymbolicLink() ? 'is a symbolic link' : 'is not a folder');
    return status === undefined ? undefined : path;
  }
  try {
    const descriptor = fs.open(path, O_RDONLY | O_DIRECTORY | (folder === '.' ? 0 : O_NOFOLLOW));
    const anchor = { descriptor, path: `/proc/self/fd/${descriptor}` };
    tree.open.set(folder, anchor);
    return anchor.path;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return undefined;
    if (code !== 'ENOTDIR' && code !== 'ELOOP') throw error;
    throw unsafe(tree, folder, fs.lstat(path)?.isSymbolicLink() === true ? 'is a symbolic link' : 'is not a folder');
  }
}

function makeFolder(fs: FileSystem, path: string, above: boolean): void {
  try {
    fs.makeFolder(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || !above || dirname(path) === path) throw error;
    makeFolder(fs, dirname(path), true);
    fs.makeFolder(path);
  }
}

function place(tree: Tree, path: string, make = false): string | undefined {
  const folder = enter(tree, dirname(path), make);
  return folder === undefined ? undefined : `${folder}/${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** A plain file; undefined where there is none. */
export function readTreeFile(tree: Tree, path: string): TreeFile | undefined {
  const { fs } = tree;
  const at = place(tree, path);
  if (at === undefined) return undefined;
  const status = fs.lstat(at);
  if (status === undefined) return undefined;
  if (!status.isFile()) throw unsafe(tree, path, status.isSymbolicLink() ? 'is a symbolic link' : 'is not a file');
  let descriptor: number;
  try {
    descriptor = fs.open(at, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw systemCode(error) === 'ELOOP' ? unsafe(tree, path, 'is a symbolic link') : error;
  }
  try {
    const opened = fs.stat(descriptor);
    if (!opened.isFile()) throw unsafe(tree, path, 'is not a file');
    if (opened.size > largestFile) throw unsafe(tree, path, `is larger than ${largestFile / 1024 / 1024} MiB`);
    return { bytes: fs.read(descriptor), mode: opened.mode & 0o777 };
  } finally {
    fs.close(descriptor);
  }
}

/** Writes a new file; there must be nothing, not even a link. `sync` brings it to the disk before it returns. */
export function createTreeFile(tree: Tree, path: string, { bytes, mode }: { bytes: Uint8Array; mode?: number | undefined }, sync = false): void {
  const { fs } = tree;
  const descriptor = fs.open(place(tree, path, true) ?? '', O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o644);
  try {
    fs.write(descriptor, bytes);
    if (mode !== undefined) fs.chmod(descriptor, mode);
    if (sync) fs.sync(descriptor);
  } finally {
    fs.close(descriptor);
  }
}

/** Both are in one folder. */
export function renameTreeFile(tree: Tree, from: string, to: string): void {
  tree.fs.rename(place(tree, from) ?? '', place(tree, to) ?? '');
}

/** No error where there is none. */
export function removeTreeFile(tree: Tree, path: string): void {
  const at = place(tree, path);
  if (at !== undefined && tree.fs.lstat(at) !== undefined) tree.fs.unlink(at);
}

/** Removes a folder where it is empty, then those above it in the repository; `among`: only these. */
export function removeEmptyFolders(tree: Tree, folder: string, among?: readonly string[]): void {
  if (folder === '.' || among?.includes(folder) === false) return;
  try {
    const at = place(tree, folder);
    if (at === undefined) return;
    tree.fs.removeFolder(at);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return; // not empty
  }
  const open = tree.open.get(folder);
  if (open !== undefined) tree.fs.close(open.descriptor);
  tree.open.delete(folder);
  removeEmptyFolders(tree, dirname(folder), among);
}

/** Brings the names in a folder to the disk, where the system can. */
export function syncFolder(tree: Tree, folder: string): void {
  if (process.platform === 'win32') return;
  const { fs } = tree;
  const path = enter(tree, folder);
  if (path === undefined) return;
  const open = tree.open.get(folder);
  const descriptor = open?.descriptor ?? fs.open(path, O_RDONLY);
  try {
    fs.sync(descriptor);
  } finally {
    if (open === undefined) fs.close(descriptor);
  }
}
