import { constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../problems/errors.ts';
import { largestFile } from '../workspace/read-text.ts';
import { type FileSystem, systemCode } from './file-system.ts';

const { O_CREAT, O_DIRECTORY = 0, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY, O_WRONLY } = constants;

/** With /proc, an open folder has a path of its own: a link that is added to the original path later is not followed. */
const hasDescriptorPaths = process.platform === 'linux' && existsSync('/proc/self/fd');

/** A repository whose files are read and written without ever following a symbolic link below its root. */
export interface Tree {
  root: string;
  fs: FileSystem;
  /** By path relative to the root; '.' is the root. */
  openFolders: Map<string, { descriptor: number; path: string }>;
}

export interface TreeFile {
  bytes: Buffer;
  /** Permission bits. */
  mode: number;
}

/** The root itself may be a symbolic link, which only the user can have created. */
export function openTree(root: string, fs: FileSystem): Tree {
  return { root, fs, openFolders: new Map() };
}

export function closeTree({ fs, openFolders }: Tree): void {
  for (const { descriptor } of openFolders.values()) fs.close(descriptor);
  openFolders.clear();
}

function unsafePath(tree: Tree, path: string, reason: string): UserError {
  const hint = reason.includes('link')
    ? 'create-gitops-app does not follow symbolic links: move it away, or replace it by a regular file or folder.'
    : 'Move it away and run the command again.';
  return new UserError([{ code: 'PATH_UNSAFE', severity: 'error', message: `${join(tree.root, path)} ${reason}`, hint }]);
}

/** Path that reaches the folder without following links; undefined if it does not exist. `create` creates it. */
export function openFolder(tree: Tree, folder: string, create = false): string | undefined {
  const cached = tree.openFolders.get(folder);
  if (cached !== undefined) return cached.path;
  const { fs, root } = tree;
  const parent = folder === '.' ? undefined : openFolder(tree, dirname(folder), create);
  if (folder !== '.' && parent === undefined) return undefined;
  const path = parent === undefined ? root : `${parent}/${folder.slice(folder.lastIndexOf('/') + 1)}`;
  if (create) makeFolder(fs, path, folder === '.');
  if (!hasDescriptorPaths) {
    if (folder === '.') return existsSync(root) ? root : undefined;
    const status = fs.lstat(path);
    if (status !== undefined && !status.isDirectory()) throw unsafePath(tree, folder, status.isSymbolicLink() ? 'is a symbolic link' : 'is not a folder');
    return status === undefined ? undefined : path;
  }
  try {
    const descriptor = fs.open(path, O_RDONLY | O_DIRECTORY | (folder === '.' ? 0 : O_NOFOLLOW));
    const opened = { descriptor, path: `/proc/self/fd/${descriptor}` };
    tree.openFolders.set(folder, opened);
    return opened.path;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return undefined;
    if (code !== 'ENOTDIR' && code !== 'ELOOP') throw error;
    throw unsafePath(tree, folder, fs.lstat(path)?.isSymbolicLink() === true ? 'is a symbolic link' : 'is not a folder');
  }
}

/** `withParents`: also creates the folders above it. */
function makeFolder(fs: FileSystem, path: string, withParents: boolean): void {
  try {
    fs.makeFolder(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || !withParents || dirname(path) === path) throw error;
    makeFolder(fs, dirname(path), true);
    fs.makeFolder(path);
  }
}

/** Path that reaches a file without following links; undefined if its folder does not exist. */
function pathOf(tree: Tree, path: string, create = false): string | undefined {
  const folder = openFolder(tree, dirname(path), create);
  return folder === undefined ? undefined : `${folder}/${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** Reads a regular file; undefined if it does not exist. */
export function readTreeFile(tree: Tree, path: string): TreeFile | undefined {
  const { fs } = tree;
  const at = pathOf(tree, path);
  if (at === undefined) return undefined;
  const status = fs.lstat(at);
  if (status === undefined) return undefined;
  if (!status.isFile()) throw unsafePath(tree, path, status.isSymbolicLink() ? 'is a symbolic link' : 'is not a file');
  let descriptor: number;
  try {
    descriptor = fs.open(at, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw systemCode(error) === 'ELOOP' ? unsafePath(tree, path, 'is a symbolic link') : error;
  }
  try {
    const opened = fs.stat(descriptor);
    if (!opened.isFile()) throw unsafePath(tree, path, 'is not a file');
    if (opened.size > largestFile) throw unsafePath(tree, path, `is larger than ${largestFile / 1024 / 1024} MiB`);
    return { bytes: fs.read(descriptor), mode: opened.mode & 0o777 };
  } finally {
    fs.close(descriptor);
  }
}

/** Writes a new file; the path must not exist, not even as a link. `sync` flushes it to the disk. */
export function createTreeFile(tree: Tree, path: string, { bytes, mode }: { bytes: Uint8Array; mode?: number | undefined }, sync = false): void {
  const { fs } = tree;
  const descriptor = fs.open(pathOf(tree, path, true) ?? '', O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o644);
  try {
    fs.write(descriptor, bytes);
    if (mode !== undefined) fs.chmod(descriptor, mode);
    if (sync) fs.sync(descriptor);
  } finally {
    fs.close(descriptor);
  }
}

/** Both paths are in one folder. */
export function renameTreeFile(tree: Tree, from: string, to: string): void {
  tree.fs.rename(pathOf(tree, from) ?? '', pathOf(tree, to) ?? '');
}

/** Does nothing if the file does not exist. */
export function removeTreeFile(tree: Tree, path: string): void {
  const at = pathOf(tree, path);
  if (at !== undefined && tree.fs.lstat(at) !== undefined) tree.fs.unlink(at);
}

/** Removes a folder and then its parents in the repository, as long as they are empty; `among`: only these. */
export function removeEmptyFolders(tree: Tree, folder: string, among?: readonly string[]): void {
  if (folder === '.' || among?.includes(folder) === false) return;
  try {
    const at = pathOf(tree, folder);
    if (at === undefined) return;
    tree.fs.removeFolder(at);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return; // not empty
  }
  const opened = tree.openFolders.get(folder);
  if (opened !== undefined) tree.fs.close(opened.descriptor);
  tree.openFolders.delete(folder);
  removeEmptyFolders(tree, dirname(folder), among);
}

/** Flushes the names in a folder to the disk, if the system supports it. */
export function syncFolder(tree: Tree, folder: string): void {
  if (process.platform === 'win32') return;
  const { fs } = tree;
  const path = openFolder(tree, folder);
  if (path === undefined) return;
  const opened = tree.openFolders.get(folder);
  const descriptor = opened?.descriptor ?? fs.open(path, O_RDONLY);
  try {
    fs.sync(descriptor);
  } finally {
    if (opened === undefined) fs.close(descriptor);
  }
}
