import { writeSync } from 'node:fs';

/**
 * Writes all of a text to standard output (1) or standard error (2) before it returns. `process.stdout` would have to be
 * made first, which is as dear as comparing a whole project, and may lose what a pipe has not taken when the process ends.
 */
export function write(descriptor: 1 | 2, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A reader that has enough (head, less) closes the pipe: no fault of anybody's.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      // A slow reader of a pipe that does not block.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
