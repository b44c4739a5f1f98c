import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apply } from '../../src/apply/apply.ts';
import { compare, generateFrom, planOf, temporaryFolder, timesOf, treeOf, write } from '../support/workspace.ts';

const plan = planOf({ 'a/one': 'one\n', two: 'two\n' });

describe('writing', () => {
  test('a second time writes nothing and keeps every time stamp', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan);
    const before = timesOf(root);
    expect(apply([await compare(root, plan)])).toEqual({ written: 0, deleted: 0 });
    expect(timesOf(root)).toEqual(before);
  });

  test('one changed file keeps the time stamps of the others', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan);
    const before = timesOf(root);
    expect(apply([await compare(root, planOf({ 'a/one': 'one\n', two: 'changed\n' }), { modelDigest: 'other' })])).toEqual({ written: 2, deleted: 0 });
    expect(timesOf(root)['a/one']).toBe(before['a/one']);
    expect(treeOf(root).two).toBe('changed\n');
  });

  test('leaves no temporary file, and keeps the mode of a file', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan);
    chmodSync(join(root, 'two'), 0o755);
    await generateFrom(root, planOf({ 'a/one': 'one\n', two: 'changed\n' }), { modelDigest: 'other' });
    expect(statSync(join(root, 'two')).mode & 0o777).toBe(0o755);
    expect(statSync(join(root, 'a/one')).mode & 0o777).toBe(0o644 & ~process.umask());
    expect(readdirSync(root).sort()).toEqual(['.gitops-app', 'a', 'two']);
  });

  test('rejects a file above the size limit before anything is written', async () => {
    const root = temporaryFolder();
    const large = planOf({ two: 'two\n', 'a/one': 'x'.repeat(16 * 1024 * 1024 + 1) });
    await expect(generateFrom(root, large)).rejects.toThrow('a/one would be 17 MiB, and the limit is 16 MiB: nothing was written');
    expect(readdirSync(root)).toEqual([]);
  });

  test('creates a missing repository folder', async () => {
    const root = join(temporaryFolder(), 'not/there');
    await generateFrom(root, plan);
    expect(treeOf(root)).toMatchObject({ 'a/one': 'one\n', two: 'two\n' });
  });

  test('writes nothing if one change is refused, in any repository', async () => {
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    write(second, { two: 'mine\n' });
    await expect((async () => apply([await compare(first, plan), await compare(second, plan)]))()).rejects.toThrow('two is refused');
    expect(treeOf(first)).toEqual({});
    expect(treeOf(second)).toEqual({ two: 'mine\n' });
  });

  test('writes nothing if a file is edited between diff and apply', async () => {
    const root = temporaryFolder();
    await generateFrom(root, plan);
    const repositoryChanges = await compare(root, planOf({ 'a/one': 'new\n', two: 'new\n' }), { modelDigest: 'other' });
    write(root, { two: 'mine\n' });
    expect(() => apply([repositoryChanges])).toThrow('two was changed during this run');
    expect(treeOf(root)).toMatchObject({ 'a/one': 'one\n', two: 'mine\n' });
  });

  test('writes nothing if another run writes a record in between, even one that this run does not change', async () => {
    const root = temporaryFolder();
    const shared = { 'cd.yaml': { content: 'on: push\n', scope: 'shared' as const } };
    await generateFrom(root, planOf({ ...shared, two: 'two\n' }));
    const repositoryChanges = await compare(root, planOf({ ...shared, two: 'new\n' }), { modelDigest: 'other' });
    await generateFrom(root, planOf({ 'cd.yaml': { content: 'on: newer\n', scope: 'shared' } }), { app: 'mail', version: '2.0.0' });
    const before = treeOf(root);
    expect(() => apply([repositoryChanges])).toThrow('.gitops-app/shared/manifest.json was changed during this run');
    expect(treeOf(root)).toEqual(before);
  });
});

describe('nothing is written through a symbolic link', () => {
  test.each([
    ['a file is a link', 'two', 'file'],
    ['a folder is a link', 'a', 'folder'],
    ['the folder of the records is a link', '.gitops-app', 'folder'],
    ['a file is a link to nothing', 'two', 'nothing'],
  ])('if %s', async (_, link, target) => {
    const [root, outside] = [temporaryFolder(), temporaryFolder()];
    write(outside, { file: 'theirs\n', 'folder/kept': 'theirs\n' });
    symlinkSync(join(outside, target), join(root, link));
    const before = treeOf(outside);
    await expect((async () => apply([await compare(root, plan, { overwrite: ['two'] })]))()).rejects.toThrow(/ is (?:a|behind a) symbolic link/);
    expect(treeOf(outside)).toEqual(before);
    expect(treeOf(root)).toEqual({});
  });

  test('an orphan behind a link is not deleted', async () => {
    const [root, outside] = [temporaryFolder(), temporaryFolder()];
    await generateFrom(root, planOf({ 'a/one': 'one\n' }));
    write(outside, { one: 'one\n' });
    spawnSync('rm', ['-r', join(root, 'a')]);
    symlinkSync(outside, join(root, 'a'));
    const repositoryChanges = await generateFrom(root, planOf({ b: '' }), { modelDigest: 'other' });
    expect(repositoryChanges.changes).toContainEqual(expect.objectContaining({ action: 'keep', cause: 'orphaned', detail: 'it is behind a symbolic link: a' }));
    expect(treeOf(outside)).toEqual({ one: 'one\n' });
  });

  test('a link above the repository is followed', async () => {
    const real = temporaryFolder();
    const link = join(temporaryFolder(), 'link');
    symlinkSync(real, link);
    await generateFrom(link, plan);
    expect(treeOf(real).two).toBe('two\n');
  });
});

describe('a blocked path', () => {
  test('names a folder in place of a file', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'two'));
    await expect((async () => apply([await compare(root, plan)]))()).rejects.toThrow('two is refused: it is a folder, not a file');
  });

  test('names a file in place of a folder, and writes nothing', async () => {
    const root = temporaryFolder();
    write(root, { a: 'theirs\n' });
    await expect((async () => apply([await compare(root, plan)]))()).rejects.toThrow(/\/a is not a folder/);
    expect(treeOf(root)).toEqual({ a: 'theirs\n' });
  });

  // Root can write everywhere, so the test changes the user.
  test('a folder without write permission is an error with the path, without a partial file', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'a'));
    const script = `
      import { apply } from ${JSON.stringify(join(import.meta.dirname, '../../src/apply/apply.ts'))};
      import { compare, planOf } from ${JSON.stringify(join(import.meta.dirname, '../support/workspace.ts'))};
      if (process.getuid() === 0) process.setuid(65534);
      try { apply([await compare(process.argv[1], planOf({ 'a/one': 'one\\n', two: 'two\\n' }))]); } catch (error) { console.log(JSON.stringify(error.problems)); }`;
    if (process.getuid?.() === 0) chownSync(root, 65534, 65534);
    chmodSync(join(root, 'a'), 0o555);
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, root], {
      cwd: join(import.meta.dirname, '../..'),
      encoding: 'utf8',
    });
    chmodSync(join(root, 'a'), 0o755);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject([{ code: 'WRITE_FAILED', message: expect.stringMatching(/a\/one could not be written: EACCES/) }]);
    expect(existsSync(join(root, 'two'))).toBe(false);
    expect(readdirSync(join(root, 'a'))).toEqual([]);
  });
});
