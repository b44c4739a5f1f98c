/** A hundred writers at once, in a model: the pauses are those of the script, the time of fetch and push is assumed. */
import { expect, test } from 'vitest';
import { ConfigRepository } from './config-repository.ts';

const writers = 100;
const attempts = 150;
const rounds = 5;
/** The job has 15 minutes; retry() stops after ten. */
const limit = 600;

/** The scripts' own pauses, in seconds, by writer and attempt. */
async function drawPauses(count: number): Promise<number[][]> {
  const script = `for ((i = 0; i < ${count}; i++)); do for ((attempt = 1; attempt <= ${attempts}; attempt++)); do pause_after "$attempt"; done; done`;
  const lines = (await new ConfigRepository().shell(script, { PAUSE_MILLISECONDS: '', LONGEST_PAUSE_MILLISECONDS: '' })).split('\n').map(Number);
  return Array.from({ length: count }, (_, writer) => lines.slice(writer * attempts, (writer + 1) * attempts).map((milliseconds) => milliseconds / 1000));
}

/** Numbers between 0 and 1, the same in every run: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** When each writer got through, in seconds; Infinity: never. A push counts only if no other came after its fetch. */
function simulate(pauses: readonly number[][], seed: number): number[] {
  const draw = random(seed);
  const states = pauses.map(() => ({ fetched: 1 + 2 * draw(), attempt: 0, done: Number.POSITIVE_INFINITY }));
  const between = (least: number, most: number) => least + (most - least) * draw();
  const queue = states.map((state, writer) => ({ writer, fetched: state.fetched, pushed: state.fetched + between(1, 3) }));
  let latest = Number.NEGATIVE_INFINITY;
  while (queue.length > 0) {
    queue.sort((a, b) => b.pushed - a.pushed);
    const { writer, fetched, pushed } = queue.pop() as (typeof queue)[number];
    const state = states[writer] as (typeof states)[number];
    if (latest <= fetched) {
      latest = pushed;
      state.done = pushed;
      continue;
    }
    if (pushed >= limit) continue;
    const next = pushed + (pauses[writer]?.[state.attempt++] ?? 0) + between(1, 3);
    queue.push({ writer, fetched: next, pushed: next + between(1, 3) });
  }
  return states.map(({ done }) => done);
}

test(`${writers} writers at once all get through, in each of ${rounds} rounds`, async () => {
  const pauses = await drawPauses(writers * rounds);
  const times = Array.from({ length: rounds }, (_, round) => simulate(pauses.slice(round * writers, (round + 1) * writers), round + 1));
  for (const [round, done] of times.entries())
    console.log(`round ${round + 1}: ${done.filter(Number.isFinite).length} of ${writers} got through, the last after ${Math.round(Math.max(...done))} s`);
  for (const done of times) expect(Math.max(...done)).toBeLessThan(limit);
});

test('pauses grow, differ and have a limit', async () => {
  const pauses = await drawPauses(20);
  expect(Math.max(...pauses.flat())).toBeLessThanOrEqual(15);
  expect(Math.max(...pauses.map(([first = 0]) => first))).toBeLessThanOrEqual(1);
  expect(new Set(pauses.map((own) => own[9])).size).toBeGreaterThan(15);
});
