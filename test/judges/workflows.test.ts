import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionPins } from '../../src/github/action-pins.ts';
import { goldenCases, goldenFolder, readTree } from '../golden/cases.ts';
import { some } from '../support/sample.ts';
import { actionInputs } from './action-inputs.ts';
import { bashFindings } from './bash.ts';
import { ownFiles } from './own-files.ts';
import { workflowVariants } from './workflow-variants.ts';
import { judgeByActionlint, judgeByGitHub } from './workflows.ts';

const files = goldenCases.flatMap(({ name }) => [...readTree(join(goldenFolder, name))].map(([path, text]) => ({ path: `${name}/${path}`, text })));
const isWorkflow = ({ path }: { path: string }) => path.includes('/.github/workflows/');
const ownWorkflows = ownFiles.filter(isWorkflow);
const workflows = [...files, ...some(workflowVariants, 20), ...ownWorkflows].filter(isWorkflow);

test('every golden has its workflows', () => {
  const names = workflows.filter(({ path }) => path.startsWith('shop/')).map(({ path }) => path.split('/').slice(1).join('/'));
  expect(names).toEqual([
    'app/.github/workflows/gitops-check.yaml',
    'app/.github/workflows/gitops-ci.yaml',
    'config/.github/workflows/cd.yaml',
    'config/.github/workflows/check.yaml',
    'config/.github/workflows/promotion.yaml',
    'config/.github/workflows/review.yaml',
    'config/.github/workflows/rollback.yaml',
  ]);
});

const ownPins = ownWorkflows.flatMap(({ text }) => [...text.matchAll(/uses: ([\w/-]+)@(\w+) # (\S+)/g)].map(([, ...pin]) => pin as [string, string, string]));

test.each(ownPins)('%s has one pin in this project and in what it generates', (action, commit, pinnedVersion) => {
  const emitted: { version: string; commit: string } | undefined = Object.entries(actionPins).find(([name]) => name === action)?.[1];
  if (emitted !== undefined) expect(emitted).toEqual({ version: pinnedVersion, commit });
});

describe('judge: GitHub’s workflow parser', () => {
  test.each(workflows)('$path', async ({ path, text }) => {
    expect(await judgeByGitHub(path, text)).toEqual([]);
  });
  test('knows the inputs of every action that is pinned', () => {
    expect(Object.keys(actionInputs).sort()).toEqual([...new Set([...Object.keys(actionPins), ...ownPins.map(([action]) => action)])].sort());
  });
  const minimal = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n';
  test.each([
    ['    steps:', '    stepz:', 'stepz'],
    ['- run: echo', '- run: echo ${{ needs.b.result }}', 'invalid: b'],
    ['- run: echo', '- uses: azure/setup-helm@abc', 'version'],
    ['- run: echo', '- uses: azure/setup-helm@abc\n        with: { version: v4, nope: 1 }', 'nope'],
    ['- run: echo', "- if: ${{ githubb.ref == 'x' }}\n        run: echo", 'githubb'],
  ])('refuses %j → %j', async (from, to, finding) => {
    expect(await judgeByGitHub('w.yaml', minimal)).toEqual([]);
    expect((await judgeByGitHub('w.yaml', minimal.replace(from, to))).join('\n')).toContain(finding);
  });
});

describe('judge: actionlint', () => {
  test.each(workflows)('$path', async ({ path, text }) => {
    expect(await judgeByActionlint(path, text)).toEqual([]);
  });
  test.each([
    ['on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    needs: b\n    steps:\n      - run: echo\n', 'needs job "b" which does not exist'],
    ['on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.event.head_commit.message }}\n', 'potentially untrusted'],
  ])('refuses %j', async (text, finding) => {
    expect((await judgeByActionlint('w.yaml', text)).join('\n')).toContain(finding);
  });
});

describe('judge: what every workflow of ours keeps', () => {
  test.each(workflows)('$path', ({ path, text }) => {
    expect(text).toMatch(/^permissions: \{\}$/m);
    expect(text).toMatch(/^concurrency:$/m);
    const jobs = [...text.matchAll(/^ {2}[a-z-]+:\n {4}name: /gm)].length;
    for (const key of ['permissions', 'timeout-minutes', 'runs-on']) expect([...text.matchAll(new RegExp(`^ {4}${key}:`, 'gm'))], key).toHaveLength(jobs);
    for (const [, reason = ''] of text.matchAll(/zizmor: ignore\[[^\]]*\](.*)/g))
      expect(reason.trim(), 'a suppressed rule has its reason beside it').not.toBe('');
    for (const [, pin] of text.matchAll(/\buses: (\S+)/g)) expect(pin).toMatch(/@[0-9a-f]{40}$/);
    expect(text).not.toMatch(/GITHUB_ENV|GITHUB_PATH|\[skip ci\]/);
    // Only where nothing of the pull request is executed: see below.
    if (!path.endsWith('config/.github/workflows/promotion.yaml')) expect(text).not.toMatch(/pull_request_target|\bworkflow_run\b/);
    // A value that stands in a script would be code.
    for (const [, indent = '', script = ''] of text.matchAll(/^( *)(?:- )?run: (.*(?:\n\1 {2,}.*|\n)*)/gm)) expect(script, indent).not.toContain('${{');
    const checkouts = [...text.matchAll(/uses: actions\/checkout@/g)].length;
    expect([...text.matchAll(/persist-credentials: false/g)]).toHaveLength(checkouts);
  });
});

test('the workflow for pull requests takes nothing of them but a number, and checks out only the default branch', () => {
  const promotions = files.filter(({ path }) => path.endsWith('config/.github/workflows/promotion.yaml'));
  expect(promotions).toHaveLength(goldenCases.length);
  for (const { text } of promotions) {
    const expressions = [...text.matchAll(/\$\{\{ (.*?) \}\}/g)].map(([, expression = '']) => expression);
    const allowed = [
      /^github\.event\.pull_request\.number( \|\| github\.run_id)?$/,
      /^github\.(event\.repository\.default_branch|token)$/,
      /^(vars|secrets|steps|needs)\./,
    ];
    for (const expression of expressions)
      expect(
        allowed.some((pattern) => pattern.test(expression)),
        expression,
      ).toBe(true);
    expect([...text.matchAll(/actions\/checkout@.*\n.*\n {10}ref: refs\/heads\/\$\{\{ github\.event\.repository\.default_branch \}\}\n/g)]).toHaveLength(2);
    const { jobs } = parse(text) as { jobs: Record<string, { permissions: object; environment?: string }> };
    expect(jobs.decide).toMatchObject({ permissions: { contents: 'read', 'pull-requests': 'read' } });
    expect(jobs.decide).not.toHaveProperty('environment');
    expect(jobs.report).toMatchObject({ permissions: { contents: 'read' }, environment: 'cd' });
  }
});

describe('judge: bash', () => {
  const scripts = files.filter(({ path }) => path.endsWith('.sh'));
  test.each(scripts)('$path', ({ text }) => {
    expect(bashFindings(text)).toBe('');
  });
  test.each(workflows)('the scripts in $path', ({ text }) => {
    const { jobs } = parse(text) as { jobs: Record<string, { steps: { run?: string }[] }> };
    const inline = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => (run === undefined ? [] : [run])));
    expect(inline.length).toBeGreaterThan(0);
    for (const script of inline) expect(bashFindings(script)).toBe('');
  });
  test('refuses an open quote', () => {
    expect(scripts.length).toBeGreaterThan(0);
    expect(bashFindings("echo 'a\n")).toContain('matching');
  });
});
