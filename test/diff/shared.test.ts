import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PlannedFile } from '../../src/plan/plan.ts';
import { compare, generateFrom, outcomes, planOf, temporaryFolder, timesOf, treeOf, write } from '../support/workspace.ts';

/** Two apps of one config repository: each has its own file, and plans the shared files of its generator. */
const plan = (app: string, shared: Record<string, string>): PlannedFile[] =>
  planOf({
    [`charts/${app}/values.yaml`]: `app: ${app}\n`,
    ...Object.fromEntries(Object.entries(shared).map(([path, content]) => [path, { content, scope: 'shared' as const }])),
  });
const older = { 'cd.yaml': 'version: 1\n', 'gone.yaml': 'only in 1\n' };
const newer = { 'cd.yaml': 'version: 2\n', 'added.yaml': 'only in 2\n' };
const sharedFiles = (root: string) => Object.fromEntries(Object.entries(treeOf(root)).filter(([path]) => !path.includes('/')));
const readRecord = (root: string, scope: string) => JSON.parse(treeOf(root)[`.gitops-app/${scope}/manifest.json`] ?? '{}');

describe('two apps, two versions of the generator', () => {
  test('older first: the newer one upgrades the shared files and removes those that it no longer generates', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan('shop', older), { app: 'shop', version: '1.0.0' });
    const repositoryChanges = await generateFrom(root, plan('mail', newer), { app: 'mail', version: '2.0.0' });
    expect(outcomes(repositoryChanges)).toEqual({
      'charts/mail/values.yaml': 'create new',
      'cd.yaml': 'update generator-upgraded',
      'added.yaml': 'create generator-upgraded',
      'gone.yaml': 'delete generator-upgraded',
    });
    expect(sharedFiles(root)).toEqual(newer);
    expect(readRecord(root, 'shared').generatorVersion).toBe('2.0.0');
  });

  test('newer first: the older one keeps the shared files, reports that, and writes its own', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan('mail', newer), { app: 'mail', version: '2.0.0' });
    const times = timesOf(root);
    const repositoryChanges = await generateFrom(root, plan('shop', older), { app: 'shop', version: '1.0.0' });
    expect(outcomes(repositoryChanges)).toEqual({
      'charts/shop/values.yaml': 'create new',
      'cd.yaml': 'keep newer-shared',
      'gone.yaml': 'keep newer-shared',
      'added.yaml': 'keep newer-shared',
    });
    expect(sharedFiles(root)).toEqual(newer);
    expect(timesOf(root)).toMatchObject(times);
  });

  test('both orders result in the same shared files and record', async () => {
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    const shop = async (root: string) => await generateFrom(root, plan('shop', older), { app: 'shop', version: '1.0.0' });
    const mail = async (root: string) => await generateFrom(root, plan('mail', newer), { app: 'mail', version: '2.0.0' });
    await shop(first);
    await mail(first);
    await mail(second);
    await shop(second);
    expect(treeOf(first)).toEqual(treeOf(second));
  });

  test('afterwards neither has anything to do', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan('shop', older), { app: 'shop', version: '1.0.0' });
    await generateFrom(root, plan('mail', newer), { app: 'mail', version: '2.0.0' });
    const again = [
      await compare(root, plan('shop', older), { app: 'shop', version: '1.0.0' }),
      await compare(root, plan('mail', newer), { app: 'mail', version: '2.0.0' }),
    ];
    expect(again.flatMap(({ changes }) => changes).filter(({ action }) => action !== 'unchanged' && action !== 'keep')).toEqual([]);
  });

  test('a pre-release does not undo its release', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan('mail', newer), { app: 'mail', version: '2.0.0' });
    expect(outcomes(await compare(root, plan('shop', older), { version: '2.0.0-rc.1' }))['cd.yaml']).toBe('keep newer-shared');
  });
});

describe('two apps, one version', () => {
  test('share the files; each has its own record', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan('shop', newer), { app: 'shop' });
    expect(outcomes(await generateFrom(root, plan('mail', newer), { app: 'mail' }))).toEqual({
      'charts/mail/values.yaml': 'create new',
      'cd.yaml': 'unchanged none',
      'added.yaml': 'unchanged none',
    });
    expect(Object.keys(treeOf(root)).filter((path) => path.endsWith('manifest.json'))).toEqual([
      '.gitops-app/mail/manifest.json',
      '.gitops-app/shared/manifest.json',
      '.gitops-app/shop/manifest.json',
    ]);
  });

  test('a shared file that only one of them generates is kept while the files of the other are unknown', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan('shop', newer), { app: 'shop' });
    const repositoryChanges = await generateFrom(root, plan('mail', { 'cd.yaml': newer['cd.yaml'] }), { app: 'mail' });
    expect(outcomes(repositoryChanges)['added.yaml']).toBe('unchanged none');
    expect(sharedFiles(root)).toEqual(newer);
    expect(outcomes(await compare(root, plan('shop', newer), { app: 'shop' }))['added.yaml']).toBe('unchanged none');
  });

  test('an edited shared file is refused for both', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan('shop', newer), { app: 'shop' });
    write(root, { 'cd.yaml': 'mine\n' });
    for (const app of ['shop', 'mail']) expect(outcomes(await compare(root, plan(app, newer), { app }))['cd.yaml']).toBe('refuse edited');
  });

  test('removing one changes neither the other nor the shared files', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan('shop', newer), { app: 'shop' });
    await generateFrom(root, plan('mail', newer), { app: 'mail' });
    const before = treeOf(root);
    for (const path of ['charts/mail', '.gitops-app/mail']) rmSync(join(root, path), { recursive: true });
    expect(new Set(Object.values(outcomes(await generateFrom(root, plan('shop', newer), { app: 'shop' }))))).toEqual(new Set(['unchanged none']));
    expect(treeOf(root)).toEqual(Object.fromEntries(Object.entries(before).filter(([path]) => !path.includes('mail'))));
  });
});
