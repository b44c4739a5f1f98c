import { type FileSystem, nodeFileSystem } from '../../src/apply/file-system.ts';

/** How a step ends: before it begins, or in the middle of what it writes. */
export type Stop = 'before' | 'half';

export class Stopped extends Error {}

/** What is called before a step: its number from 0, its name, and what does half of it where that can be. */
type OnStep = (step: number, name: string, half: () => void) => void;

/** The real file system with something before each step. */
export function watchedFileSystem(onStep: OnStep): FileSystem {
  let step = 0;
  const watched = Object.entries(nodeFileSystem).map(([name, call]) => [
    name,
    (...args: unknown[]) => {
      onStep(step++, name, () => {
        const [descriptor, bytes] = args as [number, Uint8Array];
        if (name === 'write') nodeFileSystem.write(descriptor, bytes.subarray(0, Math.floor(bytes.length / 2)));
      });
      return (call as (...args: unknown[]) => unknown)(...args);
    },
  ]);
  return Object.fromEntries(watched) as FileSystem;
}

/** Behaves as if the process were killed at a step: nothing reaches the disk any more. */
export function dyingFileSystem(at: number, kind: Stop): FileSystem {
  let dead = false;
  return watchedFileSystem((step, name, half) => {
    if (step === at && kind === 'half') half();
    dead ||= step >= at;
    // To close changes nothing on the disk, and this process goes on to live.
    if (dead && name !== 'close') throw new Stopped();
  });
}
