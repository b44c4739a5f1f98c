import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from './random.ts';
import { runSequence } from './sequence.ts';
import type { Violation } from './world.ts';

export interface SequencesResult {
  sequences: number;
  actions: number;
  /** Number of each action, by result. */
  counts: Record<string, number>;
  failures: { seed: number; violation: Violation; actions: string[] }[];
}

/** Runs the sequences of consecutive seeds; each seed alone repeats its sequence. */
export async function runSequences({ folder, count, seed }: { folder: string; count: number; seed: number }): Promise<SequencesResult> {
  const result: SequencesResult = { sequences: 0, actions: 0, counts: {}, failures: [] };
  for (let index = 0; index < count; index++) {
    const own = seed + index;
    const random = randomFrom(own);
    const root = join(folder, String(own));
    const { actions, violation } = await runSequence(root, random, 4 + random.below(20));
    rmSync(root, { recursive: true });
    result.sequences++;
    result.actions += actions.length;
    for (const action of actions) {
      const name = /^generate: \w+|^[^:]+/.exec(action)?.[0] ?? action;
      result.counts[name] = (result.counts[name] ?? 0) + 1;
    }
    if (violation !== undefined) result.failures.push({ seed: own, violation, actions });
    if (result.failures.length >= 10) break;
  }
  return result;
}
