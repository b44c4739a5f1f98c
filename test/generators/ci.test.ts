/** What GitHub's parsers do not know: which jobs gate which, and what each may reach. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ci } from '../../generators/app/ci.ts';
import { appDocs } from '../../generators/app/docs.ts';
import { appRuleset } from '../../generators/app/ruleset.ts';
import type { Ruleset } from '../../src/github/ruleset.ts';
import type { Model } from '../../src/model/model.ts';
import { goldenCases, goldenFolder, readTree } from '../golden/cases.ts';

interface Job {
  name: string;
  needs?: string[];
  if?: string;
  environment?: string;
  strategy?: { matrix: Record<string, string[]> };
  defaults?: { run: Record<string, string> };
  steps: { id?: string; if?: string; uses?: string; with?: Record<string, unknown> }[];
}
interface Workflow {
  on: Record<string, unknown>;
  jobs: Record<string, Job>;
}

const golden = JSON.parse(readFileSync(join(goldenFolder, 'shop/config/.gitops-app/shop/model.json'), 'utf8')) as Model;
const context = { version: '1.0.0', planned: [] };
const jobsOf = (model: Model) => (parse(ci.files(model, context)[0]?.content ?? '') as Workflow).jobs;

/** Names by which GitHub reports a job: one for each version of its matrix. */
function reported({ name, strategy }: Job): string[] {
  const [[key, values] = ['', []]] = Object.entries(strategy?.matrix ?? {});
  return key === '' ? [name] : values.map((value) => name.replace(`\${{ matrix.${key} }}`, value));
}

function requiredOf(ruleset: string): { context: string; integration_id?: number }[] {
  return (JSON.parse(ruleset) as Ruleset).rules.flatMap((rule) => (rule.type === 'required_status_checks' ? rule.parameters.required_status_checks : []));
}

describe('required checks', () => {
  const repositories = goldenCases.flatMap(({ name }) =>
    [...readTree(join(goldenFolder, name))]
      .filter(([path]) => path.endsWith('/.github/rulesets/main.json'))
      .map(([path, ruleset]) => ({ repository: join(name, path.split('/')[0] ?? ''), ruleset })),
  );
  test.each(repositories)('of $repository are jobs that run on every pull request', ({ repository, ruleset }) => {
    const files = [...readTree(join(goldenFolder, repository))].filter(([path]) => dirname(path) === '.github/workflows');
    const always = files
      .map(([, text]) => parse(text) as Workflow)
      .filter(({ on }) => 'pull_request' in on && on.pull_request === null)
      .flatMap(({ jobs }) => Object.values(jobs))
      // GitHub lets a skipped check pass.
      .filter((job) => job.needs === undefined && job.if === undefined)
      .flatMap(reported);
    // CD's App sets the status Promotion; the set-up adds its id.
    const [required, statuses] = [
      requiredOf(ruleset).filter(({ context }) => context !== 'Promotion'),
      requiredOf(ruleset).filter(({ context }) => context === 'Promotion'),
    ];
    expect(statuses).toEqual(repository.endsWith('config') ? [{ context: 'Promotion' }] : []);
    expect(required.length).toBeGreaterThan(0);
    for (const { context } of required) expect(always).toContain(context);
    expect(new Set(required.map(({ integration_id }) => integration_id))).toEqual(new Set([15368]));
  });

  test('are those of each version, and none of a test job that is left out', () => {
    const names = (model: Model) => requiredOf(appRuleset.files(model, context)[0]?.content ?? '').map((check) => check.context);
    expect(names({ ...golden, ci: { ...golden.ci, versions: ['24', '22'] } })).toEqual(['Test (Node 24)', 'Test (Node 22)', 'Generated files']);
    expect(names({ ...golden, ci: { ...golden.ci, jobs: 'build-only' } })).toEqual(['Generated files']);
    expect(names({ ...golden, ci: { ...golden.ci, jobs: 'build-only', requiredChecks: ['unit'] } })).toEqual(['Generated files', 'unit']);
  });
});

