import { expect, test } from 'vitest';
import { createQueue } from './forge/concurrency.ts';

/** Enters runs 1 to 4 at once, ends them one by one, and gives what began and what was cancelled. */
async function race(evicts: boolean): Promise<{ began: number[]; cancelled: number[] }> {
  const began: number[] = [];
  const cancelled: number[] = [];
  const queue = createQueue<number>((run) => void cancelled.push(run));
  const first = queue.enter('group', 1, evicts, async () => void began.push(1));
  const others = [queue.enter('other', 9, evicts, async () => void began.push(9))];
  await Promise.resolve();
  for (const run of [2, 3, 4]) others.push(queue.enter('group', run, evicts, async () => void began.push(run)));
  await Promise.all([first, ...others]);
  return { began, cancelled };
}

test('the newest evicts what waits, and never what runs', async () => {
  expect(await race(true)).toEqual({ began: [1, 9, 4], cancelled: [2, 3] });
});

test('with a queue everything runs, in order', async () => {
  expect(await race(false)).toEqual({ began: [1, 9, 2, 3, 4], cancelled: [] });
});
