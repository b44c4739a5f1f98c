import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compare, generateFrom, outcomes, planOf, temporaryFolder, timesOf, treeOf, write } from '../support/workspace.ts';

const tag = ['images', 'shop', 'tag'];
const wrapper = (text: string, more = '') => `images:\n  shop:\n    tag: ${text}\n${more}`;
const wrapperPlan = (more = '') => planOf({ 'dev-values.yaml': { content: wrapper('""', more), ownership: { class: 'fields', fields: [tag] } } });
const regionPlan = (content: string) => planOf({ CODEOWNERS: { content, ownership: { class: 'region', region: 'shop', comment: '#' } } });
const seededPlan = (content: string) => planOf({ Dockerfile: { content, ownership: { class: 'seeded' } } });

/** A wrapper with one image. */
const imagePlan = (name: string, repository: string) =>
  planOf({
    'dev-values.yaml': {
      content: `images:\n  ${name}:\n    repository: "${repository}"\n    tag: ""\n`,
      ownership: { class: 'fields', fields: [['images', name, 'tag']], identifiedBy: 'repository' },
    },
  });

describe('an image that CD has delivered', () => {
  const delivered = async (name: string, repository: string) => {
    const root = temporaryFolder();
    await generateFrom(root, imagePlan(name, repository));
    write(root, { 'dev-values.yaml': `images:\n  ${name}:\n    repository: "${repository}"\n    tag: "v1"\n` });
    return root;
  };

  test('keeps its tag under another name, identified by its repository', async () => {
    const root = await delivered('shop', 'example.com/shop');
    expect(outcomes(await generateFrom(root, imagePlan('site', 'example.com/shop'), { modelDigest: 'other' }))).toEqual({
      'dev-values.yaml': 'update config-changed',
    });
    expect(treeOf(root)['dev-values.yaml']).toBe('images:\n  site:\n    repository: "example.com/shop"\n    tag: "v1"\n');
  });

  test('is not replaced by one without a tag, unless it is overwritten', async () => {
    const root = await delivered('shop', 'example.com/shop');
    const other = imagePlan('site', 'example.com/site');
    const [change] = (await compare(root, other, { modelDigest: 'other' })).changes;
    expect(change).toMatchObject({
      action: 'refuse',
      cause: 'config-changed',
      detail: 'CD wrote images.shop.tag, which is no longer planned, and there is no value for the new images.site.tag',
    });
    expect(outcomes(await compare(root, other, { modelDigest: 'other', overwrite: ['dev-values.yaml'] }))).toEqual({
      'dev-values.yaml': 'update config-changed',
    });
  });

  test('is reported when its image is removed', async () => {
    const root = await delivered('shop', 'example.com/shop');
    const none = planOf({ 'dev-values.yaml': { content: 'images: {}\n', ownership: { class: 'fields', fields: [], identifiedBy: 'repository' } } });
    const [change] = (await compare(root, none, { modelDigest: 'other' })).changes;
    expect(change).toMatchObject({ action: 'update', detail: 'removes what CD wrote into images.shop.tag; Git still has it' });
  });

  test('is a conflict if its lines contain conflict markers', async () => {
    const root = await delivered('shop', 'example.com/shop');
    const markers = '<<<<<<< HEAD\n    tag: "v1"\n=======\n    tag: "v2"\n>>>>>>> other\n';
    write(root, { 'dev-values.yaml': `images:\n  shop:\n    repository: "example.com/shop"\n${markers}` });
    const [change] = (await compare(root, imagePlan('shop', 'example.com/shop'))).changes;
    expect(change).toMatchObject({ action: 'refuse', cause: 'conflict' });
  });
});

