import { writeSync } from 'node:fs';
import { UserError } from '../problems/errors.ts';

/**
 * Writes all of a text to standard output (1) or standard error (2) before it returns. `process.stdout` would have to be
 * made first, which is as dear as comparing a whole project, and may lose what a pipe has not taken when the process ends.
 * @throws UserError where standard output takes no more, as on a full disk; where standard error does, nobody can be told.
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
      if (code !== 'EAGAIN') {
        if (descriptor === 2) return;
        const message = `standard output could not be written: ${(error as Error).message.replace(/, write$/, '')}`;
        throw new UserError([{ code: 'WRITE_FAILED', severity: 'error', message }]);
      }
      // A slow reader of a pipe that does not block.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
