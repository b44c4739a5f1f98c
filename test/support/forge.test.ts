/** The forge's rules, held to what GitHub documents; the end-to-end suite relies on them. */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { appBranchRuleset, configBranchRuleset, historyRuleset, promotionsRuleset, tagsRuleset } from '../../src/github/ruleset.ts';
import { missingChecks, type Status } from '../e2e/forge/checks.ts';
import { jobsToRun, outputsOf, withKeptJobs } from '../e2e/forge/reruns.ts';
import type { Run } from '../e2e/forge/runs.ts';
import { matchesPattern, type Ruleset, refusals } from './rulesets.ts';

const none = '0'.repeat(40);
const [one, two] = ['1'.repeat(40), '2'.repeat(40)];

test.each([
  // https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository#using-fnmatch-syntax
  ['qa/*', 'qa/foo', true],
  ['qa/*', 'qa/foo/bar', false],
  ['qa/**/*', 'qa/foo/bar/foobar/hello-world', true],
  ['qa/**/*', 'qa/foo', true],
  ['qa/**', 'qa/foo', true],
  ['qa/**', 'qa/foo/bar', false],
  ['qa**/**/*', 'qa-1/foo', true],
  ['v?.[0-9]', 'v1.2', true],
  ['v?.[0-9]', 'v1.x', false],
  ['a.b', 'axb', false],
  ['*', '.hidden', false],
])('the pattern %s and %s', (pattern, ref, expected) => {
  expect(matchesPattern(pattern, ref)).toBe(expected);
});

const settings = { requiredApprovals: 1, mergeQueue: false };

describe('the emitted rulesets', () => {
  const bypass = [{ actor_id: 7, actor_type: 'Integration' as const, bypass_mode: 'always' as const }];
  const rulesets: Ruleset[] = [
    { ...configBranchRuleset(['Manifests'], 'Promotion', settings), bypass_actors: bypass },
    historyRuleset(true),
    { ...promotionsRuleset(), bypass_actors: bypass },
    tagsRuleset(),
  ].map((ruleset, index) => ({ ...ruleset, id: index + 1 }));
  const push = (
    ref: string,
    before: string,
    after: string,
    { forced = false, unsigned = false, app }: { forced?: boolean; unsigned?: boolean; app?: number } = {},
  ) => refusals(rulesets, { ref, before, after, forced, unsigned }, 'main', app).length > 0;

  test.each([
    ['refs/heads/main', one, two, {}, true],
    ['refs/heads/main', one, two, { app: 7 }, false],
    ['refs/heads/main', one, two, { app: 8 }, true],
    ['refs/heads/main', one, two, { app: 7, forced: true }, true],
    ['refs/heads/main', one, none, { app: 7 }, true],
    ['refs/heads/main', one, two, { app: 7, unsigned: true }, true],
    ['refs/heads/promote/shop/prod', none, one, {}, true],
    ['refs/heads/promote/shop/prod', none, one, { app: 7 }, false],
    ['refs/heads/promote/shop/prod', one, two, { app: 7, forced: true }, false],
    ['refs/heads/promote/shop/prod', one, none, {}, true],
    ['refs/heads/promote', none, one, {}, true],
    ['refs/heads/feature', none, one, {}, false],
    ['refs/heads/feature', one, two, { forced: true }, false],
    ['refs/tags/main', none, one, {}, true],
    ['refs/tags/a/b', none, one, { app: 7 }, true],
    ['refs/tags/main', one, none, { app: 7 }, true],
  ])('%s, %s → %s, %j', (ref, before, after, options, refused) => {
    expect(push(ref, before, after, options)).toBe(refused);
  });
  test('exclude and enforcement', () => {
    const [tags] = rulesets.slice(-1);
    if (tags === undefined) throw new Error('no ruleset');
    const refuses = (ruleset: Ruleset) => refusals([ruleset], { ref: 'refs/tags/v1', before: none, after: one, forced: false }, 'main', undefined).length;
    expect(refuses({ ...tags, conditions: { ref_name: { include: ['~ALL'], exclude: ['refs/tags/v*'] } } })).toBe(0);
    expect(refuses({ ...tags, enforcement: 'disabled' as 'active' })).toBe(0);
    expect(refuses(tags)).toBe(1);
  });
  test('of an app repository leave tags alone', () => {
    const app: Ruleset = { ...appBranchRuleset(['Test'], [], settings), id: 1 };
    expect(refusals([app], { ref: 'refs/tags/main', before: none, after: one, forced: false }, 'main', undefined)).toEqual([]);
    expect(refusals([app], { ref: 'refs/heads/main', before: one, after: none, forced: false }, 'main', undefined)).toEqual(['Cannot delete this branch']);
  });
});

describe('required checks', () => {
  const run = (name: string, result: string | undefined): Run =>
    ({ jobNames: { job: name }, jobs: result === undefined ? {} : { job: result } }) as unknown as Run;
  const status = (state: Status['state'], creator: string, app?: number): Status => ({
    ...{ repository: 'a/b', sha: one, context: 'Promotion', description: '', targetUrl: '' },
    ...{ state, creator, app },
  });
  const required = [{ context: 'Promotion', integration_id: 7 }];

  test('are of the App that is named', () => {
    expect(missingChecks(required, [], [status('success', 'eve')])).toEqual(['Promotion']);
    expect(missingChecks(required, [run('Promotion', 'success')], [])).toEqual(['Promotion']);
    expect(missingChecks(required, [], [status('success', 'cd[bot]', 7)])).toEqual([]);
  });
  test('are the latest status of a creator, and every job of that name', () => {
    expect(missingChecks(required, [], [status('success', 'cd[bot]', 7), status('failure', 'cd[bot]', 7)])).toEqual(['Promotion']);
    const job = [{ context: 'Test', integration_id: 15368 }];
    expect(missingChecks(job, [run('Test', 'failure'), run('Test', 'success')], [])).toEqual(['Test']);
    expect(missingChecks(job, [run('Test', undefined)], [])).toEqual(['Test']);
    expect(missingChecks(job, [run('Test', 'skipped')], [])).toEqual([]);
  });
});

describe('a re-run', () => {
  const workflow = `on: push
jobs:
  validate:
    name: Validate
    runs-on: ubuntu-24.04
    outputs: { request: '\${{ steps.read.outputs.request }}' }
    steps: [{ id: read, run: 'true' }]
  write: { needs: [validate], runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
  after: { needs: write, runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
`;
  test('takes what needs the job with it', () => {
    expect(jobsToRun(workflow, ['write'])).toEqual(['write', 'after']);
    expect(jobsToRun(workflow, ['validate'])).toEqual(['validate', 'write', 'after']);
  });
  test('keeps outputs and results of the others', () => {
    const outputs = outputsOf(workflow, 'validate', { 'steps.read.outputs.request': '{"a": "$(id) ${{ x }}"}' });
    expect(outputs).toEqual({ request: '{"a": "$(id) ${{ x }}"}' });
    const { jobs } = parse(withKeptJobs(workflow, { validate: { result: 'success', outputs } }));
    expect(jobs.validate).toMatchObject({ name: 'Validate', outputs: { request: '${{ steps.kept.outputs.request }}' } });
    expect(jobs.validate.steps[0].env).toEqual({ KEPT_request: '{"a": "$(id) ${{ \'${{\' }} x }}"}' });
    expect(jobs.write.needs).toEqual(['validate']);
  });
});
