/** Every mistake is reported with its code, place, message and hint; nothing is written. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { generators } from '../../generators/index.ts';
import { generate } from '../../src/commands/generate.ts';
import { exitCodes, type Problem, UserError } from '../../src/problems/errors.ts';
import { rules } from '../../src/validate/rules/index.ts';
import { type BuiltCli, builtCli } from '../support/built-cli.ts';
import { type BadConfig, badConfigs } from './bad-configs.ts';

const root = join(import.meta.dirname, '../..');
const base = readFileSync(join(root, 'test/fixtures/editor.config.ts'), 'utf8');

let folder: string;
let app: string;
beforeAll(async () => {
  cli = await builtCli();
  folder = mkdtempSync(join(tmpdir(), 'bad-configs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  app = mkdtempSync(join(folder, 'app-'));
});

/** Writes the config with its mistakes; gives the places that are marked, as line:column. */
function write({ changes }: BadConfig): string[] {
  let text = base;
  for (const [find, replacement] of changes) {
    expect(text.split(find), find).toHaveLength(2);
    text = text.replace(find, () => replacement);
  }
  const places: string[] = [];
  const clean = text
    .split('\n')
    .map((line, row) => {
      let rest = line;
      for (let column = rest.indexOf('«'); column >= 0; column = rest.indexOf('«')) {
        places.push(`${row + 1}:${column + 1}`);
        rest = rest.replace('«', '').replace('»', '');
      }
      return rest;
    })
    .join('\n');
  writeFileSync(join(app, 'pipeline.config.ts'), clean);
  return places;
}

async function problemsOf(): Promise<Problem[]> {
  const print = () => {};
  const error = await generate({ cwd: app, generators, print, printError: print }).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw error instanceof Error ? error : new Error(`generate ended with ${String(error)}`);
  expect(error.exitCode).toBe(exitCodes.error);
  return error.problems.sort((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0));
}

let cli: BuiltCli;
const run = (...args: string[]) => cli.run(root, ...args, '--cwd', app);

test('the config that they change is good', async () => {
  writeFileSync(join(app, 'pipeline.config.ts'), base);
  const output: string[] = [];
  const print = (text: string) => void output.push(text);
  expect(await generate({ cwd: app, generators, print, printError: print, dryRun: true }), output.join('')).toBe(exitCodes.clean);
});

describe('a config with', () => {
  test.each(Object.entries(badConfigs))('%s', async (_, bad) => {
    const places = write(bad);
    const problems = await problemsOf();
    expect(problems.map(({ code }) => code)).toEqual(bad.problems.map(({ code }) => code));
    for (const [index, { message, hint }] of bad.problems.entries()) {
      expect(problems[index]?.message).toMatch(message);
      if (hint !== undefined) expect(problems[index]?.hint).toMatch(hint);
    }
    expect(problems.map(({ place }) => `${place?.file}:${place?.line}:${place?.column}`)).toEqual(places.map((place) => `pipeline.config.ts:${place}`));
    expect(readdirSync(app)).toEqual(['pipeline.config.ts']);
  });
});

test('every rule that fails is among them', () => {
  const tried = new Set(Object.values(badConfigs).flatMap(({ problems }) => problems.map(({ code }) => code)));
  expect(Object.keys(badConfigs).length).toBeGreaterThanOrEqual(30);
  expect(rules.filter(({ code, severity }) => severity !== 'warning' && !tried.has(code)).map(({ code }) => code)).toEqual([]);
});

test('warnings have places, and do not fail', async () => {
  const text = base
    .replace("'prod-dc1': { location", "'prod-us': { location: 'cloud' },\n    'prod-dc1': { location")
    .replace(', metrics: { containerPort: 9090 }', '')
    .replace("LOG_LEVEL: 'info'", "LOG_LEVEL: 'info', API: 'http://api.billing.svc', OWN: 'http://shop-web:8080', PUBLIC: 'http://example.com'")
    .replace("host: 'shop.abc.euw1.cache.amazonaws.com' }", "host: 'redis.caches.svc.cluster.local' }")
    .replace("cache: { type: 'redis' } }", "cache: { type: 'redis' }, pages: { type: 'memcached' } }")
    .replace("cache: { provider: 'embedded' } }", "cache: { provider: 'embedded' }, pages: { provider: 'embedded' } }")
    .replace("owners: ['@acme/shop']", "owners: ['@fill-in', '@Acme/shop', '@ada', '@fill-in/shop']")
    .replace("reviewers: ['@acme/platform']", "reviewers: ['@acme/platform', '@acne/platform']")
    .replace(
      "worker: { image: 'worker', command",
      "worker: { image: 'worker', securityContext: { capabilities: { add: ['NET_BIND_SERVICE', 'SETUID'] } }, command",
    );
  writeFileSync(join(app, 'pipeline.config.ts'), text);
  const { status, stderr } = run('generate');
  expect(stderr).toMatch(/^pipeline\.config\.ts:4:51 {2}warning {2}UNSET_VALUE {2}app\.owners\[0\] is still '@fill-in'$/m);
  expect(stderr).toMatch(/^pipeline\.config\.ts:13:5 {2}warning {2}CLUSTER_UNUSED {2}no environment uses cluster 'prod-us'$/m);
  expect(stderr).toMatch(
    /^pipeline\.config\.ts:\d+:\d+ {2}warning {2}POD_SECURITY {2}components\.worker\.securityContext has 'capability SETUID', so the namespace of 'dev' gets Pod Security Standard baseline instead of restricted$/m,
  );
  expect(stderr).toMatch(
    /^pipeline\.config\.ts:\d+:\d+ {2}warning {2}METRICS_UNREAD {2}Prometheus does not read component 'web': everybody could read its metrics through routes\.public$/m,
  );
  expect(stderr).toMatch(/^pipeline\.config\.ts:\d+:\d+ {2}warning {2}SERVICE_UNUSED {2}no process uses 'pages' in 'dev', so none may connect to it there$/m);
  expect(stderr.match(/POD_PORT_UNKNOWN.*/g)).toEqual([
    "POD_PORT_UNKNOWN  components.web.env.API names 'api.billing.svc', a Service of the cluster, but no rule of egress opens the port of its pods",
    "POD_PORT_UNKNOWN  environments.prod.auxiliaryServices.cache.host is 'redis.caches.svc.cluster.local', a Service of the cluster, but the port of its pods is not known",
  ]);
  expect(stderr.match(/TEAM_OUTSIDE_ORGANIZATION.*/g)).toEqual([
    "TEAM_OUTSIDE_ORGANIZATION  environments.prod.approval.reviewers[1] is '@acne/platform', which cannot review in 'acme/shop-config': GitHub accepts only teams of the organization that owns the repository",
  ]);
  expect(status).toBe(0);
});

