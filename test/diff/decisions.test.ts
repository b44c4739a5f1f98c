/** The user's decisions on single files: overwrite, adopt, eject, merge. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compare, generateFrom, outcomes, planOf, temporaryFolder, treeOf, write } from '../support/workspace.ts';

const runbook = (...lines: string[]) => planOf({ 'runbook.md': { content: `${lines.join('\n')}\n`, ownership: { class: 'merge' } } });
const first = runbook('# Deploy', '', 'Step one.', '', 'Step two.', '', 'The end.');
const second = runbook('# Deploy', '', 'Step one, better.', '', 'Step two.', '', 'The end.');
const other = { modelDigest: 'other' };

async function edited(text: string): Promise<string> {
  const root = temporaryFolder();
  await generateFrom(root, first);
  write(root, { 'runbook.md': text });
  return root;
}

const own = '# Deploy\n\nStep one.\n\nStep two.\n\nCall Ada first.\n\nThe end.\n';

describe('a merged file', () => {
  test('is created, updated if it was not edited, and recreated if it is missing', async () => {
    const root = temporaryFolder();
    expect(outcomes(await generateFrom(root, first))).toEqual({ 'runbook.md': 'create new' });
    expect(outcomes(await generateFrom(root, second, other))).toEqual({ 'runbook.md': 'update config-changed' });
    rmSync(join(root, 'runbook.md'));
    expect(outcomes(await generateFrom(root, second, other))).toEqual({ 'runbook.md': 'create missing' });
  });

  test('keeps edits, without writing while the plan stays, and also when the plan changes', async () => {
    const root = await edited(own);
    expect(outcomes(await generateFrom(root, first))).toEqual({ 'runbook.md': 'keep merged' });
    expect(treeOf(root)['runbook.md']).toBe(own);
    expect(outcomes(await generateFrom(root, second, other))).toEqual({ 'runbook.md': 'update config-changed' });
    expect(treeOf(root)['runbook.md']).toBe(own.replace('Step one.', 'Step one, better.'));
    expect(outcomes(await generateFrom(root, second, other))).toEqual({ 'runbook.md': 'keep merged' });
    expect(outcomes(await generateFrom(root, first))).toEqual({ 'runbook.md': 'update config-changed' });
    expect(treeOf(root)['runbook.md']).toBe(own);
  });

  test('is refused if both sides changed a line, until the user takes one side or writes both between markers', async () => {
    const text = own.replace('Step one.', 'My step.');
    const root = await edited(text);
    expect((await compare(root, second, other)).changes).toMatchObject([
      { action: 'refuse', cause: 'conflict', detail: 'you and the generator changed the same lines' },
    ]);
    await expect(generateFrom(root, second, other)).rejects.toThrow('runbook.md is refused');
    expect(treeOf(root)['runbook.md']).toBe(text);

    await generateFrom(root, second, { ...other, merge: ['runbook.md'] });
    const marked = treeOf(root)['runbook.md'] ?? '';
    expect(marked).toContain('<<<<<<< this file\nMy step.\n=======\nStep one, better.\n>>>>>>> create-gitops-app\n');
    expect((await compare(root, second, other)).changes).toMatchObject([{ action: 'refuse', cause: 'conflict', detail: 'it contains conflict markers' }]);
    write(root, { 'runbook.md': marked.replace(/<{7}.*\n(My step)\.\n={7}\n.*\n>{7}.*\n/, '$1, better.\n') });
    expect(outcomes(await generateFrom(root, second, other))).toEqual({ 'runbook.md': 'keep merged' });
    expect(treeOf(root)['runbook.md']).toContain('My step, better.');
  });

  test('is overwritten with --overwrite', async () => {
    const root = await edited(own.replace('Step one.', 'My step.'));
    expect(outcomes(await generateFrom(root, second, { ...other, overwrite: ['config/runbook.md'] }))).toEqual({ 'runbook.md': 'update edited' });
    expect(treeOf(root)['runbook.md']).toBe(second[0]?.content);
  });

  test.each([
    ['missing', (path: string) => rmSync(path)],
    ['damaged', (path: string) => writeFileSync(path, '{"files":')],
    ['of another text', (path: string) => writeFileSync(path, readFileSync(path, 'utf8').replace('Step two', 'Step 2'))],
  ])('is refused if the recorded text is %s', async (_, damage) => {
    const root = await edited(own);
    damage(join(root, '.gitops-app/shop/merge-base.json'));
    expect((await compare(root, second, other)).changes).toMatchObject([{ action: 'refuse', cause: 'conflict' }]);
    expect(outcomes(await compare(root, first))).toEqual({ 'runbook.md': 'keep merged' });
  });

  test('an edited orphan is kept', async () => {
    const root = await edited(own);
    expect(outcomes(await compare(root, planOf({ c: '' }), other))).toMatchObject({ 'runbook.md': 'keep orphaned' });
  });
});

describe('an ejected file', () => {
  const [one, two] = [planOf({ a: 'one\n' }), planOf({ a: 'two\n' })];

  test('is never written; a change of the plan is reported until the file is ejected again', async () => {
    const root = temporaryFolder();
    await generateFrom(root, one);
    write(root, { a: 'mine\n' });
    expect(outcomes(await generateFrom(root, one, { eject: ['a'] }))).toEqual({ a: 'keep ejected' });
    expect((await compare(root, one)).changes[0]?.detail).toBeUndefined();
    expect((await generateFrom(root, two, other)).changes).toMatchObject([
      { action: 'keep', cause: 'ejected', detail: 'what would be generated has changed since', proposed: 'two\n' },
    ]);
    expect(treeOf(root).a).toBe('mine\n');
    await generateFrom(root, two, { ...other, eject: ['a'] });
    expect((await compare(root, two, other)).changes[0]?.detail).toBeUndefined();
    rmSync(join(root, 'a'));
    expect(outcomes(await generateFrom(root, two, other))).toEqual({ a: 'keep ejected' });
    expect(treeOf(root).a).toBeUndefined();
  });

  test('is managed again after adopt or overwrite', async () => {
    for (const decision of [{ adopt: ['a'] }, { overwrite: ['config/a'] }]) {
      const root = temporaryFolder();
      await generateFrom(root, one, { eject: ['a'] });
      write(root, { a: 'mine\n' });
      expect(outcomes(await generateFrom(root, two, { ...other, ...decision }))).toEqual({ a: 'update foreign' });
      expect(treeOf(root).a).toBe('two\n');
      expect(outcomes(await compare(root, two, other))).toEqual({ a: 'unchanged none' });
    }
  });

  test('stays when it is no longer generated, and leaves the record', async () => {
    const root = temporaryFolder();
    await generateFrom(root, one);
    await generateFrom(root, one, { eject: ['a'] });
    write(root, { a: 'mine\n' });
    await generateFrom(root, planOf({ c: '' }), other);
    expect(treeOf(root)).toMatchObject({ a: 'mine\n' });
    expect(treeOf(root)['.gitops-app/shop/manifest.json']).not.toContain('"a"');
  });

  test('may be an unmanaged file, or one with broken markers', async () => {
    const root = temporaryFolder();
    const region = planOf({ a: 'one\n', CODEOWNERS: { content: '/a @us\n', ownership: { class: 'region', region: 'shop', comment: '#' } } });
    write(root, { a: 'mine\n', CODEOWNERS: '# gitops-app:begin shop\n' });
    expect(outcomes(await generateFrom(root, region, { eject: ['a', 'CODEOWNERS'] }))).toEqual({ a: 'keep ejected', CODEOWNERS: 'keep ejected' });
    expect(treeOf(root)).toMatchObject({ a: 'mine\n', CODEOWNERS: '# gitops-app:begin shop\n' });
  });

  test('keeps what CD wrote when it is adopted', async () => {
    const root = temporaryFolder();
    const wrapper = (replicas: number) =>
      planOf({ w: { content: `images:\n  shop:\n    tag: ""\nreplicas: ${replicas}\n`, ownership: { class: 'fields', fields: [['images', 'shop', 'tag']] } } });
    await generateFrom(root, wrapper(1));
    await generateFrom(root, wrapper(1), { eject: ['w'] });
    write(root, { w: 'images:\n  shop:\n    tag: "7c2f1e0"\nreplicas: 9\n' });
    await generateFrom(root, wrapper(2), { ...other, adopt: ['w'] });
    expect(treeOf(root).w).toBe('images:\n  shop:\n    tag: "7c2f1e0"\nreplicas: 2\n');
  });

  test('a kept orphan leaves the record after eject', async () => {
    const root = temporaryFolder();
    await generateFrom(root, one);
    write(root, { a: 'mine\n' });
    expect(outcomes(await generateFrom(root, planOf({ c: '' }), other))).toMatchObject({ a: 'keep orphaned' });
    await generateFrom(root, planOf({ c: '' }), { ...other, eject: ['a'] });
    expect(outcomes(await compare(root, planOf({ c: '' }), other))).toEqual({ c: 'unchanged none' });
    expect(treeOf(root).a).toBe('mine\n');
  });
});

describe('a repository that existed before', () => {
  test('is adopted; seeded files and text around regions keep the user’s bytes', async () => {
    const root = temporaryFolder();
    const plan = planOf({
      a: 'ours\n',
      Dockerfile: { content: 'FROM ours\n', ownership: { class: 'seeded' } },
      CODEOWNERS: { content: '/a @us\n', ownership: { class: 'region', region: 'shop', comment: '#' } },
      w: { content: 'images:\n  shop:\n    tag: ""\n', ownership: { class: 'fields', fields: [['images', 'shop', 'tag']] } },
    });
    const user = { a: 'mine\n', b: 'untouched\n', Dockerfile: 'FROM mine\n', CODEOWNERS: '* @me\n', w: 'images:\n  shop:\n    tag: "live"\nmore: 1\n' };
    write(root, user);
    expect(outcomes(await compare(root, plan))).toMatchObject({ a: 'refuse foreign', w: 'refuse foreign' });
    await generateFrom(root, plan, { adopt: 'all' });
    const tree = treeOf(root);
    expect(tree).toMatchObject({ a: 'ours\n', b: 'untouched\n', Dockerfile: 'FROM mine\n', w: 'images:\n  shop:\n    tag: "live"\n' });
    expect(tree.CODEOWNERS?.startsWith('* @me\n\n# gitops-app:begin shop')).toBe(true);
    expect(outcomes(await compare(root, plan))).toEqual({ a: 'unchanged none', Dockerfile: 'keep seeded', CODEOWNERS: 'unchanged none', w: 'unchanged none' });
  });

  test('a seeded file is adopted only by name', async () => {
    const root = temporaryFolder();
    const plan = planOf({ Dockerfile: { content: 'FROM ours\n', ownership: { class: 'seeded' } } });
    write(root, { Dockerfile: 'FROM mine\n' });
    expect(outcomes(await compare(root, plan, { adopt: 'all' }))).toEqual({ Dockerfile: 'keep foreign' });
    expect(outcomes(await compare(root, plan, { adopt: ['Dockerfile'] }))).toEqual({ Dockerfile: 'update foreign' });
  });

  test('an edited managed file is not adopted, which would discard the edit', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ a: 'one\n' }));
    write(root, { a: 'mine\n' });
    expect(outcomes(await compare(root, planOf({ a: 'one\n' }), { adopt: 'all' }))).toEqual({ a: 'refuse edited' });
  });
});

test('a managed file with Git’s conflict markers is a conflict, not an edit', async () => {
  const root = temporaryFolder();
  await generateFrom(root, planOf({ a: 'one\n' }));
  write(root, { a: '<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> branch\n' });
  expect(outcomes(await compare(root, planOf({ a: 'one\n' })))).toEqual({ a: 'refuse conflict' });
  expect(outcomes(await compare(root, planOf({ a: 'one\n' }), { overwrite: ['a'] }))).toEqual({ a: 'update edited' });
});
