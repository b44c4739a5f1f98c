/** Every layout of a Git repository works, and Git's own files stay unchanged. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodes, type UserError } from '../../src/problems/errors.ts';
import { openWorkspace, type Workspace } from '../support/run-commands.ts';
import { compare, generateFrom, outcomes, planOf, temporaryFolder, treeOf, write } from '../support/workspace.ts';

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'protocol.file.allow=always', '-c', 'init.defaultBranch=main'];
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Both repositories, generated, committed, and with a delivery. */
async function committed(): Promise<Workspace> {
  const workspace = openWorkspace();
  await workspace.generate();
  for (const root of [workspace.app, workspace.config]) {
    git(root, 'init', '-q');
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'Generated');
  }
  workspace.deliver('prod');
  git(workspace.config, 'commit', '-qam', 'Deploy');
  return workspace;
}

/** Each replaces the config repository by another layout of the same commits. */
const layouts: Record<string, (workspace: Workspace) => void> = {
  'a clone of one commit': ({ folder, config }) => {
    git(folder, 'clone', '-q', '--depth', '1', `file://${config}`, 'clone');
    replace(config, join(folder, 'clone'));
  },
  'a worktree': ({ folder, config }) => {
    git(config, 'worktree', 'add', '-q', join(folder, 'tree'));
    spawnSync('mv', [config, `${config}.main`]);
    git(`${config}.main`, 'worktree', 'repair', join(folder, 'tree'));
    git(`${config}.main`, 'worktree', 'move', join(folder, 'tree'), config);
  },
  'a submodule': ({ folder, config }) => {
    const parent = join(folder, 'parent');
    git(folder, 'init', '-q', 'parent');
    git(parent, 'submodule', '--quiet', 'add', `file://${config}`, 'shop-config');
    rmSync(config, { recursive: true });
    spawnSync('ln', ['-s', join(parent, 'shop-config'), config]);
  },
  'no Git at all': ({ app, config }) => {
    for (const root of [app, config]) rmSync(join(root, '.git'), { recursive: true });
  },
  'line ends changed by autocrlf': ({ folder, config }) => {
    git(folder, 'clone', '-q', '-c', 'core.autocrlf=true', `file://${config}`, 'clone');
    replace(config, join(folder, 'clone'));
  },
};

function replace(root: string, clone: string): void {
  rmSync(root, { recursive: true });
  spawnSync('mv', [clone, root]);
}

describe.each(Object.entries(layouts))('%s', (name, changeLayout) => {
  test('is checked and changed, and keeps what CD wrote', async () => {
    const workspace = await committed();
    changeLayout(workspace);
    const wrapper = join(workspace.config, 'charts/shop/prod-values.yaml');
    if (name.includes('autocrlf')) expect(readFileSync(wrapper, 'utf8')).toContain('\r\n');
    expect(await workspace.check()).toMatchObject({ code: exitCodes.clean, err: '' });
    expect((await workspace.generate()).out).toContain('Nothing to do');
    workspace.edit('replicas: 3', 'replicas: 4');
    expect((await workspace.generate()).code).toBe(exitCodes.clean);
    expect(readFileSync(wrapper, 'utf8')).toContain('tag: "7c2f1e0"');
    expect((await workspace.check()).code).toBe(exitCodes.clean);
    if (existsSync(join(workspace.config, '.git'))) {
      const changed = git(workspace.config, 'status', '--porcelain')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.slice(3));
      expect(changed.sort()).toEqual(['.gitops-app/shop/manifest.json', '.gitops-app/shop/model.json', 'charts/shop/prod-values.yaml']);
    }
  });
});

