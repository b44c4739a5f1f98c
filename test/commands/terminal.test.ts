/** create in a real terminal. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type BuiltCli, builtCli } from '../support/built-cli.ts';
import { readSession, recordSession, sessionRegion } from '../support/session.ts';
import { keys, openTerminal, screenText } from '../support/terminal.ts';
import { temporaryFolder, treeOf, write } from '../support/workspace.ts';

let cli: BuiltCli;
beforeAll(async () => {
  cli = await builtCli();
});

/** Start of each question on the screen. */
const questions = [
  'Name of the app',
  'App repository on GitHub',
  'Config repository on GitHub',
  'Code owners',
  'Registry',
  'Dev clusters',
  'Prod clusters',
  'Argo CD [',
];

describe.skipIf(process.platform === 'win32')('in a terminal', () => {
  test.each(questions.map((question, index) => [question, index] as const))('Ctrl-C at “%s” exits with 130 and writes nothing', async (question, index) => {
    const cwd = temporaryFolder();
    const terminal = openTerminal(cli.file, ['create', 'shop', '--save-answers', 'answers.json'], { cwd });
    for (const before of questions.slice(0, index)) {
      await terminal.shows(before);
      terminal.type(keys.enter);
    }
    await terminal.shows(question);
    terminal.type(keys.interrupt);
    expect(await terminal.ended).toBe(130);
    expect(terminal.text()).toContain('interrupted: nothing was written');
    expect(treeOf(cwd)).toEqual({});
  });

  test('arrow keys select, and saved answers give the same result', async () => {
    const cwd = temporaryFolder();
    const terminal = openTerminal(cli.file, ['create', 'shop', '--app-repository', 'acme/shop', '--save-answers', 'answers.json'], { cwd });
    for (const question of questions.filter((each) => !/App repository|Argo/.test(each))) {
      await terminal.shows(question);
      terminal.type(keys.enter);
    }
    await terminal.shows(/[❯>] per-cluster: /);
    terminal.type(keys.down);
    await terminal.shows(/[❯>] dev-cluster: /);
    terminal.type(keys.down);
    await terminal.shows(/[❯>] prod-cluster: /);
    terminal.type(keys.up);
    await terminal.shows(/[❯>] dev-cluster: /);
    terminal.type(keys.enter);
    expect(await terminal.ended).toBe(0);
    expect(readFileSync(join(cwd, 'shop/.gitops-app/pipeline.config.ts'), 'utf8')).toContain("argocd: { topology: 'hub', cluster: 'dev-cluster' }");
    expect(JSON.parse(readFileSync(join(cwd, 'answers.json'), 'utf8'))).toMatchObject({
      name: 'shop',
      appRepository: 'acme/shop',
      argocd: 'dev-cluster',
      ci: 'full',
    });

    expect(cli.run(join(cwd, 'shop'), 'check').status).toBe(0);

    const other = temporaryFolder();
    const replayed = cli.run(other, 'create', 'shop', '--from', join(cwd, 'answers.json'));
    expect([replayed.status, replayed.stderr]).toEqual([0, '']);
    const { 'answers.json': _, ...written } = treeOf(cwd);
    expect(treeOf(other)).toEqual(written);
  });

  test('a terminal with forty columns shows every question completely', async () => {
    const cwd = temporaryFolder();
    const terminal = openTerminal(cli.file, ['create', 'shop'], { cwd, columns: 40 });
    const plain = (text: string) => text.replace(/\s+/g, '');
    for (const question of questions) {
      await terminal.shows(new RegExp([...plain(question)].map((letter) => letter.replace(/[[\]().]/g, '\\$&')).join('\\s*')));
      terminal.type(keys.enter);
    }
    expect(await terminal.ended).toBe(0);
    const shown = terminal.text();
    expect(Math.max(...shown.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(40);
    // Each answered question is shown once: nothing was overwritten, nothing left behind.
    for (const question of questions.slice(0, -1)) expect(plain(shown).split(plain(question)).length - 1, question).toBe(1);
  });

  test('an invalid answer is reported at once, and can be corrected', async () => {
    const terminal = openTerminal(cli.file, ['create', 'shop'], { cwd: temporaryFolder() });
    await terminal.shows('Name of the app');
    terminal.type(`1${keys.enter}`);
    await terminal.shows('is "1"; expected at most 40 lowercase letters');
    terminal.type(`\u007fshop${keys.enter}`);
    await terminal.shows('App repository on GitHub');
    terminal.type(keys.interrupt);
    expect(await terminal.ended).toBe(130);
  });
});

describe('without a terminal', () => {
  test('missing options are listed', () => {
    const cwd = temporaryFolder();
    const { status, stderr } = cli.run(cwd, 'create', 'shop', '--name', 'shop', '--registry', 'ghcr');
    expect(status).toBe(1);
    expect(stderr).toContain('missing: --app-repository, --config-repository, --owners, --dev-clusters, --prod-clusters, --argocd');
    expect(treeOf(cwd)).toEqual({});
  });

  test('an existing answers file is not overwritten', () => {
    const cwd = temporaryFolder();
    write(cwd, { 'answers.json': 'mine' });
    expect(cli.run(cwd, 'create', 'shop', '--yes', '--save-answers', 'answers.json')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('answers.json already exists'),
    });
    expect(treeOf(cwd)).toEqual({ 'answers.json': 'mine' });
  });
});

test.skipIf(process.platform === 'win32')(
  'the session in README.md matches the terminal: npm run session',
  async () => {
    expect(readSession()).toBe(sessionRegion(await recordSession(cli.file)));
  },
  240_000,
);

test('screenText interprets control sequences', () => {
  expect(screenText('? Name\u001b[3Dxy\u001b[K\r\nold\u001b[1A\r\u001b[Jnew', 20)).toBe('new\n');
  expect(screenText('abcdef', 4)).toBe('abcd\nef\n');
});
