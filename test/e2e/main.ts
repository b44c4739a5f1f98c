/**
 * `npm run e2e`: the scenarios on the real systems. `--keep` leaves everything running until Ctrl-C and prints where to
 * look; `--times N` runs them N times in a row; `--proof` writes what they printed to docs/proof.md. Words after them choose the
 * files that run, and the tables that are written: `npm run e2e -- life`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { leaveNothing } from './node/leftovers.ts';
import { machineReasons } from './node/reasons.ts';
import { claimMachine } from './one-run.ts';
import { waitFor } from './processes.ts';
import { readObservations, writeProof } from './proof.ts';
import { reasonsAgainst } from './setup.ts';

const root = join(import.meta.dirname, '../..');
/** Exit code after Ctrl-C. */
const interrupted = 130;

/**
 * Runs vitest once; gives its exit code. Ctrl-C goes to it as to us: it ends what it has started, and we wait.
 * @param temporary folder for all that it writes
 */
function run(results: string, temporary: string, keep: boolean, files: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'vitest.e2e.config.ts', ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TMPDIR: temporary, GITOPS_E2E_RESULTS: results, ...(keep ? { GITOPS_E2E_KEEP: '1' } : {}) },
  });
  process.on('SIGINT', () => {});
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? interrupted)));
}

/** After Ctrl-C vitest does not wait until its workers have cleaned up, or ends them meanwhile. */
async function cleanUpAfterInterrupt(): Promise<void> {
  if (machineReasons().length > 0) return;
  // Its world may still end; another run that has refused ours keeps what it has made.
  const release = await waitFor('the end of the run', () => claimMachine());
  leaveNothing(temporary);
  release();
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'boolean' }, proof: { type: 'boolean' }, times: { type: 'string', default: '1' } },
});
const reasons = reasonsAgainst();
if (reasons.length > 0) {
  process.stderr.write(`The end-to-end tests cannot run here:\n${reasons.map((reason) => `- ${reason}\n`).join('')}`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'gitops-e2e-'));
const temporary = join(folder, 'tmp');
mkdirSync(temporary);
const times = Number(values.times);
const files: string[] = [];
for (let time = 1; time <= times; time++) {
  const file = join(folder, `${time}.jsonl`);
  process.exitCode = await run(file, temporary, values.keep === true && time === times, positionals);
  if (process.exitCode === interrupted) await cleanUpAfterInterrupt();
  if (process.exitCode !== 0) break;
  files.push(file);
}
if (values.proof === true && process.exitCode === 0) writeProof(files.map(readObservations), positionals.length === 0);
rmSync(folder, { recursive: true, force: true });