describe('a managed file', () => {
  test('is created, then unchanged, then updated with the cause', async () => {
    const root = temporaryFolder();
    expect(outcomes(await generateFrom(root, planOf({ a: 'one\n' })))).toEqual({ a: 'create new' });
    expect(outcomes(await compare(root, planOf({ a: 'one\n' })))).toEqual({ a: 'unchanged none' });
    expect(outcomes(await compare(root, planOf({ a: 'two\n' }), { modelDigest: 'other' }))).toEqual({ a: 'update config-changed' });
    expect(outcomes(await compare(root, planOf({ a: 'two\n' }), { version: '1.1.0' }))).toEqual({ a: 'update generator-upgraded' });
    // Without the saved model the cause is unknown: see "another version of the generator" in commands/check.test.ts.
    expect(outcomes(await compare(root, planOf({ a: 'two\n' }), { version: '1.1.0', modelDigest: 'other' }))).toEqual({ a: 'update generator-upgraded' });
  });

  test('a new file has the cause of the new generator, or of the changed config', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ a: 'one\n' }));
    const plan = planOf({ a: 'one\n', b: 'two\n' });
    expect(outcomes(await compare(root, plan, { version: '1.1.0' }))).toEqual({ a: 'unchanged none', b: 'create generator-upgraded' });
    expect(outcomes(await compare(root, plan, { modelDigest: 'other' }))).toEqual({ a: 'unchanged none', b: 'create config-changed' });
  });

  test('is refused if it was edited, whether the plan has changed or not', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ a: 'one\n' }));
    write(root, { a: 'mine\n' });
    expect(outcomes(await compare(root, planOf({ a: 'one\n' })))).toEqual({ a: 'refuse edited' });
    expect(outcomes(await compare(root, planOf({ a: 'two\n' }), { modelDigest: 'other' }))).toEqual({ a: 'refuse edited' });
    for (const name of ['a', 'config/a']) expect(outcomes(await compare(root, planOf({ a: 'one\n' }), { overwrite: [name] }))).toEqual({ a: 'update edited' });
  });

  test('is unchanged if it was edited to match the plan', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ a: 'one\n' }));
    write(root, { a: 'two\n' });
    expect(outcomes(await compare(root, planOf({ a: 'two\n' }), { modelDigest: 'other' }))).toEqual({ a: 'unchanged none' });
  });

  test('is refused if it existed before, unless it is the same', async () => {
    const root = temporaryFolder();
    write(root, { a: 'mine\n', b: 'same\n' });
    expect(outcomes(await compare(root, planOf({ a: 'ours\n', b: 'same\n' })))).toEqual({ a: 'refuse foreign', b: 'unchanged none' });
  });

  test('is recreated if it is missing', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ a: 'one\n' }));
    rmSync(join(root, 'a'));
    expect(outcomes(await generateFrom(root, planOf({ a: 'one\n' })))).toEqual({ a: 'create missing' });
    expect(treeOf(root).a).toBe('one\n');
  });

  test('is the same with other line ends, and edited with a byte order mark or without its last newline', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ a: 'one\ntwo\n' }));
    const outcomeOf = async (content: string) => {
      write(root, { a: content });
      return outcomes(await compare(root, planOf({ a: 'one\ntwo\n' }))).a;
    };
    expect(await outcomeOf('one\r\ntwo\r\n')).toBe('unchanged none');
    expect(await outcomeOf('\ufeffone\ntwo\n')).toBe('refuse edited');
    expect(await outcomeOf('one\ntwo')).toBe('refuse edited');
  });

  test('is refused if it is not UTF-8, because its bytes would be lost', async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, 'a'), Buffer.from([0x4a, 0xfc, 0x72, 0x67]));
    const { changes } = await compare(root, planOf({ a: 'Jörg\n' }));
    expect(changes).toMatchObject([{ action: 'refuse', cause: 'unreadable', detail: 'it is not UTF-8' }]);
    expect(outcomes(await compare(root, planOf({ a: 'Jörg\n' }), { overwrite: ['a'] }))).toEqual({ a: 'update unreadable' });
  });

  test('that is not UTF-8 is never overwritten if it has a region, and kept if it is seeded', async () => {
    const root = temporaryFolder();
    for (const path of ['CODEOWNERS', 'Dockerfile']) writeFileSync(join(root, path), Buffer.from([0x4a, 0xfc, 0x72, 0x67]));
    const before = treeOf(root);
    expect(outcomes(await compare(root, regionPlan('ours\n'), { overwrite: ['CODEOWNERS'] }))).toEqual({ CODEOWNERS: 'refuse unreadable' });
    expect(outcomes(await generateFrom(root, seededPlan('FROM ours\n')))).toEqual({ Dockerfile: 'keep foreign' });
    expect(treeOf(root)).toMatchObject(before);
  });
});

