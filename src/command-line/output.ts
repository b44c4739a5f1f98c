import { writeSync } from 'node:fs';
import { UserError } from '../problems/errors.ts';

/**
 * Writes a text to standard output (1) or standard error (2) synchronously. Creating `process.stdout` takes as long as a
 * whole check, and it may lose output if the process exits before a pipe is read.
 * @throws UserError if standard output cannot be written, as on a full disk; errors of standard error cannot be reported.
 */
export function write(descriptor: 1 | 2, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A reader such as head has closed the pipe: not an error.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') {
        if (descriptor === 2) return;
        const message = `standard output could not be written: ${(error as Error).message.replace(/, write$/, '')}`;
        throw new UserError([{ code: 'WRITE_FAILED', severity: 'error', message }]);
      }
      // A non-blocking pipe with a slow reader.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
