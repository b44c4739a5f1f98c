/** The order of system calls: after a loss of power, only flushed data is on the disk. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apply } from '../../src/apply/apply.ts';
import { type FileSystem, nodeFileSystem } from '../../src/apply/file-system.ts';
import { temporaryFolder } from '../support/workspace.ts';
import { changesFor, rootsIn, useFirstGeneration } from './scenario.ts';

/** Records `<call> <name>` of each call, with the name of the file or folder; for a rename, of its target. */
function recordingFileSystem(calls: string[]): FileSystem {
  const names = new Map<number, string>();
  return {
    ...nodeFileSystem,
    open: (path, flags, mode) => {
      const descriptor = nodeFileSystem.open(path, flags, mode);
      names.set(descriptor, basename(path));
      return descriptor;
    },
    sync: (descriptor) => {
      calls.push(`sync ${names.get(descriptor)}`);
      nodeFileSystem.sync(descriptor);
    },
    rename: (from, to) => {
      calls.push(`rename ${basename(to)}`);
      nodeFileSystem.rename(from, to);
    },
    unlink: (path) => {
      calls.push(`unlink ${basename(path)}`);
      nodeFileSystem.unlink(path);
    },
  };
}

describe('the order of a run', () => {
  /** The calls of one run, the indexes of a call, and the indexes of calls that change files other than journals and locks. */
  async function record() {
    const calls: string[] = [];
    const folder = temporaryFolder();
    await useFirstGeneration(folder);
    apply(await changesFor(rootsIn(folder), 2), recordingFileSystem(calls));
    const indexesOf = (wanted: RegExp) => calls.flatMap((call, index) => (wanted.test(call) ? [index] : []));
    return { calls, indexesOf, changes: indexesOf(/^(?:rename|unlink) (?!journal|lock)/) };
  }

  test('both journals, and their names, are flushed before any file changes', async () => {
    const { calls, indexesOf, changes } = await record();
    const journals = indexesOf(/^sync journal$/);
    expect(journals).toHaveLength(2);
    for (const journal of journals) {
      expect(journal).toBeLessThan(Math.min(...changes));
      expect(calls[journal + 1]).toBe('sync .gitops-app');
    }
  });

  test('every changed folder is flushed before the primary journal is removed, and the removal is flushed', async () => {
    const { calls, indexesOf, changes } = await record();
    const last = Math.max(...changes);
    const [committed = 0] = indexesOf(/^unlink journal$/);
    expect(committed).toBeGreaterThan(last);
    const synced = calls.slice(last + 1, committed).filter((call) => call.startsWith('sync '));
    for (const folder of ['workflows', 'shop', 'shop-config', 'turned', 'deep']) expect(synced, folder).toContain(`sync ${folder}`);
    expect(calls[committed + 1]).toBe('sync .gitops-app');
  });

  test('the records of both repositories are written last', async () => {
    const { indexesOf, changes } = await record();
    const records = new Set(indexesOf(/^rename manifest\.json$/));
    expect(records.size).toBe(2);
    expect(Math.min(...records)).toBeGreaterThan(Math.max(...changes.filter((index) => !records.has(index))));
  });
});

test('an edit while the new text is written is kept: the file is read once more before the rename', async () => {
  const folder = temporaryFolder();
  await useFirstGeneration(folder);
  const victim = join(rootsIn(folder).config, 'run.sh');
  const fs: FileSystem = {
    ...nodeFileSystem,
    write: (descriptor, bytes) => {
      nodeFileSystem.write(descriptor, bytes);
      if (Buffer.from(bytes).toString() === 'echo 2\n') writeFileSync(victim, 'mine now\n');
    },
  };
  const changes = await changesFor(rootsIn(folder), 2);
  expect(() => apply(changes, fs)).toThrow('run.sh was changed during this run');
  expect(readFileSync(victim, 'utf8')).toBe('mine now\n');
});
