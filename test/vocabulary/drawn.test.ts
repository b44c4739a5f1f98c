/** Every leaf of the vocabulary is in some random config, so that a new field takes part in every property. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryConfig } from '../properties/arbitrary-config.ts';
import { leavesIn } from './leaves.ts';

test('the random configs draw every leaf', () => {
  const leaves = leavesIn(fc.sample(arbitraryConfig, { seed: 1, numRuns: 600 }));
  expect(leaves.length).toBeGreaterThan(900);
  expect(leaves.filter(({ places }) => places.length === 0).map(({ name }) => name)).toEqual([]);
});
