/**
 * `npm run walks [-- --walks 500 --seed 1]`: random walks over configs, each step applied to a real API server over the
 * objects of the step before. What the API server refuses, generate must have refused before.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startApi } from '../e2e/world.ts';
import { anyHelm } from '../judges/helm.ts';
import { openApi } from './api.ts';
import { type Finding, type Walked, walk } from './walk.ts';

const { values } = parseArgs({
  options: { walks: { type: 'string', default: '200' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) } },
});
const [count, seed] = [Number(values.walks), Number(values.seed)];
const helm = anyHelm();
if (helm === null) throw new Error('there is no Helm');

const started = Date.now();
const { plane, stop } = await startApi();
const work = mkdtempSync(join(tmpdir(), 'walks-'));
mkdirSync(work, { recursive: true });
const api = openApi(plane);
const total: Walked = { steps: 0, applied: 0, told: 0, findings: [] };
const found = new Map<string, { first: Finding; seed: number; count: number }>();
try {
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0);
  process.stdout.write(`API server after ${seconds()} s; ${count} walks from seed ${seed}\n`);
  let next = 0;
  let done = 0;
  const worker = async () => {
    while (next < count) {
      const own = seed + next++;
      const { steps, applied, told, findings } = await walk(own, { api, helm, work }).catch((error: Error) => {
        throw new Error(`walk ${own}: ${error.stack}`);
      });
      total.steps += steps;
      total.applied += applied;
      total.told += told;
      for (const finding of findings) {
        const known = found.get(finding.cause);
        if (known === undefined) {
          found.set(finding.cause, { first: finding, seed: own, count: 1 });
          process.stdout.write(`${finding.cause}\n  ${finding.said}\n  after: ${finding.edit}\n  npm run walks -- --walks 1 --seed ${own}\n`);
        } else known.count++;
      }
      if (++done % 25 === 0) process.stdout.write(`${done} walks, ${total.steps} steps, ${total.applied} objects, ${seconds()} s\n`);
    }
  };
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, worker));
  for (const [cause, { count }] of found) process.stdout.write(`${count} × ${cause}\n`);
  process.stdout.write(
    `${count} walks from seed ${seed}, ${total.steps} steps, ${total.applied} objects applied, ${total.told} edits refused by generate; ${found.size} kinds of refusals by the API server that generate had not told; ${seconds()} s\n`,
  );
  process.exitCode = found.size > 0 ? 1 : 0;
} finally {
  api.close();
  await stop();
  rmSync(work, { recursive: true });
}
