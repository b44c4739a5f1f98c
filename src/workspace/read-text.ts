import { isUtf8 } from 'node:buffer';
import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readFileSync, readlinkSync, readSync, realpathSync } from 'node:fs';

/** There is something, but not a text that may be read: the message says what it is. */
export class UnreadableError extends Error {
  /** true: a plain file of other bytes, which may be written over. */
  readonly replaceable: boolean;
  /** The link in the way, where the file lies behind one; relative to the repository. */
  readonly link: string | undefined;
  constructor(message: string, { replaceable = false, link }: { replaceable?: boolean; link?: string } = {}) {
    super(message);
    this.replaceable = replaceable;
    this.link = link;
  }
}

/** Largest file that is read, in bytes: more than anything that is generated, and no danger to memory. */
const largestFile = 16 * 1024 * 1024;

const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants;

/**
 * The text of a file of the repository; undefined where there is none. Nothing outside the root is ever read, whatever
 * links stand below it and whenever they are put there.
 *
 * @throws UnreadableError where it is no plain file in UTF-8
 */
export function readText(root: string, path: string): string | undefined {
  // Joining would normalize once more what is a plain path.
  const file = `${root}/${path}`;
  let descriptor: number;
  try {
    descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      // Behind a link there is something, which is not ours to judge.
      refuseLinkedFolders(root, path);
      return undefined;
    }
    const reason = reasons[code];
    if (reason === undefined) throw error;
    throw new UnreadableError(reason);
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw new UnreadableError(status.isDirectory() ? 'is a folder, not a file' : 'is not a file');
    refuseLinks(root, path, descriptor);
    if (status.size > largestFile) throw new UnreadableError(`is larger than ${largestFile / 1024 / 1024} MiB`);
    // Reading as text at once is twice as fast; what is no UTF-8 leaves a mark, which a file may also hold by itself.
    const text = readFileSync(descriptor, 'utf8');
    if (text.includes('\ufffd') && !isUtf8(bytesOf(descriptor, status.size))) throw new UnreadableError('is not UTF-8', { replaceable: true });
    return text;
  } finally {
    closeSync(descriptor);
  }
}

function bytesOf(descriptor: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, size, 0));
}

const reasons: Record<string, string> = {
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  ELOOP: 'is a symbolic link',
  EMLINK: 'is a symbolic link',
  ENXIO: 'is not a file',
};

const realRoots = new Map<string, string>();
const namesDescriptors = process.platform === 'linux' && existsSync('/proc/self/fd');

/** The kernel knows where an open file lies; without its help, every folder on the way is looked at. */
function refuseLinks(root: string, path: string, descriptor: number): void {
  if (!namesDescriptors) {
    refuseLinkedFolders(root, path);
    return;
  }
  const real = realRoots.get(root) ?? realpathSync(root).replace(/\/$/, '');
  realRoots.set(root, real);
  const lies = readlinkSync(`/proc/self/fd/${descriptor}`);
  // Another run may replace it at any time: what was opened did lie there.
  if (lies === `${real}/${path}` || lies === `${real}/${path} (deleted)`) return;
  refuseLinkedFolders(root, path);
  throw new UnreadableError('was moved while it was read');
}

function refuseLinkedFolders(root: string, path: string): void {
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth++) {
    const name = parts.slice(0, depth).join('/');
    const status = lstatSync(`${root}/${name}`, { throwIfNoEntry: false });
    if (status?.isSymbolicLink() === true)
      throw name === path
        ? new UnreadableError('is a symbolic link')
        : new UnreadableError(`lies behind a symbolic link: ${name} is a symbolic link`, { link: name });
    if (status?.isDirectory() !== true) return;
  }
}