test('warnings of a route that nothing serves, and of a sole owner', () => {
  const text = base
    .replace("owners: ['@acme/platform'] }", "owners: ['@ada'] }")
    .replace(
      "routes: { public: { component: 'web', port: 'http' } }",
      "routes: { public: { component: 'web', port: 'http' }, admin: { component: 'web', port: 'http', path: '/admin' } }",
    );
  writeFileSync(join(app, 'pipeline.config.ts'), text);
  const { status, stderr } = run('generate');
  expect(stderr).toMatch(
    /^pipeline\.config\.ts:7:\d+ {2}warning {2}SOLE_OWNER {2}@ada alone owns the config repository, and cannot approve their own pull requests: nobody could merge them$/m,
  );
  expect(stderr).toMatch(
    /^pipeline\.config\.ts:31:\d+ {2}warning {2}ROUTE_WITHOUT_HOSTS {2}no environment sets hosts for route 'admin', so it is not served$/m,
  );
  expect(status).toBe(0);
});

test('every rule that warns is among them', () => {
  const own = readFileSync(import.meta.filename, 'utf8');
  expect(rules.filter(({ code, severity }) => severity === 'warning' && !own.includes(`${code} `)).map(({ code }) => code)).toEqual([]);
});

describe('the command line', () => {
  test('prints every problem with its code, ends with 1 and writes nothing', () => {
    write(badConfigs['several mistakes across fields'] as BadConfig);
    const { status, stdout, stderr } = run('generate');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.match(/^pipeline\.config\.ts:\d+:\d+ {2}error {2}UNKNOWN_\w+ {2}/gm)).toHaveLength(3);
    expect(stderr).toMatch(/^ {4}> 10 \| {3}argocd: \{ topology: 'hub', cluster: 'prod-ue' \},\n {9}\| {39}\^{9}$/m);
    expect(readdirSync(app)).toEqual(['pipeline.config.ts']);
  });

  test('prints JSON and annotations where they are asked for, and fills the summary of the step', () => {
    write(badConfigs['an unknown cluster'] as BadConfig);
    const json = run('check', '--format', 'json');
    expect(json.status).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      schemaVersion: 1,
      result: 'error',
      problems: [{ code: 'UNKNOWN_CLUSTER', place: { file: 'pipeline.config.ts', line: 46 } }],
    });
    const sarif = run('check', '--format', 'sarif');
    expect(sarif.status).toBe(1);
    expect(JSON.parse(sarif.stdout).runs[0].results).toMatchObject([{ ruleId: 'UNKNOWN_CLUSTER', level: 'error' }]);
    const summary = join(folder, 'summary.md');
    vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
    // GitHub knows files by their path in the workspace, wherever the command ran.
    vi.stubEnv('GITHUB_WORKSPACE', folder);
    const github = run('check', '--format', 'github');
    expect([github.status, github.stdout]).toEqual([1, '']);
    expect(github.stderr).toMatch(/^::error file=app-\w+\/pipeline\.config\.ts,line=46,col=\d+,title=UNKNOWN_CLUSTER::environments\.prod/);
    expect(readFileSync(summary, 'utf8')).toMatch(
      /^### Problems\n\n\| code \| place \| problem \| what to do \|\n\| --- .*\n\| UNKNOWN_CLUSTER \| `pipeline\.config\.ts:46:\d+` \| `environments\.prod[^`]*` \| {2}\|\n\n$/,
    );
    vi.stubEnv('GITHUB_STEP_SUMMARY', join(folder, 'no/summary.md'));
    const lost = run('check', '--format', 'github');
    expect(lost.status).toBe(1);
    expect(lost.stderr).toMatch(/^::error file=app.*\nerror {2}WRITE_FAILED {2}the step summary could not be written: ENOENT: no such file or directory\n$/);
    vi.unstubAllEnvs();
  });
});