describe('CI', () => {
  test('runs for pull requests only where it has something to run, and says what it does', () => {
    const text = (model: Model) => ci.files(model, context)[0]?.content ?? '';
    const buildOnly: Model = { ...golden, ci: { ...golden.ci, jobs: 'build-only' } };
    expect(Object.keys((parse(text(golden)) as Workflow).on)).toEqual(['pull_request', 'push']);
    expect(Object.keys((parse(text(buildOnly)) as Workflow).on)).toEqual(['push']);
    expect(Object.keys((parse(text({ ...buildOnly, unset: [{ pointer: '/x', value: 'fill-in' }] })) as Workflow).on)).toEqual(['pull_request', 'push']);
    expect(text(golden)).toContain('tests every pull request');
    expect(text(buildOnly)).not.toContain('tests every pull request');
    const docs = appDocs.files({ ...buildOnly, ci: { ...buildOnly.ci, requiredChecks: ['unit'] } }, context)[0]?.content;
    expect(docs).toContain('1. **Pull request.** `unit` tests it;\n');
    expect(docs).not.toMatch(/gitops-ci\.yaml\) (compiles|lints|tests)/);
  });

  test('builds no image before the tests have passed and the config is complete', () => {
    const jobs = jobsOf({ ...golden, unset: [{ pointer: '/repositories/app/slug', value: 'fill-in/shop' }] });
    expect(jobs['image-shop']?.needs).toEqual(['complete', 'test']);
    expect(jobs['image-shop']?.if).toBe("github.event_name == 'push'");
    expect(jobs.test?.needs).toBeUndefined();
    expect(jobsOf(golden)['image-shop']?.needs).toEqual(['test']);
  });

  test.each([
    ['node', 'npm', { 'cache-dependency-path': 'web/package-lock.json' }],
    ['node', 'pnpm', { 'cache-dependency-path': 'web/pnpm-lock.yaml', package_json_file: 'web/package.json' }],
    ['node', 'yarn', { 'cache-dependency-path': 'web/yarn.lock' }],
    ['go', null, { 'cache-dependency-path': 'web/go.sum' }],
    ['ruby', null, { 'working-directory': 'web' }],
    ['rust', null, { path: '~/.cargo/registry\n~/.cargo/git\nweb/target\n' }],
    // Their actions look in every folder.
    ['python', 'pip', {}],
    ['java', 'maven', {}],
  ] as const)('in a folder of the repository, %s (%s) is set up and run there', (language, packageManager, inputs) => {
    const test = (workingDirectory: string) =>
      jobsOf({ ...golden, app: { ...golden.app, language }, ci: { ...golden.ci, packageManager, workingDirectory } }).test;
    const given = (workingDirectory: string) => Object.assign({}, ...(test(workingDirectory)?.steps.map((step) => step.with ?? {}) ?? []));
    expect(test('web')?.defaults).toEqual({ run: { 'working-directory': 'web' } });
    expect(given('web')).toMatchObject(inputs);
    expect(test('.')?.defaults).toBeUndefined();
    expect(JSON.stringify(given('.'))).not.toContain('/package');
    if (Object.keys(inputs).length === 0) expect(given('web')).toEqual(given('.'));
  });

  test('trusts an image that it finds only where nobody else can have pushed it', () => {
    const look = (model: Model) => jobsOf(model)['image-shop']?.steps.find(({ id }) => id === 'existing');
    expect(look(golden)).toBeDefined();
    expect(look({ ...golden, registry: { type: 'ghcr', host: 'ghcr.io', owner: 'acme' } })).toBeUndefined();
  });
});

test('a key is read only by a job of an environment, which other branches cannot use', () => {
  const workflows = goldenCases.flatMap(({ name }) => [...readTree(join(goldenFolder, name))].filter(([path]) => path.includes('/.github/workflows/')));
  let keys = 0;
  for (const [path, text] of workflows)
    for (const [id, job] of Object.entries((parse(text) as Workflow).jobs)) {
      const secrets = [...JSON.stringify(job).matchAll(/secrets\.(\w+)/g)].map(([, secret]) => secret).filter((secret) => secret !== 'GITHUB_TOKEN');
      keys += secrets.length;
      if (secrets.length > 0) expect(job.environment, `${path}: ${id}`).toMatch(/^(cd|dispatch|registry)$/);
    }
  expect(keys).toBeGreaterThan(0);
});
