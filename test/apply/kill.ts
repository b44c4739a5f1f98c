/** Kills a run at each file system call and lets the next run finish it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { apply } from '../../src/apply/apply.ts';
import { recover } from '../../src/apply/recover.ts';
import { changesFor, rootsIn, snapshot, useFirstGeneration } from './scenario.ts';
import { dyingFileSystem, type Stop, Stopped, watchedFileSystem } from './stopping.ts';

export interface Sweep {
  steps: number;
  kills: number;
  /** Trees that were neither as before nor as after the run. */
  halfWritten: string[];
  /** Trees that the next run did not bring to the result of an uninterrupted run: bytes of the user or of CD are lost. */
  lost: string[];
}

type Kill = (folder: string, step: number, kind: Stop) => void | Promise<void>;

/** Kills at every step, or at every `every`th; a write is also stopped in its middle. */
export async function sweep({ real, every = 1 }: { real: boolean; every?: number }): Promise<Sweep> {
  const base = mkdtempSync(join(tmpdir(), 'kill-'));
  try {
    const kill = real ? await realKill(base) : simulatedKill;
    const first = join(base, 'first');
    await useFirstGeneration(first);
    const names: string[] = [];
    const second = join(base, 'second');
    cpSync(first, second, { recursive: true });
    apply(
      await changesFor(rootsIn(second), 2),
      watchedFileSystem((_, name) => void names.push(name)),
    );
    const [before, after] = [snapshot(first), snapshot(second)];
    const result: Sweep = { steps: names.length, kills: 0, halfWritten: [], lost: [] };
    for (const [step, name] of names.entries()) {
      if (step % every !== 0) continue;
      for (const kind of name === 'write' ? (['before', 'half'] as const) : (['before'] as const)) {
        const folder = join(base, 'killed');
        cpSync(first, folder, { recursive: true });
        await kill(folder, step, kind);
        result.kills++;
        const roots = rootsIn(folder);
        recover(Object.values(roots));
        const recovered = snapshot(folder);
        if (!same(recovered, before) && !same(recovered, after)) result.halfWritten.push(`${step} ${name} ${kind}: ${differences(recovered, before)}`);
        apply(await changesFor(roots, 2));
        const again = snapshot(folder);
        if (!same(again, after)) result.lost.push(`${step} ${name} ${kind}: ${differences(again, after)}`);
        rmSync(folder, { recursive: true });
      }
    }
    return result;
  } finally {
    rmSync(base, { recursive: true });
  }
}

/** The same for the rollback: a run is killed in its middle, and its rollback is killed at each of those steps. */
export async function sweepRecovery({ every = 1 }: { every?: number } = {}): Promise<Sweep> {
  const base = mkdtempSync(join(tmpdir(), 'kill-'));
  try {
    const first = join(base, 'first');
    await useFirstGeneration(first);
    const before = snapshot(first);
    let run = 0;
    apply(
      await changesFor(rootsIn(copy(first, join(base, 'whole'))), 2),
      watchedFileSystem(() => void run++),
    );
    const result: Sweep = { steps: 0, kills: 0, halfWritten: [], lost: [] };
    for (let step = 0, ended = false; !ended; step += every) {
      const folder = copy(first, join(base, 'killed'));
      await simulatedKill(folder, Math.floor(run * 0.8), 'before');
      const roots = Object.values(rootsIn(folder));
      try {
        recover(roots, dyingFileSystem(step, 'half'));
        ended = true;
        result.steps = step;
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        result.kills++;
      }
      recover(roots);
      const recovered = snapshot(folder);
      if (!same(recovered, before)) result.halfWritten.push(`${step}: ${differences(recovered, before)}`);
      rmSync(folder, { recursive: true });
    }
    return result;
  } finally {
    rmSync(base, { recursive: true });
  }
}

function copy(from: string, to: string): string {
  cpSync(from, to, { recursive: true });
  return to;
}

/** killed-run.ts as one file in the folder, so that a process takes milliseconds. */
export async function bundleKilledRun(folder: string): Promise<string> {
  const program = join(folder, 'killed-run.mjs');
  const bundle = await rolldown({ input: join(import.meta.dirname, 'killed-run.ts'), platform: 'node', logLevel: 'silent' });
  await bundle.write({ file: program, format: 'es', codeSplitting: false });
  return program;
}

/** SIGKILL of a separate process. */
async function realKill(base: string): Promise<Kill> {
  const program = await bundleKilledRun(base);
  return (folder, step, kind) => {
    const { signal, status, stderr } = spawnSync(process.execPath, [program, folder, String(step), kind], { encoding: 'utf8' });
    if (signal !== 'SIGKILL') throw new Error(`step ${step} ended with ${status}: ${stderr}`);
  };
}

const simulatedKill: Kill = async (folder, step, kind) => {
  try {
    apply(await changesFor(rootsIn(folder), 2), dyingFileSystem(step, kind));
  } catch {
    return;
  }
};

function same(one: Record<string, string>, other: Record<string, string>): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function differences(one: Record<string, string>, other: Record<string, string>): string {
  const paths = Object.keys({ ...one, ...other }).filter((path) => one[path] !== other[path]);
  return paths.map((path) => `${path} is ${JSON.stringify(one[path])}, not ${JSON.stringify(other[path])}`).join('; ');
}
