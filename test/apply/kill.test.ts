import { expect, test } from 'vitest';
import { sample } from '../support/sample.ts';
import { sweep, sweepRecovery } from './kill.ts';

test('a run that is killed at any step is rolled back or completed by the next one, in both repositories', async () => {
  const { steps, kills, halfWritten, lost } = await sweep({ real: false, every: sample(7, 1) });
  expect({ halfWritten, lost }).toEqual({ halfWritten: [], lost: [] });
  expect(steps).toBeGreaterThan(200);
  expect(kills).toBeGreaterThan(steps / sample(7, 1));
});

test('a rollback that is killed at any step is completed by the next one', async () => {
  const { kills, halfWritten } = await sweepRecovery({ every: sample(7, 1) });
  expect(halfWritten).toEqual([]);
  expect(kills).toBeGreaterThan(sample(7, 50));
});

// Every step: npm run torture.
test('the same holds for SIGKILL of a separate process, at every twentieth step', async () => {
  const { kills, halfWritten, lost } = await sweep({ real: true, every: 20 });
  expect({ halfWritten, lost }).toEqual({ halfWritten: [], lost: [] });
  expect(kills).toBeGreaterThan(10);
});