describe('a wrapper whose images change', () => {
  const values = (images: Record<string, string>) =>
    `images:\n${Object.entries(images)
      .map(([name, text]) => `  ${name}:\n    tag: ${JSON.stringify(text)}\n`)
      .join('')}`;
  const plan = (...names: string[]) => {
    const content = values(Object.fromEntries(names.map((name) => [name, ''])));
    return planOf({ 'dev-values.yaml': { content, ownership: { class: 'fields', fields: names.map((name) => ['images', name, 'tag']) } } });
  };

  test('a new image starts empty, and the others keep what CD wrote', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan('shop'));
    write(root, { 'dev-values.yaml': values({ shop: 'v1' }) });
    const { changes } = await compare(root, plan('shop', 'worker'), { modelDigest: 'other' });
    expect(changes).toMatchObject([{ action: 'update', cause: 'config-changed', after: values({ shop: 'v1', worker: '' }) }]);
  });

  test('a removed image is not an edit', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan('shop', 'worker'));
    write(root, { 'dev-values.yaml': values({ shop: 'v1', worker: 'v2' }) });
    const { changes } = await compare(root, plan('shop'), { modelDigest: 'other' });
    expect(changes).toMatchObject([{ action: 'update', cause: 'config-changed', after: values({ shop: 'v1' }) }]);
  });

  test('a deleted key is refused, and overwriting keeps the other keys', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan('shop', 'worker'));
    write(root, { 'dev-values.yaml': values({ shop: 'v1' }) });
    expect((await compare(root, plan('shop', 'worker'))).changes).toMatchObject([
      { action: 'refuse', cause: 'unreadable', detail: expect.stringContaining('images.worker.tag is missing') },
    ]);
    const { changes } = await compare(root, plan('shop', 'worker'), { overwrite: ['dev-values.yaml'] });
    expect(changes).toMatchObject([{ action: 'update', cause: 'unreadable', after: values({ shop: 'v1', worker: '' }) }]);
    await generateFrom(root, plan('shop', 'worker'), { overwrite: ['dev-values.yaml'] });
    expect(outcomes(await compare(root, plan('shop', 'worker')))).toEqual({ 'dev-values.yaml': 'unchanged none' });
  });
});

