import { expect, test } from 'vitest';
import { temporaryFolder } from '../workspace.ts';
import { runSequences } from './sequences.ts';

// 2,000 of them: npm run torture.
test('whatever people, CD and machines do to two repositories, nothing is lost', async () => {
  const seed = Date.now() % 1_000_000;
  const { failures, counts } = await runSequences({ folder: temporaryFolder(), count: 60, seed });
  expect(
    failures.map(({ seed: own, violation, actions }) => [`npm run torture -- --only-sequences --sequences 1 --seed ${own}`, violation.message, actions]),
  ).toEqual([]);
  for (const outcome of ['generate: written', 'generate: nothing', 'generate: refused', 'crash', 'check']) expect(counts[outcome], outcome).toBeGreaterThan(0);
}, 120_000);
