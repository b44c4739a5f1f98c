/** Which apps a change of a config repository can reach: a pull request must not be able to hide a change from its check. */
import { appendFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { check } from '../../src/commands/check.ts';
import { appsChangedSince } from '../../src/diff/changed-since.ts';
import { exitCodes } from '../../src/problems/errors.ts';
import { git } from '../cd/config-repository.ts';
import { goldenFolder } from '../golden/cases.ts';
import { run } from '../support/run-commands.ts';
import { temporaryFolder } from '../support/workspace.ts';

/** The config repository of shop and mail, with one commit. */
function committed(): string {
  const folder = temporaryFolder();
  cpSync(join(goldenFolder, 'two-apps/config'), folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'before');
  return folder;
}

const append =
  (...paths: string[]) =>
  (folder: string) => {
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      appendFileSync(join(folder, path), '# changed\n');
    }
  };
const replace = (path: string, from: string, to: string) => (folder: string) => {
  const text = readFileSync(join(folder, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, path), text.replace(from, to));
};
/** Says that another app has generated a file. */
const claim = (folder: string) => {
  append('charts/mail/values.yaml')(folder);
  replace(
    '.gitops-app/shop/manifest.json',
    '"files": [',
    '"files": [\n    {"path":"charts/mail/values.yaml","output":"config/values","class":"managed","hash":"0"},',
  )(folder);
};

const linkReadme = (folder: string) => {
  rmSync(join(folder, 'README.md'));
  symlinkSync('LICENSE', join(folder, 'README.md'));
};

const cases: [string, (folder: string) => void, string[] | undefined][] = [
  ['nothing', () => {}, []],
  ['a chart', append('charts/shop/values.yaml'), ['shop']],
  ['a document', append('docs/mail/README.md'), ['mail']],
  ['a new file', append('charts/shop/templates/new.yaml'), ['shop']],
  ['a file that is gone', (folder) => rmSync(join(folder, 'charts/mail/values.yaml')), ['mail']],
  [
    'a file that was moved to another app',
    (folder) => renameSync(join(folder, 'charts/mail/values.yaml'), join(folder, 'charts/shop/moved.yaml')),
    ['mail', 'shop'],
  ],
  ['a model', append('.gitops-app/shop/model.json'), ['shop']],
  ['a record that claims a file of another app', claim, ['mail', 'shop']],
  ['an Application', append('argocd/applications/mail-dev-dev-eu.yaml'), ['mail']],
  ['an AppProject', append('argocd/projects/shop-prod.yaml'), ['shop']],
  ['a block', replace('README.md', 'gitops-app:end shop', 'gitops-app:end shop -->\n<!-- changed'), undefined],
  ['a line of a block', replace('.github/CODEOWNERS', '/charts/mail/ @acme/platform', '/charts/mail/ @acme/evil'), ['mail']],
  ['a line of the shared block', replace('.github/CODEOWNERS', '* @acme/platform', '* @acme/evil'), undefined],
  ['a line after the blocks', append('.github/CODEOWNERS'), undefined],
  ['a block of nobody', (folder) => appendFileSync(join(folder, 'README.md'), '\n<!-- gitops-app:begin x: -->\nx\n<!-- gitops-app:end x -->\n'), undefined],
  ['a link in the place of the README', linkReadme, undefined],
  ['the settings', append('.gitops-app/shared/settings.json'), undefined],
  ['the record of the shared files', append('.gitops-app/shared/manifest.json'), undefined],
  ['a workflow', append('.github/workflows/check.yaml'), undefined],
  ['attributes', append('.gitattributes'), undefined],
  ['attributes of a folder', append('charts/.gitattributes'), undefined],
  ['the root Application', append('argocd/bootstrap/root.yaml'), undefined],
  ['an Application of nobody', append('argocd/applications/evil.yaml'), undefined],
  ['an app that is gone', (folder) => rmSync(join(folder, '.gitops-app/mail'), { recursive: true }), undefined],
  ['a chart of nobody', append('charts/legacy/Chart.yaml'), undefined],
  ['anything else', append('Makefile'), undefined],
];