describe('a file with machine-owned fields', () => {
  test('keeps what CD wrote, which is not drift', async () => {
    const root = temporaryFolder();
    await generateFrom(root, wrapperPlan());
    write(root, { 'dev-values.yaml': wrapper('"7c2f1e0"') });
    expect(outcomes(await compare(root, wrapperPlan()))).toEqual({ 'dev-values.yaml': 'unchanged none' });
    expect(outcomes(await generateFrom(root, wrapperPlan('replicas: 3\n'), { modelDigest: 'other' }))).toEqual({ 'dev-values.yaml': 'update config-changed' });
    expect(treeOf(root)['dev-values.yaml']).toBe(wrapper('"7c2f1e0"', 'replicas: 3\n'));
  });

  test('is not recreated if it is missing, which would reset the image that runs', async () => {
    const root = temporaryFolder();
    await generateFrom(root, wrapperPlan());
    rmSync(join(root, 'dev-values.yaml'));
    expect(outcomes(await compare(root, wrapperPlan()))).toEqual({ 'dev-values.yaml': 'refuse missing' });
    expect(outcomes(await compare(root, wrapperPlan(), { overwrite: ['dev-values.yaml'] }))).toEqual({ 'dev-values.yaml': 'create missing' });
  });

  test('is refused with the line if a field cannot be read', async () => {
    const root = temporaryFolder();
    await generateFrom(root, wrapperPlan());
    write(root, { 'dev-values.yaml': wrapper('12345e7') });
    expect((await compare(root, wrapperPlan())).changes).toMatchObject([
      { action: 'refuse', cause: 'unreadable', detail: 'line 3: images.shop.tag is 12345e7, not a string: put it in double quotes' },
    ]);
    expect(outcomes(await compare(root, wrapperPlan(), { overwrite: ['dev-values.yaml'] }))).toEqual({ 'dev-values.yaml': 'update unreadable' });
  });

  test('is edited if anything else differs', async () => {
    const root = temporaryFolder();
    await generateFrom(root, wrapperPlan('replicas: 3\n'));
    write(root, { 'dev-values.yaml': wrapper('"7c2f1e0"', 'replicas: 30\n') });
    expect(outcomes(await compare(root, wrapperPlan('replicas: 3\n')))).toEqual({ 'dev-values.yaml': 'refuse edited' });
  });
});

describe('a seeded file', () => {
  test('is generated once; edits and its deletion are respected', async () => {
    const root = temporaryFolder();
    expect(outcomes(await generateFrom(root, seededPlan('FROM node\n')))).toEqual({ Dockerfile: 'create new' });
    write(root, { Dockerfile: 'FROM mine\n' });
    expect(outcomes(await generateFrom(root, seededPlan('FROM newer\n')))).toEqual({ Dockerfile: 'keep seeded' });
    rmSync(join(root, 'Dockerfile'));
    expect(outcomes(await generateFrom(root, seededPlan('FROM newer\n')))).toEqual({ Dockerfile: 'keep seeded' });
    expect(treeOf(root).Dockerfile).toBeUndefined();
  });

  test('is kept if it existed before, and the generated text is proposed once', async () => {
    const root = temporaryFolder();
    write(root, { Dockerfile: 'FROM mine\n' });
    expect((await generateFrom(root, seededPlan('FROM ours\n'))).changes).toMatchObject([{ action: 'keep', cause: 'foreign', proposed: 'FROM ours\n' }]);
    expect(outcomes(await compare(root, seededPlan('FROM ours\n')))).toEqual({ Dockerfile: 'keep seeded' });
    expect(treeOf(root).Dockerfile).toBe('FROM mine\n');
  });
});

