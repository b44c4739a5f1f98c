/** What a run asks of the system, in its order: after a loss of power only what was brought to the disk is there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apply } from '../../src/apply/apply.ts';
import { type FileSystem, nodeFileSystem } from '../../src/apply/file-system.ts';
import { temporaryFolder } from '../support/workspace.ts';
import { changesFor, rootsIn, useFirstGeneration } from './scenario.ts';

/** `<call> <name>` of each call, where the name is that of the file or folder; a rename has that of its target. */
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
  /** The calls of one run, the places of one call, and those where files of the repositories change: no journal, no lock. */
  async function recorded() {
    const calls: string[] = [];
    const folder = temporaryFolder();
    await useFirstGeneration(folder);
    apply(await changesFor(rootsIn(folder), 2), recordingFileSystem(calls));
    const placesOf = (wanted: RegExp) => calls.flatMap((call, index) => (wanted.test(call) ? [index] : []));
    return { calls, placesOf, changes: placesOf(/^(?:rename|unlink) (?!journal|lock)/) };
  }

  test('both journals, and their names, are flushed before any file changes', async () => {
    const { calls, placesOf, changes } = await recorded();
    const journals = placesOf(/^sync journal$/);
    expect(journals).toHaveLength(2);
    for (const journal of journals) {
      expect(journal).toBeLessThan(Math.min(...changes));
      expect(calls[journal + 1]).toBe('sync .gitops-app');
    }
  });

  test('every changed folder is flushed before the primary journal is removed, and the removal is flushed', async () => {
    const { calls, placesOf, changes } = await recorded();
    const last = Math.max(...changes);
    const [decided = 0] = placesOf(/^unlink journal$/);
    expect(decided).toBeGreaterThan(last);
    const synced = calls.slice(last + 1, decided).filter((call) => call.startsWith('sync '));
    for (const folder of ['workflows', 'shop', 'shop-config', 'turned', 'deep']) expect(synced, folder).toContain(`sync ${folder}`);
    expect(calls[decided + 1]).toBe('sync .gitops-app');
  });

  test('the records of both repositories are written last', async () => {
    const { placesOf, changes } = await recorded();
    const manifests = new Set(placesOf(/^rename manifest\.json$/));
    expect(manifests.size).toBe(2);
    expect(Math.min(...manifests)).toBeGreaterThan(Math.max(...changes.filter((index) => !manifests.has(index))));
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
