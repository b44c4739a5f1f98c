/**
 * What a config repository of very many apps costs, beside Helm and cdk8s that make as many objects in the same run. Each
 * figure is of one whole process, or of a script with all its processes: seconds, the ratio to an empty Node process, and
 * the most memory that the process had.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { anyHelm } from '../../test/judges/helm.ts';
import { writeFleet } from './fleet.ts';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'dist/cli.cjs');

export interface AppsOptions {
  /** Path of the Node that runs the command line. */
  node: string;
  /** Numbers of apps. */
  counts: readonly number[];
  environment: NodeJS.ProcessEnv;
}

/** Prints the table. */
export async function benchApps({ node, counts, environment }: AppsOptions): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'bench-apps-'));
  const env = { ...environment, CI: 'true', NODE_DISABLE_COMPILE_CACHE: '1' };
  const peakFile = join(work, 'peak');
  const hook = join(work, 'peak.cjs');
  // process.exit runs it too.
  writeFileSync(hook, `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS)));`);
  const run = (what: string, command: string, args: readonly string[], cwd: string, variables: NodeJS.ProcessEnv = env) => {
    rmSync(peakFile, { force: true });
    const start = process.hrtime.bigint();
    const { status, stderr, stdout } = spawnSync(command, args, { cwd, env: variables, encoding: 'utf8', maxBuffer: 1024 ** 3 });
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout.slice(-2000)}${stderr.slice(-2000)}`);
    const peak = existsSync(peakFile) ? `${(Number(readFileSync(peakFile, 'utf8')) / 1024).toFixed(0)} MB` : '';
    return { what, seconds, peak, stdout };
  };
  const check = (what: string, cwd: string, ...args: string[]) => run(what, node, ['--require', hook, cli, 'check', ...args], cwd);
  const helm = anyHelm();
  const bin = join(work, 'bin');
  mkdirSync(bin);
  if (helm !== null) symlinkSync(helm.program, join(bin, 'helm'));
  const program = join(work, 'synth.cjs');
  writeFileSync(program, synth);
  const print = ({ what, seconds, peak }: ReturnType<typeof run>) => {
    const empty = run('', node, ['-e', '0'], work).seconds;
    process.stdout.write(`${what.padEnd(56)}${seconds.toFixed(2).padStart(8)}${(seconds / empty).toFixed(1).padStart(14)}   ${peak}\n`);
  };

  process.stdout.write(`\n${'many apps in one config repository'.padEnd(56)}${'s'.padStart(8)}${'× node -e 0'.padStart(14)}   peak\n`);
  try {
    for (const count of counts) {
      const config = join(work, `config-${count}`);
      await writeFleet(config, count);
      print(check(`check of ${count} apps, cold`, config));
      print(run(`cdk8s synth of ${count * objectsOfAnApp} objects, as many`, node, ['--require', hook, program, String(count * objectsOfAnApp)], work));
      const git = (...args: string[]) => run('', 'git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', '-c', 'gc.auto=0', ...args], config);
      git('init', '--quiet');
      git('add', '--all');
      git('commit', '--quiet', '--message', 'before');
      appendFileSync(join(config, 'charts/app-0001/values.yaml'), '# changed\n');
      git('commit', '--quiet', '--all', '--message', 'after');
      const narrowed = join(work, `narrowed-${count}`);
      cpSync(config, narrowed, { recursive: true });
      // Without drift, which would end it with another status.
      git('revert', '--no-edit', 'HEAD');
      print(check(`check of ${count} apps, a change of one, cold`, config, '--changed-since', 'HEAD~1'));
      if (helm === null) continue;
      const scriptEnv = { ...env, PATH: [bin, environment.PATH].join(delimiter), GITHUB_STEP_SUMMARY: join(work, 'summary') };
      const manifests = ['.gitops-app/shared/check.sh', 'manifests'];
      print(run(`check.sh manifests of ${count} apps, a change of one`, 'bash', [...manifests, 'HEAD^1'], narrowed, scriptEnv));
      if (count > 20) continue;
      print(run(`check.sh manifests of ${count} apps`, 'bash', manifests, narrowed, scriptEnv));
      print(run(`helm template of ${count} apps, one release after the other`, 'bash', ['-c', helmScript, 'bench', helm.program], narrowed));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Renders every release of the repository in the working folder with the Helm in $1. */
const helmScript = `set -e
for values in charts/*/clusters/*-values.yaml; do
  chart=\${values%%/clusters/*}
  environment=\${values##*/}
  "$1" template app "$chart" --values "$chart/\${environment%%-*}-values.yaml" --values "$values" > /dev/null
done`;

/** What Helm renders of an app of the fleet, on average of all releases of its two kinds. */
const objectsOfAnApp = 25;

/** A chart of each app, with as many objects as Helm renders. */
const synth = `const { ApiObject, App, Chart } = require(${JSON.stringify(createRequire(import.meta.url).resolve('cdk8s'))});
const app = new App({ outdir: require('node:fs').mkdtempSync(__dirname + '/synth-') });
for (let made = 0; made < Number(process.argv[2]); ) {
  const chart = new Chart(app, 'app-' + made);
  for (let index = 0; index < ${objectsOfAnApp}; index++, made++)
    new ApiObject(chart, 'object-' + index, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { labels: { app: 'app' } }, data: { key: 'value', other: 'value' } });
}
app.synth();`;
