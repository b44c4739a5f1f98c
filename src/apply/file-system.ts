import * as fs from 'node:fs';

/**
 * The system calls of a transaction. Tests replace it to fail or stop at a call.
 */
export interface FileSystem {
  open: (path: string, flags: number, mode?: number) => number;
  read: (descriptor: number) => Buffer;
  write: (descriptor: number, bytes: Uint8Array) => void;
  stat: (descriptor: number) => fs.Stats;
  chmod: (descriptor: number, mode: number) => void;
  sync: (descriptor: number) => void;
  close: (descriptor: number) => void;
  /** undefined: the path does not exist. */
  lstat: (path: string) => fs.Stats | undefined;
  list: (path: string) => string[];
  rename: (from: string, to: string) => void;
  unlink: (path: string) => void;
  makeFolder: (path: string) => void;
  removeFolder: (path: string) => void;
}

export const nodeFileSystem: FileSystem = {
  open: fs.openSync,
  read: (descriptor) => fs.readFileSync(descriptor),
  write: fs.writeFileSync,
  stat: (descriptor) => fs.fstatSync(descriptor),
  chmod: fs.fchmodSync,
  sync: fs.fsyncSync,
  close: fs.closeSync,
  lstat: (path) => fs.lstatSync(path, { throwIfNoEntry: false }),
  list: (path) => fs.readdirSync(path),
  rename: fs.renameSync,
  unlink: fs.unlinkSync,
  makeFolder: (path) => fs.mkdirSync(path),
  removeFolder: (path) => fs.rmdirSync(path),
};

/** Code of a system error, such as ENOENT; undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
