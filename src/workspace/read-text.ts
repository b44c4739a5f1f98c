import { isUtf8 } from 'node:buffer';
import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readFileSync, readlinkSync, readSync, realpathSync } from 'node:fs';

/** Something exists at the path, but it is not a readable text. The message is a predicate: 'is a symbolic link'. */
export class UnreadableError extends Error {
  /** true: a regular file with other bytes, which may be overwritten. */
  readonly replaceable: boolean;
  /** Path of the symbolic link that the file is behind, relative to the repository. */
  readonly link: string | undefined;
  constructor(message: string, { replaceable = false, link }: { replaceable?: boolean; link?: string } = {}) {
    super(message);
    this.replaceable = replaceable;
    this.link = link;
  }
}

/** Size limit of a file in bytes: above every generated file, and small enough for memory. */
export const largestFile = 16 * 1024 * 1024;

const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants;

/**
 * The text of a file of the repository; undefined if it does not exist. Never reads outside the root, even if somebody
 * adds a link while this runs.
 *
 * @throws UnreadableError if it is not a regular file in UTF-8
 */
export function readText(root: string, path: string): string | undefined {
  // Not join(), which would normalize a path that is already normal.
  const file = `${root}/${path}`;
  let descriptor: number;
  try {
    descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      // Behind a link the file may exist: it is not missing.
      assertNoLinkedFolder(root, path);
      return undefined;
    }
    const reason = reasons[code];
    if (reason === undefined) throw error;
    throw new UnreadableError(reason);
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw new UnreadableError(status.isDirectory() ? 'is a folder, not a file' : 'is not a file');
    assertNoLink(root, path, descriptor);
    if (status.size > largestFile) throw new UnreadableError(`is larger than ${largestFile / 1024 / 1024} MiB`);
    // Decoding at once is twice as fast. Invalid UTF-8 becomes U+FFFD, which a file may also contain itself.
    const text = readFileSync(descriptor, 'utf8');
    if (text.includes('\ufffd') && !isUtf8(readBytes(descriptor, status.size))) throw new UnreadableError('is not UTF-8', { replaceable: true });
    return text;
  } finally {
    closeSync(descriptor);
  }
}

function readBytes(descriptor: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, size, 0));
}

const reasons: Record<string, string> = {
  EISDIR: 'is a folder, not a file',
  EACCES: 'is not readable (permission denied)',
  EPERM: 'is not readable (permission denied)',
  ELOOP: 'is a symbolic link',
  EMLINK: 'is a symbolic link',
  ENXIO: 'is not a file',
};

const realRoots = new Map<string, string>();
const hasDescriptorPaths = process.platform === 'linux' && existsSync('/proc/self/fd');

/** Asks the kernel for the path of the open file; without /proc, checks every folder on the path. */
function assertNoLink(root: string, path: string, descriptor: number): void {
  if (!hasDescriptorPaths) {
    assertNoLinkedFolder(root, path);
    return;
  }
  const real = realRoots.get(root) ?? realpathSync(root).replace(/\/$/, '');
  realRoots.set(root, real);
  const actual = readlinkSync(`/proc/self/fd/${descriptor}`);
  // Another run may replace the file at any time: the opened one was at this path.
  if (actual === `${real}/${path}` || actual === `${real}/${path} (deleted)`) return;
  assertNoLinkedFolder(root, path);
  throw new UnreadableError('was moved while it was read');
}

function assertNoLinkedFolder(root: string, path: string): void {
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const name = parts.slice(0, depth).join('/');
    const status = lstatSync(`${root}/${name}`, { throwIfNoEntry: false });
    if (status?.isSymbolicLink() === true)
      throw name === path ? new UnreadableError('is a symbolic link') : new UnreadableError(`is behind a symbolic link: ${name}`, { link: name });
    if (status?.isDirectory() !== true) return;
  }
}