describe('a region in a file of the user’s', () => {
  test('is added and updated, and every other line stays', async () => {
    const root = temporaryFolder();
    write(root, { CODEOWNERS: '* @mine\n' });
    await generateFrom(root, regionPlan('/a @ours\n'));
    write(root, { CODEOWNERS: `${treeOf(root).CODEOWNERS}/b @mine\n` });
    expect(outcomes(await compare(root, regionPlan('/a @ours\n')))).toEqual({ CODEOWNERS: 'unchanged none' });
    expect(outcomes(await generateFrom(root, regionPlan('/a @theirs\n'), { modelDigest: 'other' }))).toEqual({ CODEOWNERS: 'update config-changed' });
    expect(treeOf(root).CODEOWNERS).toMatch(/^\* @mine\n\n# gitops-app:begin shop.*\n\/a @theirs\n# gitops-app:end shop\n\/b @mine\n$/);
  });

  test('is refused if edited, unreadable with broken markers, and missing if deleted', async () => {
    const root = temporaryFolder();
    await generateFrom(root, regionPlan('/a @ours\n'));
    const outcomeOf = async (change: (text: string) => string) => {
      const text = treeOf(root).CODEOWNERS ?? '';
      write(root, { CODEOWNERS: change(text) });
      const { CODEOWNERS } = outcomes(await compare(root, regionPlan('/a @ours\n')));
      write(root, { CODEOWNERS: text });
      return CODEOWNERS;
    };
    expect(await outcomeOf((text) => text.replace('@ours', '@mine'))).toBe('refuse edited');
    expect(await outcomeOf((text) => text.replace(/# gitops-app:end.*\n/, ''))).toBe('refuse unreadable');
    expect(await outcomeOf((text) => text + text)).toBe('refuse unreadable');
    expect(await outcomeOf(() => 'mine\n')).toBe('create missing');
  });

  test('with the marker of an earlier version is up to date, and gets the new marker with its next change', async () => {
    const root = temporaryFolder();
    await generateFrom(root, regionPlan('/a @ours\n'));
    const written = treeOf(root).CODEOWNERS ?? '';
    const earlier = written.replace(/: Generated by .*/, ': made by create-gitops-app, edit pipeline.config.ts instead');
    expect(earlier).not.toBe(written);
    write(root, { CODEOWNERS: `* @acme/web\n\n${earlier}` });
    expect(outcomes(await generateFrom(root, regionPlan('/a @ours\n')))).toEqual({ CODEOWNERS: 'unchanged none' });
    expect(treeOf(root).CODEOWNERS).toBe(`* @acme/web\n\n${earlier}`);
    expect(outcomes(await generateFrom(root, regionPlan('/a @theirs\n'), { modelDigest: 'other' }))).toEqual({ CODEOWNERS: 'update config-changed' });
    expect(treeOf(root).CODEOWNERS).toBe(`* @acme/web\n\n${written.replace('@ours', '@theirs')}`);
  });

  test('two regions of one file are both written', async () => {
    const root = temporaryFolder();
    const block = (region: string) => planOf({ CODEOWNERS: { content: `/${region} @ours\n`, ownership: { class: 'region', region, comment: '#' } } });
    await generateFrom(root, [...block('shop'), ...block('mail')]);
    expect(treeOf(root).CODEOWNERS).toMatch(/\/shop @ours[\s\S]*\/mail @ours/);
    expect((await compare(root, [...block('shop'), ...block('mail')])).changes.map(({ action }) => action)).toEqual(['unchanged', 'unchanged']);
  });
});

describe('a file that is no longer generated', () => {
  test('is deleted with its empty folders, or kept and reported if it was edited', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ 'deep/er/a': 'one\n', b: 'two\n' }));
    write(root, { b: 'mine\n' });
    expect(outcomes(await generateFrom(root, planOf({ c: '' }), { modelDigest: 'other' }))).toEqual({
      c: 'create config-changed',
      'deep/er/a': 'delete orphaned',
      b: 'keep orphaned',
    });
    expect(Object.keys(treeOf(root))).toEqual(['.gitops-app/shop/manifest.json', 'b', 'c']);
    expect(outcomes(await compare(root, planOf({ c: '' }))).b).toBe('keep orphaned');
  });

  test('goes with the upgrade where only another version made it, unless somebody edited it', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ a: 'one\n', b: 'two\n' }));
    write(root, { b: 'mine\n' });
    expect(outcomes(await generateFrom(root, planOf({ c: '' }), { version: '9.0.0' }))).toEqual({
      c: 'create generator-upgraded',
      a: 'delete generator-upgraded',
      b: 'keep orphaned',
    });
    expect(Object.keys(treeOf(root))).toEqual(['.gitops-app/shop/manifest.json', 'b', 'c']);
  });

  test('leaves the record with the next change after its deletion, which itself is no change', async () => {
    const root = temporaryFolder();
    write(root, { CODEOWNERS: '* @mine\n' });
    await generateFrom(root, [...planOf({ b: 'two\n' }), ...regionPlan('/a @ours\n')]);
    write(root, { b: 'mine\n', CODEOWNERS: '* @mine\n' });
    const times = timesOf(root);
    await generateFrom(root, planOf({ c: '' }));
    rmSync(join(root, 'b'));
    const after = timesOf(root);
    expect(after).not.toEqual(times);
    await generateFrom(root, planOf({ c: '' }));
    expect(timesOf(root)).toEqual(after);
    await generateFrom(root, planOf({ c: 'other\n' }));
    expect(Object.keys(JSON.parse(treeOf(root)['.gitops-app/shop/manifest.json'] ?? '').files)).toHaveLength(1);
  });

  test('a wrapper with an image is kept, one without is deleted', async () => {
    const root = temporaryFolder();
    const fields = (path: string) => ({ [path]: { content: wrapper('""'), ownership: { class: 'fields' as const, fields: [tag] } } });
    await generateFrom(root, planOf({ ...fields('dev-values.yaml'), ...fields('prod-values.yaml') }));
    write(root, { 'prod-values.yaml': wrapper('"7c2f1e0"') });
    const repositoryChanges = await compare(root, planOf({}), { modelDigest: 'other' });
    expect(outcomes(repositoryChanges)).toEqual({ 'dev-values.yaml': 'delete orphaned', 'prod-values.yaml': 'keep orphaned' });
    expect(repositoryChanges.changes[1]?.detail).toBe('it contains the image that CD delivered last');
  });

  test('a region is removed, and its file too if nothing else is in it', async () => {
    const root = temporaryFolder();
    write(root, { CODEOWNERS: '* @mine\n' });
    await generateFrom(root, [
      ...regionPlan('/a @ours\n'),
      ...planOf({ '.gitignore': { content: 'dist\n', ownership: { class: 'region', region: 'shop', comment: '#' } } }),
    ]);
    expect(outcomes(await generateFrom(root, planOf({ c: '' })))).toMatchObject({ CODEOWNERS: 'update orphaned', '.gitignore': 'delete orphaned' });
    expect(treeOf(root).CODEOWNERS).toBe('* @mine\n');
    expect(treeOf(root)['.gitignore']).toBeUndefined();
  });

  test('a seeded file stays', async () => {
    const root = temporaryFolder();
    await generateFrom(root, seededPlan('FROM node\n'));
    expect(outcomes(await generateFrom(root, planOf({ c: '' })))).toMatchObject({ Dockerfile: 'keep seeded' });
    expect(treeOf(root).Dockerfile).toBe('FROM node\n');
  });

  test.each(['../x', '/etc/passwd', 'a/../../x', 'C:/x', 'a\\b', '.git/hooks/pre-commit', '.GIT/config', 'a/./b', 'a ', 'nul', 'a/COM1.txt', 'a\u0000b', ''])(
    'a record that names %j is rejected',
    async (path) => {
      const root = temporaryFolder();
      const entry = { path, output: 'x', class: 'managed', hash: 'h' };
      write(root, {
        '.gitops-app/shop/manifest.json': JSON.stringify({ schemaVersion: 1, generatorVersion: '1.0.0', contractVersion: 1, modelDigest: '', files: [entry] }),
      });
      await expect(compare(root, planOf({ c: '' }))).rejects.toThrow(/is not a path inside the repository/);
    },
  );
});

