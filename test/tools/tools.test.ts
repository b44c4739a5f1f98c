/** What needs programs from PyPI: zizmor over workflows, shellcheck over every script, hadolint over every Dockerfile. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { dockerfile } from '../../generators/app/dockerfile.ts';
import type { Model } from '../../src/model/model.ts';
import { goldenCases, goldenFolder, readTree } from '../golden/cases.ts';
import { ownFiles } from '../judges/own-files.ts';
import { workflowVariants } from '../judges/workflow-variants.ts';
import { installTools } from './install.ts';

const tools = installTools();
if ('reason' in tools && process.env.CI) throw new Error(`CI must not run without these tools: ${tools.reason}`);

const files = goldenCases.flatMap(({ name }) => [...readTree(join(goldenFolder, name))].map(([path, text]) => ({ path: `${name}/${path}`, text })));
const workflows = [...files, ...workflowVariants, ...ownFiles].filter(({ path }) => path.includes('/.github/workflows/'));
const dependabots = [...files, ...workflowVariants, ...ownFiles].filter(({ path }) => path.endsWith('/.github/dependabot.yml'));
const scripts = files.filter(({ path }) => path.endsWith('.sh'));
const dockerfiles = [...files, ...workflowVariants].filter(({ path }) => basename(path).startsWith('Dockerfile'));

const temporary = mkdtempSync(join(tmpdir(), 'tools-'));
afterAll(() => rmSync(temporary, { recursive: true }));

/** Runs a program over one text and gives its findings. */
function run(program: string, args: readonly string[], path: string, text: string): string {
  if ('reason' in tools) throw new Error(tools.reason);
  const file = join(temporary, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const { status, stdout, stderr, error } = spawnSync(join(tools.folder, program), [...args, basename(file)], { cwd: dirname(file), encoding: 'utf8' });
  if (error !== undefined) throw error;
  return status === 0 ? '' : `${stdout}${stderr}`.trim() || `${program} ended with ${status}`;
}

/** Looks at the file alone: nothing is asked of the network. */
const zizmor = (path: string, text: string) => run('zizmor', ['--offline', '--no-progress', '--quiet', '--persona=auditor', '--no-config'], path, text);
const shellcheck = (path: string, text: string) => run('shellcheck', ['--norc', '--external-sources', '--shell=bash', '--severity=style'], path, text);
const hadolint = (path: string, text: string) => run('hadolint', ['--no-color', '--failure-threshold=style'], path, text);

/** Every `run:` of a workflow; what GitHub replaces is not in one. */
function runScripts(text: string): string[] {
  const { jobs } = parse(text) as { jobs: Record<string, { steps: { run?: string }[] }> };
  return Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run: script }) => (script === undefined ? [] : [script])));
}

const skip = 'reason' in tools ? tools.reason : undefined;
const suite = (name: string, tests: () => void) =>
  skip === undefined ? describe(`judge: ${name}`, tests) : describe(`judge: ${name}`, () => test('needs its program', (context) => context.skip(skip)));

suite('zizmor, auditor', () => {
  test.each([...workflows, ...dependabots])('$path', ({ path, text }) => {
    expect(zizmor(path, text)).toBe('');
  });
  test.each([
    ['an action by its tag', 'uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1', 'uses: actions/checkout@v7', 'unpinned-uses'],
    ['a value in a script', 'run: bash .gitops-app/shared/check.sh generated-files', 'run: echo ${{ github.head_ref }}', 'template-injection'],
    ['credentials that stay', 'persist-credentials: false', 'fetch-tags: true', 'artipacked'],
  ])('refuses %s', (_, from, to, rule) => {
    const text = readFileSync(join(goldenFolder, 'shop/config/.github/workflows/check.yaml'), 'utf8');
    expect(text).toContain(from);
    expect(zizmor('refused/.github/workflows/check.yaml', text.replaceAll(from, to))).toContain(rule);
  });
  test('refuses Dependabot without a cooldown', () => {
    const text = readFileSync(join(goldenFolder, 'shop/app/.github/dependabot.yml'), 'utf8');
    const hasty = text.replace(/ +cooldown:\n +default-days: 7\n/, '');
    expect(hasty).not.toBe(text);
    expect(zizmor('refused/.github/dependabot.yml', hasty)).toContain('dependabot-cooldown');
  });
});

suite('shellcheck', () => {
  test.each(scripts)('$path', ({ path, text }) => {
    const folder = join(goldenFolder, dirname(path));
    mkdirSync(join(temporary, dirname(path)), { recursive: true });
    for (const file of readdirSync(folder)) cpSync(join(folder, file), join(temporary, dirname(path), file));
    expect(shellcheck(path, text)).toBe('');
  });
  test.each(workflows)('the scripts in $path', ({ path, text }) => {
    for (const script of runScripts(text)) expect(shellcheck(`${path}.sh`, `set -euo pipefail\n${script}`)).toBe('');
  });
  test('refuses a variable that may split', () => {
    expect(shellcheck('refused.sh', 'set -e\na="$1"\nrm $a\n')).toContain('SC2086');
  });
});

suite('hadolint', () => {
  test.each(dockerfiles)('$path', ({ path, text }) => {
    expect(hadolint(path, text)).toBe('');
  });
  test('a command of several lines', () => {
    const model = JSON.parse(readFileSync(join(goldenFolder, 'shop/config/.gitops-app/shop/model.json'), 'utf8')) as Model;
    const commands = { ...model.ci.commands, install: 'npm ci\nnpm run codegen', compile: '' };
    const [file] = dockerfile.files({ ...model, ci: { ...model.ci, commands } }, { version: '1.0.0', planned: [] });
    expect(file?.content).toContain('RUN <<');
    expect(hadolint('lines/Dockerfile', file?.content ?? '')).toBe('');
  });
  test('there is one of every golden in Node', () => expect(dockerfiles.length).toBeGreaterThanOrEqual(goldenCases.length));
  test('refuses a base without a version', () => {
    expect(hadolint('refused/Dockerfile', 'FROM node\nUSER 10001\n')).toContain('DL3006');
  });
});