describe('a renamed file', () => {
  test('by case only: the new one exists', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ 'docs/Deploy.md': 'text\n' }));
    expect(outcomes(await generateFrom(root, planOf({ 'docs/deploy.md': 'text\n' }), { modelDigest: 'other' }))).toEqual({
      'docs/deploy.md': 'create config-changed',
      'docs/Deploy.md': 'delete orphaned',
    });
    expect(readdirSync(join(root, 'docs'))).toEqual(['deploy.md']);
  });

  test('unedited: the old one is deleted, the new one is created', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ 'old/text': 'text\n' }));
    expect(outcomes(await generateFrom(root, planOf({ 'new/text': 'text\n' }), { modelDigest: 'other' }))).toEqual({
      'new/text': 'create config-changed',
      'old/text': 'delete orphaned',
    });
    expect(readdirSync(root).sort()).toEqual(['.gitops-app', 'new']);
    expect(outcomes(await compare(root, planOf({ 'new/text': 'text\n' }), { modelDigest: 'other' }))).toEqual({ 'new/text': 'unchanged none' });
  });

  test('edited: the old one is kept and reported, the new one is created', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ old: 'text\n' }));
    write(root, { old: 'mine\n' });
    expect(outcomes(await generateFrom(root, planOf({ new: 'text\n' }), { modelDigest: 'other' }))).toEqual({
      new: 'create config-changed',
      old: 'keep orphaned',
    });
    expect(treeOf(root)).toMatchObject({ old: 'mine\n', new: 'text\n' });
  });

  test('to the path of a file of the user’s: refused, and nothing is written', async () => {
    const root = temporaryFolder();
    await generateFrom(root, planOf({ old: 'text\n' }));
    write(root, { new: 'mine\n' });
    expect(outcomes(await compare(root, planOf({ new: 'text\n' }), { modelDigest: 'other' }))).toEqual({ new: 'refuse foreign', old: 'delete orphaned' });
    await expect(generateFrom(root, planOf({ new: 'text\n' }), { modelDigest: 'other' })).rejects.toThrow('new is refused');
    expect(treeOf(root)).toMatchObject({ old: 'text\n', new: 'mine\n' });
  });
});

describe('a deleted wrapper is restored, with what CD wrote, by the printed command', () => {
  const wrapper = 'charts/shop/prod-values.yaml';

  test.each([
    ['which is not committed', (config: string) => rmSync(join(config, wrapper)), 0],
    ['which is staged', (config: string) => git(config, 'rm', '-q', wrapper), 0],
    [
      'which is committed',
      (config: string) => {
        git(config, 'rm', '-q', wrapper);
        git(config, 'commit', '-qm', 'Delete');
        git(config, 'commit', '-qm', 'Else', '--allow-empty');
      },
      1,
    ],
  ])('after a deletion %s', async (_, remove, index) => {
    const { config, app, check, generate } = await committed();
    const before = readFileSync(join(config, wrapper), 'utf8');
    remove(config);
    expect((await generate()).code).toBe(exitCodes.refused);
    const { remedy } = JSON.parse((await check({ format: 'json' })).out).files.find(({ path }: { path: string }) => path === wrapper);
    const commands = [...remedy.matchAll(/: (git .*?)(?=;)/g)].map(([, command]) => command);
    const { status, stderr } = spawnSync('sh', ['-c', commands[index]], { cwd: app, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    expect(readFileSync(join(config, wrapper), 'utf8')).toBe(before);
    expect((await check()).code).toBe(exitCodes.clean);
  });
});

test.each([
  ['a wrapper', 'charts/shop/prod-values.yaml'],
  ['a record', '.gitops-app/shop/manifest.json'],
])('%s that a commit broke is restored by the printed command, from the commit before', async (_, path) => {
  const { config, check } = await committed();
  const before = readFileSync(join(config, path), 'utf8');
  write(config, { [path]: '{\n' });
  git(config, 'commit', '-qam', 'Break');
  const output = await check({ cwd: config }).then(
    ({ out }) => out,
    (error: UserError) => String(error.problems[0]?.hint),
  );
  const [, command = '', log = ''] = / (git [^;(]*checkout HEAD -- \S+) \(if HEAD is broken too, use an earlier commit: (git .*?)\)/.exec(output) ?? [];
  const sh = (line: string) => spawnSync('sh', ['-c', line], { cwd: config, encoding: 'utf8' });
  const [, earlier = ''] = sh(log).stdout.split('\n');
  expect(sh(command.replace('HEAD', earlier.slice(0, earlier.indexOf(' ')))).status).toBe(0);
  expect(readFileSync(join(config, path), 'utf8')).toBe(before);
  expect((await check()).code).toBe(exitCodes.clean);
});