describe('a missing record', () => {
  const plan = (lines: string) => [...planOf({ a: lines, 'deep/b': 'same\n' }), ...wrapperPlan(), ...regionPlan('/a @ours\n'), ...seededPlan('FROM node\n')];
  async function withoutRecord(): Promise<string> {
    const root = temporaryFolder();
    await generateFrom(root, plan('one\n'));
    write(root, { 'dev-values.yaml': wrapper('"7c2f1e0"') });
    rmSync(join(root, '.gitops-app'), { recursive: true });
    return root;
  }

  test('is recreated if every file matches the plan; what CD wrote stays', async () => {
    const root = await withoutRecord();
    const before = treeOf(root);
    expect(new Set(Object.values(outcomes(await generateFrom(root, plan('one\n')))))).toEqual(new Set(['unchanged none', 'keep seeded']));
    expect(treeOf(root)).toMatchObject(before);
    expect(outcomes(await compare(root, plan('two\n'), { modelDigest: 'other' })).a).toBe('update config-changed');
  });

  test('makes every other file unmanaged: it is refused until it is adopted', async () => {
    const root = await withoutRecord();
    expect(outcomes(await compare(root, plan('two\n'))).a).toBe('refuse foreign');
    await generateFrom(root, plan('two\n'), { adopt: ['a'] });
    expect(treeOf(root)).toMatchObject({ a: 'two\n', 'dev-values.yaml': wrapper('"7c2f1e0"') });
  });
});