describe('what is reached by a change of', () => {
  test.each(cases)('%s', (_, edit, expected) => {
    const folder = committed();
    edit(folder);
    const sorted = (apps: ReadonlySet<string> | undefined) => apps && [...apps].sort();
    expect(sorted(appsChangedSince(folder, 'HEAD'))).toEqual(expected);
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'after');
    expect(sorted(appsChangedSince(folder, 'HEAD^1'))).toEqual(expected);
    expect(sorted(appsChangedSince(folder, 'HEAD'))).toEqual([]);
  });
});

test('the name of one app may begin with that of another: both are reached', () => {
  const folder = committed();
  mkdirSync(join(folder, '.gitops-app/shop-dev'));
  append('argocd/applications/shop-dev-dev-eu.yaml')(folder);
  expect([...(appsChangedSince(folder, 'HEAD') ?? [])].sort()).toEqual(['shop', 'shop-dev']);
});

describe('check --changed-since', () => {
  const checked = (cwd: string, changedSince: string, more: { apps?: string[] } = {}) => run(check, { cwd, generators, changedSince, ...more });

  test('checks the apps that are reached, and says how many are not', async () => {
    const folder = committed();
    append('charts/shop/values.yaml', 'charts/mail/values.yaml')(folder);
    git(folder, 'add', 'charts/mail');
    git(folder, 'commit', '--quiet', '--message', 'mail');
    const { code, out } = await checked(folder, 'HEAD');
    expect(code).toBe(exitCodes.drift);
    expect(out).toContain('charts/shop/values.yaml');
    expect(out).not.toContain('charts/mail/values.yaml');
    expect(out).toContain('Not checked: 1 app that no change reaches.\n');
    expect((await checked(folder, 'HEAD^1')).out).toMatch(/charts\/mail\/values\.yaml[\s\S]*charts\/shop\/values\.yaml/);
    expect(await checked(folder, 'HEAD', { apps: ['mail'] })).toMatchObject({ code: exitCodes.clean, out: expect.stringContaining('0 files up to date') });
  });

  test('compares what is reached with all other apps', async () => {
    const folder = committed();
    replace('.gitops-app/mail/model.json', '"namespace": "mail-prod"', '"namespace": "shop-prod"')(folder);
    await expect(checked(folder, 'HEAD')).rejects.toMatchObject({
      problems: expect.arrayContaining([expect.objectContaining({ code: 'OWNED_BY_ANOTHER_APP' })]),
    });
    git(folder, 'commit', '--quiet', '--all', '--message', 'merged although it failed');
    expect((await checked(folder, 'HEAD')).code).toBe(exitCodes.clean);
  });

  test.each<[string, (folder: string) => void, string, RegExp]>([
    ['an unknown commit', () => {}, 'no-such', /this repository has no commit 'no-such'/],
    ['an option of git', () => {}, '--output=x', /this repository has no commit '--output=x'/],
    ['a tag named like a branch', (folder) => git(folder, 'tag', 'main'), 'main', /'main' is refs\/heads\/main and refs\/tags\/main/],
    ['a folder without git', (folder) => rmSync(join(folder, '.git'), { recursive: true }), 'HEAD', /is in no repository of git/],
    ['the config of one app', (folder) => writeFileSync(join(folder, 'pipeline.config.ts'), ''), 'HEAD', /it chooses among the apps of a config repository/],
  ])('refuses %s', async (_, edit, ref, message) => {
    const folder = committed();
    edit(folder);
    await expect(checked(folder, ref)).rejects.toMatchObject({
      exitCode: exitCodes.error,
      problems: [{ code: 'USAGE', message: expect.stringMatching(message) }],
    });
  });
});
