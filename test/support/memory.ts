/** A folder for temporary files in memory: tests flush thousands of files, and nobody reads them after a loss of power. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const memory = '/dev/shm';
const gibibyte = 2 ** 30;

/** undefined: there is none, it is small, as in a container, or no program may run in it. */
export function folderInMemory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize < 2 * gibibyte) return undefined;
    const folder = mkdtempSync(join(memory, 'probe-'));
    try {
      const program = join(folder, 'program');
      writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
      execFileSync(program);
    } finally {
      rmSync(folder, { recursive: true });
    }
    return memory;
  } catch {
    return undefined;
  }
}
