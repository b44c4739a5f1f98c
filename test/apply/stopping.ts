import { type FileSystem, nodeFileSystem } from '../../src/apply/file-system.ts';

/** Where a step stops: before it starts, or in the middle of a write. */
export type Stop = 'before' | 'half';

export class Stopped extends Error {}

/** Called before each step, with its number from 0, its name, and a function that writes half of it. */
type OnStep = (step: number, name: string, half: () => void) => void;

/** The real file system, with a call before each step. */
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

/** Behaves as if the process were killed at a step: nothing is written after it. */
export function dyingFileSystem(at: number, kind: Stop): FileSystem {
  let dead = false;
  return watchedFileSystem((step, name, half) => {
    if (step === at && kind === 'half') half();
    dead ||= step >= at;
    // Closing a file changes nothing on the disk, and this process goes on.
    if (dead && name !== 'close') throw new Stopped();
  });
}
