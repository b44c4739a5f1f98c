import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { builtCli } from '../support/built-cli.ts';
import { temporaryFolder, treeOf } from '../support/workspace.ts';

const root = join(import.meta.dirname, '../..');
let bundle: string;
let cli: string;
const { NO_COLOR: _, FORCE_COLOR: __, GITHUB_ACTIONS: ___, ...environment } = process.env;

beforeAll(async () => {
  ({ bundle, file: cli } = await builtCli());
});

interface Run {
  cwd?: string;
  env?: Record<string, string>;
  /** Options of Node, before the script. */
  node?: readonly string[];
  script?: string;
}

function run(args: readonly string[], { cwd = root, env = {}, node = [], script = cli }: Run = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, script, ...args], { cwd, env: { ...environment, ...env }, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** A file to preload with Node, which prints the loaded modules of the bundle. */
function listingModules(folder: string): string {
  const preload = join(folder, 'preload.cjs');
  writeFileSync(
    preload,
    `process.on('exit', () => console.error(Object.keys(require.cache).filter((file) => file.startsWith(${JSON.stringify(bundle)})).join()));`,
  );
  return preload;
}

describe('the command line', () => {
  test('--version and --help load nothing that they do not need', () => {
    const node = ['-r', listingModules(temporaryFolder())];
    const version = run(['--version'], { node });
    expect(version).toMatchObject({ status: 0, stdout: `${packageJson.version}\n` });
    const loaded = (stderr: string) =>
      stderr
        .trim()
        .split(',')
        .map((file) => file.slice(bundle.length + 1));
    expect(loaded(version.stderr)).not.toContain('help.cjs');
    for (const { stderr } of [version, run(['--help'], { node })])
      for (const file of loaded(stderr)) expect(file).toMatch(/^(cli|help|rolldown-runtime|errors|command-line)\.cjs$/);
    expect(run(['check', '--help']).stdout).toContain('Usage: create-gitops-app check [options]');
  });

  test('prints the help of gitops-app when called as gitops-app', () => {
    const script = join(temporaryFolder(), 'gitops-app');
    symlinkSync(cli, script);
    expect(run([], { script })).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: gitops-app <command>') });
  });

  test('a usage error exits with 1 and reports every mistake', () => {
    const { status, stdout, stderr } = run(['check', '--formt', 'json', '--dry-run']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/--formt.*Did you mean '--format'\?[\s\S]*--dry-run/);
  });

  test('an example, from nothing to clean, to drift, to refused', () => {
    const cwd = temporaryFolder();
    expect(run(['create', 'demo', '--example', 'shop'], { cwd })).toMatchObject({ status: 0, stderr: '' });
    const app = join(cwd, 'demo/shop');
    expect(run(['check', '--cwd', 'demo/shop'], { cwd })).toMatchObject({ status: 0, stderr: '' });
    expect(run(['graph'], { cwd: app })).toMatchObject({ status: 0, stdout: expect.stringContaining('prod-dc1') });
    const config = join(app, '.gitops-app/pipeline.config.ts');
    writeFileSync(config, readFileSync(config, 'utf8').replace('replicas: 3', 'replicas: 4'));
    expect(run(['check'], { cwd: app }).status).toBe(2);
    expect(run(['diff'], { cwd: app }).status).toBe(2);
    expect(run(['generate', '--dry-run'], { cwd: app }).status).toBe(0);
    expect(run(['check'], { cwd: app }).status).toBe(2);
    expect(run(['generate'], { cwd: app }).status).toBe(0);
    expect(run(['check', '--format=json'], { cwd: app })).toMatchObject({ status: 0, stdout: expect.stringContaining('"result": "clean"') });
    const types = join(app, '.gitops-app/config.d.ts');
    writeFileSync(types, 'mine\n');
    expect(run(['generate'], { cwd: app })).toMatchObject({ status: 3, stdout: '', stderr: expect.stringContaining('was edited by hand') });
    expect(run(['generate', '--overwrite', '.gitops-app/config.d.ts'], { cwd: app }).status).toBe(0);
  });

  test('create without a terminal and without answers names the options, exits with 1 and writes nothing', () => {
    const cwd = temporaryFolder();
    const { status, stderr } = run(['shop'], { cwd });
    expect(status).toBe(1);
    expect(stderr).toContain('--name, --app-repository, --config-repository, --owners, --registry, --dev-clusters, --prod-clusters, --argocd');
    expect(treeOf(cwd)).toEqual({});
  });

  test('colors are for terminals; NO_COLOR and FORCE_COLOR take precedence', () => {
    const cwd = temporaryFolder();
    run(['create', 'demo', '--example', 'shop'], { cwd });
    const app = join(cwd, 'demo/shop');
    rmSync(join(app, '.gitops-app/config.d.ts'));
    const colored = (env: Record<string, string>) => run(['check'], { cwd: app, env }).stdout.includes('\u001b[');
    expect([colored({}), colored({ FORCE_COLOR: '1' }), colored({ FORCE_COLOR: '0' }), colored({ NO_COLOR: '1', FORCE_COLOR: '1' })]).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  test('a bug prints its stack and how to report it', () => {
    const cwd = temporaryFolder();
    const preload = join(cwd, 'preload.cjs');
    writeFileSync(preload, "require('fs').existsSync = () => { throw new TypeError('broken') };");
    const { status, stderr } = run(['generate'], { cwd, node: ['-r', preload] });
    expect(status).toBe(1);
    expect(stderr).toMatch(/TypeError: broken\n {4}at /);
    expect(stderr).toContain(`This is a bug in create-gitops-app ${packageJson.version}`);
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk behind standard output is an error before generate writes anything', () => {
    const cwd = temporaryFolder();
    run(['create', 'demo', '--example', 'shop'], { cwd });
    const app = join(cwd, 'demo/shop');
    const config = join(app, '.gitops-app/pipeline.config.ts');
    writeFileSync(config, readFileSync(config, 'utf8').replace('replicas: 3', 'replicas: 4'));
    const before = treeOf(cwd);
    const full = openSync('/dev/full', 'w');
    for (const args of [['check'], ['check', '--format', 'json'], ['check', '--config', 'none', '--format', 'json'], ['generate'], ['--help'], ['--version']]) {
      const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: app, env: environment, encoding: 'utf8', stdio: ['ignore', full, 'pipe'] });
      expect([args, status, stderr]).toEqual([args, 1, 'error  WRITE_FAILED  standard output could not be written: ENOSPC: no space left on device\n']);
    }
    const { status, stdout } = spawnSync(process.execPath, [cli, 'chek'], { cwd: app, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', full] });
    expect([status, stdout]).toEqual([1, '']);
    closeSync(full);
    expect(treeOf(cwd)).toEqual(before);
  });

  test('a reader that closes the pipe is not an error', () => {
    const { stderr, status } = spawnSync('sh', ['-c', `"${process.execPath}" "${cli}" --help | true`], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
