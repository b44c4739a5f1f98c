/** add on the command line, with and without a terminal. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type BuiltCli, builtCli } from '../support/built-cli.ts';
import { keys, openTerminal } from '../support/terminal.ts';
import { temporaryFolder, treeOf, write } from '../support/workspace.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await builtCli();
});

/** The app repository of the shop example, generated. */
function shop(): string {
  const folder = temporaryFolder();
  expect(cli.run(folder, 'create', '.', '--example', 'shop', '--yes').status).toBe(0);
  return join(folder, 'shop');
}

const configOf = (app: string) => readFileSync(join(app, '.gitops-app/pipeline.config.ts'), 'utf8');

describe('from a shell', () => {
  test('adds to the real outputs, and check is clean', () => {
    const app = shop();
    const added = cli.run(
      app,
      'add',
      'environment',
      'staging',
      '--clusters=dev-eu',
      '--delivery=continuous-delivery',
      '--sync=manual',
      '--promote-from=dev',
      '--approval=pull-request',
      '--reviewers=@acme/platform',
      '--provider=operator',
      '--provider=cache=external',
      '--provider-host=cache=cache.example.com',
      '--host=public=staging.example.com',
    );
    expect([added.status, added.stderr]).toEqual([0, '']);
    expect(added.stdout).toContain('create  argocd/applications/shop-staging-dev-eu.yaml');
    const worker = cli.run(app, 'add', 'component', 'worker', '--command', 'node worker.js');
    expect([worker.status, worker.stderr]).toEqual([0, '']);
    const job = cli.run(app, 'add', 'job', 'migrate', '--command', 'npm run migrate', '--env', 'DATABASE_URL=from:db.url');
    expect([job.status, job.stderr]).toEqual([0, '']);
    const cronJob = cli.run(app, 'add', 'cron-job', 'clean-up', '--schedule', '0 3 * * *');
    expect([cronJob.status, cronJob.stderr]).toEqual([0, '']);
    expect(cli.run(app, 'check')).toMatchObject({ status: 0, stderr: '' });
  });

  test('without a terminal lists every missing option', () => {
    const app = shop();
    const before = treeOf(app);
    expect(cli.run(app, 'add', 'environment', 'staging')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('missing: --clusters, --delivery, --sync, --provider db=…, --provider cache=…'),
    });
    expect(treeOf(app)).toEqual(before);
  });

  test('a refusal exits with 1, a location and the lines to add by hand', () => {
    const app = shop();
    const text = configOf(app).replace(/clusters: \{\n([\s\S]*?)\n {2}\},/, 'clusters: { ...({\n$1\n  } as const) },');
    write(app, { '.gitops-app/pipeline.config.ts': text });
    const { status, stderr } = cli.run(app, 'add', 'cluster', 'dc2', '--location', 'on-premise');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^\.gitops-app\/pipeline\.config\.ts:13:15 {2}error {2}CONFIG_NOT_EDITABLE {2}add cannot edit clusters: it contains \.\.\.\(\{/);
    expect(stderr).toMatch(
      /\n {4}Nothing was written\. Add these lines by hand, then run generate:\n {6}in clusters:\n {8}dc2: \{ location: 'on-premise' \},\n$/,
    );
    expect(configOf(app)).toBe(text);
  });

  test.each([
    [['add'], 'add requires <kind> <name>; known kinds: environment, cluster, component, job, cron-job, service, route'],
    [['add', 'cluster'], 'add requires <kind> <name>'],
    [['add', 'clsuter', 'x'], "unknown kind 'clsuter'; add takes environment, cluster, component, job, cron-job, service, route. Did you mean 'cluster'?"],
    [['add', 'cluster', 'x', '--sync', 'manual'], 'add cluster has no option --sync, which is an option of add environment'],
    [['add', 'component', 'x', '--schedule', '@daily'], 'add component has no option --schedule, which is an option of add cron-job'],
    [['add', 'job', 'x', '--phase', 'PreSync'], "--phase is 'PreSync'; known values: Sync, PostSync"],
    [['add', 'cluster', 'x', '--location', 'moon'], "--location is 'moon'; known values: cloud, on-premise"],
    [['add', 'component', 'x', '--args', '--queue'], '--args requires a value'],
  ])('%j is not a command', (line, message) => {
    expect(cli.run(temporaryFolder(), ...line)).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
  });

  test('check loads neither add nor a compiler', () => {
    const app = shop();
    const loaded = join(temporaryFolder(), 'loaded.txt');
    const hook = join(temporaryFolder(), 'hook.cjs');
    write(join(hook, '..'), {
      'hook.cjs': `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(loaded)}, Object.keys(require.cache).join('\\n')));\n`,
    });
    const options = process.env.NODE_OPTIONS;
    process.env.NODE_OPTIONS = `--require ${hook}`;
    try {
      expect(cli.run(app, 'check').status).toBe(0);
    } finally {
      if (options === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = options;
    }
    const files = readFileSync(loaded, 'utf8')
      .split('\n')
      .map((file) => file.replaceAll('\\', '/').replace(/^.*\/(dist|node_modules)\//, ''));
    expect(files).toContain('core.cjs');
    expect(files.filter((name) => /ts-morph|typescript|^(add|edit-config|check-types|ask|locate)\.cjs$/.test(name))).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('in a terminal', () => {
  test('prompts for missing values, and for those that an answer requires', async () => {
    const app = shop();
    const terminal = openTerminal(
      cli.file,
      ['add', 'environment', 'staging', '--sync', 'manual', '--provider', 'cache=embedded', '--accept-data-loss', 'cache'],
      { cwd: app },
    );
    await terminal.shows('Clusters (dev-eu, prod-dc1, prod-eu)');
    terminal.type(`dev-ue${keys.enter}`);
    await terminal.shows("unknown cluster 'dev-ue'; known clusters: 'dev-eu', 'prod-dc1', 'prod-eu'. Did you mean 'dev-eu'?");
    terminal.type(`${'\u007f'.repeat(6)}dev-eu${keys.enter}`);
    await terminal.shows(/[❯>] continuous-delivery: by promotion/);
    terminal.type(keys.enter);
    await terminal.shows('Environment to promote images from');
    terminal.type(keys.enter);
    await terminal.shows('How promotions are approved');
    terminal.type(keys.down);
    await terminal.shows(/[❯>] github-environment: /);
    terminal.type(keys.enter);
    await terminal.shows('Who approves them');
    terminal.type(keys.enter);
    // With approval, embedded is not the default.
    await terminal.shows("Provider of 'db' in 'staging'");
    await terminal.shows(/[❯>] operator: /);
    terminal.type(keys.down);
    await terminal.shows(/[❯>] external: /);
    terminal.type(keys.enter);
    await terminal.shows("Host of 'db' in 'staging'");
    terminal.type(`db.example.com${keys.enter}`);
    await terminal.shows("Secret with the credentials of 'db' in 'staging'");
    terminal.type(`${keys.enter}`);
    expect(await terminal.ended, terminal.text()).toBe(0);
    expect(configOf(app)).toContain(
      "      clusters: ['dev-eu'],\n      delivery: 'continuous-delivery',\n      sync: 'manual',\n      promoteFrom: 'dev',\n      approval: { by: 'github-environment', reviewers: ['@acme/platform'] },\n",
    );
    expect(configOf(app)).toContain("host: 'db.example.com'");
    expect(cli.run(app, 'check').status).toBe(0);
  });

  test('Ctrl-C exits with 130, and nothing is written', async () => {
    const app = shop();
    const before = treeOf(app);
    const terminal = openTerminal(cli.file, ['add', 'route', 'admin', '--component', 'web', '--port', 'http'], { cwd: app });
    await terminal.shows('Hosts by environment');
    terminal.type(keys.interrupt);
    expect(await terminal.ended).toBe(130);
    expect(treeOf(app)).toEqual(before);
  });

  test('an invalid answer is reported immediately and can be corrected', async () => {
    const app = shop();
    const terminal = openTerminal(cli.file, ['add', 'route', 'admin', '--component', 'web', '--port', 'http', '--path', '/admin'], { cwd: app });
    await terminal.shows('Hosts by environment');
    terminal.type(`admin.example.com${keys.enter}`);
    await terminal.shows('--host admin.example.com needs one of the environments as its key');
    terminal.type(`${'\u007f'.repeat(17)}dev=A.example.com${keys.enter}`);
    await terminal.shows('environments.dev.routes.admin.hosts[0] is');
    terminal.type(`${'\u007f'.repeat(17)}dev=a.example.com prod=b.example.com,c.example.com${keys.enter}`);
    expect(await terminal.ended, terminal.text()).toBe(0);
    expect(configOf(app)).toContain("admin: { hosts: ['b.example.com', 'c.example.com'] }");
  });
});
