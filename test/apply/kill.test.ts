import { expect, test } from 'vitest';
import { sweep, sweepRecovery } from './kill.ts';

test('a run that ends at any of its steps is undone or completed by the next one, in both repositories', async () => {
  const { steps, kills, halfWritten, lost } = await sweep({ real: false });
  expect({ halfWritten, lost }).toEqual({ halfWritten: [], lost: [] });
  expect(steps).toBeGreaterThan(200);
  expect(kills).toBeGreaterThan(steps);
});

test('so is one whose undoing ends at any of its steps', async () => {
  const { kills, halfWritten } = await sweepRecovery();
  expect(halfWritten).toEqual([]);
  expect(kills).toBeGreaterThan(50);
});

// All of them: npm run torture.
test('so it is for SIGKILL in a process of its own, at every twentieth step', async () => {
  const { kills, halfWritten, lost } = await sweep({ real: true, every: 20 });
  expect({ halfWritten, lost }).toEqual({ halfWritten: [], lost: [] });
  expect(kills).toBeGreaterThan(10);
}, 60_000);
