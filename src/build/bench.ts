/**
 * Prints what the command line costs as ratios to an empty Node process: whole processes, in turn, medians. It judges
 * nothing: machines differ, ratios hardly. Run `npm run build` first.
 *
 *   npm run bench -- --runs 5 --node /path/to/another/node --apps 20,200,1000
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { configPlaces } from '../model/names.ts';
import { benchApps } from './bench-apps.ts';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'dist/cli.cjs');
const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '15' }, node: { type: 'string', default: process.execPath }, apps: { type: 'string', default: '20,200' } },
});
const runs = Number(options.runs);
const node = resolve(options.node);

// On Node 20 this variable alone makes an empty process several times slower and flatters every ratio.
const { NODE_EXTRA_CA_CERTS: _, CI: __, ...environment } = process.env;

// What warm runs find.
const cache = mkdtempSync(join(tmpdir(), 'bench-cache-'));

/** Wall time of one process in milliseconds. */
function time(args: readonly string[], cwd: string, cold: true | undefined = undefined): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(node, args, {
    cwd,
    env: cold ? { ...environment, CI: 'true', NODE_DISABLE_COMPILE_CACHE: '1' } : { ...environment, XDG_CACHE_HOME: cache },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return elapsed;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

interface Measurement {
  what: string;
  args: readonly string[];
  cwd: string;
  goal: string;
  /** Without what an earlier run has kept, as in CI. */
  cold?: true;
  /** Brings the folder into the state to measure; not timed. */
  before?: () => void;
}

const demo = mkdtempSync(join(tmpdir(), 'bench-'));
const [app, config, alone] = [join(demo, 'app'), join(demo, 'config'), join(demo, 'alone')];
const reset = () => {
  rmSync(demo, { recursive: true });
  cpSync(join(root, 'test/golden/shop/app/.gitops-app/pipeline.config.ts'), join(app, configPlaces[0]));
};

reset();
time([cli, 'generate'], app);
// As CI checks out a repository: without the other.
for (const [from, repository] of [
  [app, 'app'],
  [config, 'config'],
] as const)
  cpSync(from, join(alone, repository, repository), { recursive: true });
const [appAlone, configAlone] = [join(alone, 'app/app'), join(alone, 'config/config')];
const measurements: readonly Measurement[] = [
  { what: '--version', args: [cli, '--version'], cwd: app, goal: '1.15' },
  { what: '--help', args: [cli, '--help'], cwd: app, goal: '1.15' },
  { what: 'check of shop in its app repository, as in CI, cold', args: [cli, 'check'], cwd: appAlone, goal: '3.5', cold: true },
  { what: 'check of shop in its config repository, as in CI, cold', args: [cli, 'check'], cwd: configAlone, goal: '3.5', cold: true },
  { what: 'check of both at once, cold', args: [cli, 'check'], cwd: app, goal: '3.5', cold: true },
  { what: 'check of both at once, warm', args: [cli, 'check'], cwd: app, goal: '2.5; from Node 22 on 2.2' },
  { what: 'generate of both, nothing to do, warm', args: [cli, 'generate'], cwd: app, goal: '1.1 × check' },
  { what: 'generate of both, first time, cold', args: [cli, 'generate'], cwd: app, goal: 'check + 0.3', cold: true, before: reset },
];

const { stdout: nodeVersion } = spawnSync(node, ['--version'], { encoding: 'utf8' });
process.stdout.write(`Node ${nodeVersion.trim()}, ${runs} paired runs, medians\n\n`);
process.stdout.write(`${'what'.padEnd(56)}${'ms'.padStart(8)}${'× node -e 0'.padStart(14)}   goal\n`);
for (const { what, args, cwd, goal, cold, before } of measurements) {
  const own: number[] = [];
  const ratios: number[] = [];
  for (let run = 0; run <= runs; run++) {
    before?.();
    const milliseconds = time(args, cwd, cold);
    const empty = time(['-e', '0'], cwd, cold);
    if (run === 0) continue; // the first pair warms the disk's cache
    own.push(milliseconds);
    ratios.push(milliseconds / empty);
  }
  process.stdout.write(`${what.padEnd(56)}${median(own).toFixed(0).padStart(8)}${median(ratios).toFixed(2).padStart(14)}   ${goal}\n`);
}
for (const folder of [demo, cache]) rmSync(folder, { recursive: true, force: true });

const counts = options.apps
  .split(',')
  .map(Number)
  .filter((count) => count > 0);
if (counts.length > 0) await benchApps({ node, counts, environment });