describe('a formatter that ran over all files', () => {
  const yaml = 'on:\n    push:\n        branches: ["main"]\n';
  const formatted = "on:\n  push:\n    branches: ['main']\n";
  const plan = (more = '') => [...planOf({ 'cd.yaml': yaml }), ...wrapperPlan(more), ...seededPlan('FROM node\n'), ...regionPlan('/a   @ours\n')];

  test('edits the managed files; overwriting reverts that, and the image stays', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan());
    write(root, { 'cd.yaml': formatted, 'dev-values.yaml': wrapper("'7c2f1e0'", '\n'), Dockerfile: 'FROM  node\n' });
    write(root, { CODEOWNERS: `* @mine\n\n${treeOf(root).CODEOWNERS?.replace('   ', ' ')}` });
    expect(outcomes(await compare(root, plan()))).toEqual({
      'cd.yaml': 'refuse edited',
      'dev-values.yaml': 'refuse edited',
      Dockerfile: 'keep seeded',
      CODEOWNERS: 'refuse edited',
    });
    await generateFrom(root, plan(), { overwrite: ['cd.yaml', 'dev-values.yaml', 'CODEOWNERS'] });
    expect(treeOf(root)).toMatchObject({ 'cd.yaml': yaml, 'dev-values.yaml': wrapper('"7c2f1e0"'), Dockerfile: 'FROM  node\n' });
    expect(treeOf(root).CODEOWNERS).toMatch(/^\* @mine\n\n#.*\n\/a {3}@ours\n#.*\n$/);
  });

  test('edits nothing if it changes only quotes and line ends of what CD wrote', async () => {
    const root = temporaryFolder();
    await generateFrom(root, wrapperPlan());
    for (const text of [wrapper("'7c2f1e0'"), wrapper('7c2f1e0'), wrapper('"7c2f1e0"').replaceAll('\n', '\r\n')]) {
      write(root, { 'dev-values.yaml': text });
      expect(outcomes(await compare(root, wrapperPlan()))).toEqual({ 'dev-values.yaml': 'unchanged none' });
    }
  });
});

describe('an invalid record', () => {
  test.each([
    ['is not JSON', '{'],
    ['contains conflict markers', '{\n<<<<<<< ours\n}'],
    ['is not an object', '[]'.replace('[]', 'null')],
    ['has schemaVersion 3', '{"schemaVersion":3}'],
    ['has schemaVersion 0', '{"schemaVersion":0}'],
    ['has schemaVersion "2"', '{"schemaVersion":"2"}'],
    ['is missing files', '{"schemaVersion":1}'],
    ['has an entry that is missing path', '{"schemaVersion":1,"generatorVersion":"1.0.0","modelDigest":"","files":[{}]}'],
    [
      'has an entry for "a" whose fields are not lists of keys',
      '{"schemaVersion":1,"generatorVersion":"1.0.0","modelDigest":"","files":[{"path":"a","output":"b","class":"fields","hash":"c","fields":[1]}]}',
    ],
  ])('is rejected: %s', async (message, text) => {
    const root = temporaryFolder();
    write(root, { '.gitops-app/shop/manifest.json': text });
    await expect(compare(root, planOf({ c: '' }))).rejects.toThrow(message);
  });
});
