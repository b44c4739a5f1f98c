/** Hostile repositories: nothing outside them is printed or written, and nothing hangs. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import type { Model } from '../../src/model/model.ts';
import { exitCodes, UserError } from '../../src/problems/errors.ts';
import { hashText, modelDigest } from '../../src/workspace/record.ts';
import { processorTime } from '../support/processor-time.ts';
import { openWorkspace, type Workspace } from '../support/run-commands.ts';
import { compare, generateFrom, planOf, temporaryFolder, treeOf, write } from '../support/workspace.ts';

const secret = 'the secret of another folder';
const workflow = '.github/workflows/gitops-ci.yaml';
const wrapper = planOf({ w: { content: 'images:\n  shop:\n    tag: ""\n', ownership: { class: 'fields', fields: [['images', 'shop', 'tag']] } } });

async function generated(): Promise<Workspace & { outside: string }> {
  const workspace = openWorkspace();
  await workspace.generate();
  const outside = join(workspace.folder, 'outside');
  write(outside, { secret, 'manifest.json': secret, 'gitops-ci.yaml': secret, 'workflows/gitops-ci.yaml': secret });
  return { ...workspace, outside };
}

async function allOutput(workspace: Workspace): Promise<string> {
  const results = await Promise.all([
    workspace.check(),
    workspace.check({ format: 'json' }),
    workspace.check({ format: 'github' }),
    workspace.diff(),
    workspace.generate({ dryRun: true }),
    workspace.generate(),
  ]);
  expect(results.map(({ code }) => code)).not.toContain(exitCodes.clean);
  return results.map(({ out, err }) => out + err).join('');
}

describe('a link', () => {
  test.each([
    ['of a file', workflow, 'secret'],
    ['of a folder', '.github', ''],
    ['of the folder below', '.github/workflows', ''],
  ])('%s to a path outside the repository is not read, and refused', async (_, path, target) => {
    const workspace = await generated();
    rmSync(join(workspace.app, path), { recursive: true });
    symlinkSync(join(workspace.outside, target), join(workspace.app, path));
    const before = treeOf(workspace.outside);
    const output = await allOutput(workspace);
    expect(output).not.toContain(secret);
    expect(output).toContain('symbolic link');
    expect(treeOf(workspace.outside)).toEqual(before);
  });

  test.each(['.gitops-app/manifest.json', '.gitops-app'])('at %s is an error with its path', async (path) => {
    const workspace = await generated();
    rmSync(join(workspace.app, path), { recursive: true });
    symlinkSync(path.endsWith('json') ? join(workspace.outside, 'secret') : workspace.outside, join(workspace.app, path));
    await expect(workspace.check()).rejects.toThrow('symbolic link');
    await expect(workspace.generate()).rejects.toThrow('symbolic link');
  });

  test.each([
    ['.gitops-app', 'is a symbolic link', '.gitops-app'],
    ['.gitops-app/shop', 'is behind a symbolic link: .gitops-app/shop', '.gitops-app/shop'],
  ])('at %s of the config repository is an error in either one: lists nothing behind it, skips no app', async (path, why, restored) => {
    const workspace = await generated();
    rmSync(join(workspace.config, path), { recursive: true });
    mkdirSync(join(workspace.outside, 'a-secret-name'));
    symlinkSync(workspace.outside, join(workspace.config, path));
    for (const cwd of [workspace.app, workspace.config]) {
      const error: unknown = await workspace.check({ cwd }).catch((thrown: unknown) => thrown);
      const [problem] = error instanceof UserError ? error.problems : [];
      expect(problem?.message).toContain(why);
      expect(problem?.message).not.toContain('a-secret-name');
      expect(problem?.hint).toContain(`git -C ${workspace.config} checkout HEAD -- ${restored} (`);
    }
  });

  test('above several files is reported once', async () => {
    const workspace = await generated();
    rmSync(join(workspace.app, '.github'), { recursive: true });
    symlinkSync(workspace.outside, join(workspace.app, '.github'));
    const { code, err } = await workspace.generate();
    expect([code, err.split('\n').filter((line) => line.startsWith('refused')).length]).toEqual([exitCodes.refused, 1]);
    expect(err).toContain('it is behind a symbolic link: .github (and 1 more)');
  });

  test('to itself is refused', async () => {
    const root = temporaryFolder();
    symlinkSync('a', join(root, 'a'));
    expect((await compare(root, planOf({ a: '' }))).changes).toMatchObject([{ action: 'refuse', detail: 'it is a symbolic link' }]);
  });
});

describe('a file that is not a regular file is refused at once', () => {
  test.each([
    ['a pipe without a writer', 'mkfifo', []],
    ['a device without an end', 'mknod', ['c', '1', '5']],
  ] as const)('%s', async (_, program, more) => {
    const root = temporaryFolder();
    const created = spawnSync(program, [join(root, 'a'), ...more]).status === 0;
    if (!created) return expect(program).toBe('mknod'); // Only root can create devices.
    expect((await compare(root, planOf({ a: 'ours\n' }))).changes).toMatchObject([{ action: 'refuse', cause: 'unreadable', detail: 'it is not a file' }]);
  });

  test('a folder', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'a/b'), { recursive: true });
    expect((await compare(root, planOf({ a: 'ours\n' }))).changes).toMatchObject([{ action: 'refuse', detail: 'it is a folder, not a file' }]);
  });

  test('a file of 100 MB', async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, 'a'), '');
    truncateSync(join(root, 'a'), 100 * 1024 * 1024);
    expect((await compare(root, planOf({ a: 'ours\n' }))).changes).toMatchObject([{ action: 'refuse', detail: 'it is larger than 16 MiB' }]);
    mkdirSync(join(root, '.gitops-app/shop'), { recursive: true });
    writeFileSync(join(root, '.gitops-app/shop/manifest.json'), '');
    truncateSync(join(root, '.gitops-app/shop/manifest.json'), 100 * 1024 * 1024);
    await expect(compare(root, planOf({ a: '' }))).rejects.toThrow('is larger than 16 MiB');
  });
});

describe('YAML where CD writes', () => {
  const lol = Array.from({ length: 30 }, (_, index) => `l${index + 1}: &l${index + 1} [${Array.from({ length: 10 }, () => `*l${index}`).join(', ')}]`).join(
    '\n',
  );
  test.each([
    ['aliases that grow without end', `l0: &l0 lol\n${lol}\nimages: *l30\n`],
    ['brackets, a hundred thousand deep', `images: ${'['.repeat(100_000)}`],
    ['maps, ten thousand deep', Array.from({ length: 10_000 }, (_, depth) => `${' '.repeat(depth % 500)}k${depth}:`).join('\n')],
    ['no YAML at all', '\u0001{{{'],
    ['a tag of another type', 'images:\n  shop:\n    tag: !!binary "aGk="\n'],
    ['a key of the prototype', '__proto__:\n  shop:\n    tag: "x"\n'],
  ])('%s: refused without delay', async (_, text) => {
    const root = temporaryFolder();
    await generateFrom(root, wrapper);
    write(root, { w: text });
    const spent = processorTime();
    expect((await compare(root, wrapper)).changes).toMatchObject([{ action: 'refuse', cause: 'unreadable' }]);
    expect(spent()).toBeLessThan(5_000);
  });

  test('bytes that are not UTF-8', async () => {
    const root = temporaryFolder();
    await generateFrom(root, wrapper);
    writeFileSync(join(root, 'w'), Buffer.from([0x69, 0xff, 0xfe]));
    expect((await compare(root, wrapper)).changes).toMatchObject([{ action: 'refuse', detail: 'it is not UTF-8' }]);
  });
});

test('a file in place of the folder of the records is an error with its path', async () => {
  const workspace = await generated();
  rmSync(join(workspace.config, '.gitops-app'), { recursive: true });
  write(workspace.config, { '.gitops-app': '' });
  for (const cwd of [workspace.app, workspace.config]) await expect(workspace.check({ cwd })).rejects.toThrow('.gitops-app is not a folder');
});

describe('a hostile record or model', () => {
  const printRecord = (entries: readonly object[]) =>
    JSON.stringify({ schemaVersion: 2, generatorVersion: '1.0.0', contractVersion: 1, modelDigest: '', files: entries });
  const hash = '0'.repeat(64);

  test('a file of the user’s stays if the hash is of another text', async () => {
    const root = temporaryFolder();
    write(root, { precious: 'mine\n', '.gitops-app/shop/manifest.json': printRecord([{ path: 'precious', output: 'x', class: 'managed', hash }]) });
    await generateFrom(root, planOf({ a: 'ours\n' }));
    expect(treeOf(root).precious).toBe('mine\n');
  });

  test('the app’s own sources are never deleted, even with the right hash', async () => {
    const workspace = await generated();
    write(workspace.app, { 'src/server.js': 'mine\n' });
    const entry = { path: 'src/server.js', output: 'app/ci', class: 'managed', hash: hashText('mine\n') };
    workspace.editFile(join(workspace.app, '.gitops-app/manifest.json'), '"files": [', `"files": [\n    ${JSON.stringify(entry)},`);
    expect((await workspace.generate()).out).toContain('create-gitops-app generates no files there');
    expect(treeOf(workspace.app)['src/server.js']).toBe('mine\n');
  });

  test.each(['../x', '/etc/passwd', '.git/config', '.GIT/config', 'git~1/config', 'a/.g\u200cit/config', 'a/../../x'])(
    '%s of any class is rejected before it is read',
    async (path) => {
      for (const ownership of ['managed', 'fields', 'region', 'seeded', 'merge', 'ejected', 'nonsense']) {
        const root = temporaryFolder();
        write(root, { '.gitops-app/shop/manifest.json': printRecord([{ path, output: 'x', class: ownership, hash, region: 'r', fields: [['a']] }]) });
        await expect(compare(root, planOf({ a: '' })), ownership).rejects.toThrow('is not a path inside the repository');
      }
    },
  );

  test('a model with a path outside the repository is rejected', async () => {
    const workspace = await generated();
    const { createHash } = await import('node:crypto');
    const { canonicalJson } = await import('../../src/render/json.ts');
    const path = join(workspace.config, '.gitops-app/shop/model.json');
    const model = JSON.parse(treeOf(workspace.config)['.gitops-app/shop/model.json'] ?? '');
    const before = createHash('sha256').update(canonicalJson(model)).digest('hex');
    model.environments[0].name = '../../../../outside/secret';
    writeFileSync(path, JSON.stringify(model));
    workspace.editFile(join(workspace.config, '.gitops-app/shop/manifest.json'), before, createHash('sha256').update(canonicalJson(model)).digest('hex'));
    await expect(workspace.generate({ cwd: workspace.config })).rejects.toThrow('is not a path inside the repository');
    expect(treeOf(workspace.outside).secret).toBe(secret);
  });

  test.each([
    ['a line of its own', '1.0.0\n::error::x'],
    ['an escape', '1.0.0\u001b[2J'],
    ['a command of a shell', '1.0.0; touch pwned'],
    ['nothing', ''],
  ])('a version with %s is never printed', async (_, generatorVersion) => {
    const root = temporaryFolder();
    write(root, { '.gitops-app/shop/manifest.json': printRecord([]).replace('"1.0.0"', JSON.stringify(generatorVersion)) });
    await expect(compare(root, planOf({ a: '' }))).rejects.toThrow('has an invalid generatorVersion or modelDigest');
  });

  test.each<[string, (model: Model) => unknown]>([
    ['little of it', ({ schemaVersion }) => ({ schemaVersion, app: { name: 'shop' } })],
    [
      'a slug that is two lines',
      (model) => ({ ...model, repositories: { ...model.repositories, app: { ...model.repositories.app, slug: 'acme/shop\n::error::x' } } }),
    ],
    ['a package that is a command', (model) => ({ ...model, generator: { package: 'x; touch pwned' } })],
    ['the name of another app', (model) => ({ ...model, app: { ...model.app, name: 'mail' } })],
    ['a list of nothing', (model) => ({ ...model, environments: [null] })],
    [
      'a target without components',
      (model) => ({
        ...model,
        environments: model.environments.map((environment) => ({
          ...environment,
          targets: environment.targets.map((target) => ({ ...target, components: null })),
        })),
      }),
    ],
  ])('a model that has %s is an error with a remedy', async (_, change) => {
    const workspace = await generated();
    const path = join(workspace.config, '.gitops-app/shop/model.json');
    const model = JSON.parse(treeOf(workspace.config)['.gitops-app/shop/model.json'] ?? '');
    const changed = change(model) as Model;
    writeFileSync(path, JSON.stringify(changed));
    workspace.editFile(join(workspace.config, '.gitops-app/shop/manifest.json'), modelDigest(model), modelDigest(changed));
    for (const format of ['text', 'github'] as const)
      await expect(workspace.check({ cwd: workspace.config, generators, format })).rejects.toMatchObject({
        problems: [
          {
            code: 'RECORD_INVALID',
            message: expect.stringContaining(`${path} is not a valid model for this version`),
            hint: 'Run generate in the app repository to regenerate it.',
          },
        ],
      });
  });
});
