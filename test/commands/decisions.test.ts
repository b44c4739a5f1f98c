/** adopt, eject, upgrade, --merge, --peer and interrupted runs, as a user runs them. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apply } from '../../src/apply/apply.ts';
import { parseCommandLine } from '../../src/command-line/command-line.ts';
import { adopt } from '../../src/commands/adopt.ts';
import { check } from '../../src/commands/check.ts';
import { create } from '../../src/commands/create.ts';
import { generate } from '../../src/commands/generate.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import type { Change } from '../../src/diff/change.ts';
import { diffWorkspaces } from '../../src/diff/diff.ts';
import { version } from '../../src/model/version.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { exitCodes, UserError } from '../../src/problems/errors.ts';
import { openWorkspaces } from '../../src/workspace/open-workspaces.ts';
import { dyingFileSystem, Stopped, watchedFileSystem } from '../apply/stopping.ts';
import { openWorkspace, run, smallGenerators, type Workspace } from '../support/run-commands.ts';
import { treeOf, write } from '../support/workspace.ts';

const workflow = '.github/workflows/gitops-ci.yaml';
const command = `npx --yes create-gitops-app@${version}`;

async function generated(): Promise<Workspace> {
  const workspace = openWorkspace();
  expect((await workspace.generate()).code).toBe(exitCodes.clean);
  return workspace;
}

const base = ({ app }: Workspace, generators = smallGenerators) => ({ cwd: app, generators });

describe('adopt', () => {
  test('shows the diff and writes nothing without --yes', async () => {
    const workspace = openWorkspace();
    write(workspace.app, { [workflow]: 'mine: true\n' });
    const refused = await workspace.generate();
    expect(refused.code).toBe(exitCodes.refused);
    expect(refused.err).toContain(`Show the difference and adopt the file: ${command} adopt ${workflow}; or keep it as yours: ${command} eject ${workflow}`);
    const before = treeOf(workspace.folder);
    const shown = await run(adopt, { ...base(workspace), names: [] });
    expect(shown.code).toBe(exitCodes.refused);
    expect(shown.out).toContain('-mine: true\n+runs-on: ubuntu-24.04\n');
    expect(shown.err).toBe('Nothing was written. To adopt this file as shown, run the same command with --yes.\n');
    expect(treeOf(workspace.folder)).toEqual(before);
    expect((await run(adopt, { ...base(workspace), names: [workflow], yes: true })).code).toBe(exitCodes.clean);
    expect(treeOf(workspace.app)[workflow]).toBe('runs-on: ubuntu-24.04\n');
    expect((await workspace.check()).code).toBe(exitCodes.clean);
  });

  test('gives the record the cause of its file', async () => {
    const workspace = await generated();
    await run(generate, { ...base(workspace), eject: [workflow] });
    writeFileSync(join(workspace.app, workflow), 'mine: true\n');
    const adopted = await run(adopt, { ...base(workspace), names: [workflow], yes: true });
    expect(adopted.out).toMatch(/unmanaged \(2\)\n +update +\.github\/workflows\/gitops-ci\.yaml\n +update +\.gitops-app\/manifest\.json\n/);
  });

  test('of an up-to-date file changes only the record', async () => {
    const workspace = await generated();
    await run(generate, { ...base(workspace), eject: [workflow] });
    const { out } = await run(adopt, { ...base(workspace), names: [workflow], yes: true });
    expect(out).toContain('unmanaged (1)\n    update  .gitops-app/manifest.json\n');
  });

  test('does not ask if another file is refused', async () => {
    const workspace = openWorkspace();
    const wrapper = 'charts/shop/dev-values.yaml';
    write(workspace.app, { [workflow]: 'mine: true\n' });
    write(workspace.config, { [wrapper]: 'images:\n  shop:\n    tag: v1\n' });
    const before = treeOf(workspace.folder);
    for (const names of [[], [`../shop-config/${wrapper}`]]) {
      const { code, out, err } = await run(adopt, { ...base(workspace), names });
      expect(code).toBe(exitCodes.refused);
      expect(out).not.toContain('Nothing to adopt');
      expect(err).toContain(`refused  ../shop-config/${wrapper} cannot be read: line 2: images.shop.digest is missing`);
      expect(err).not.toContain('with --yes');
    }
    expect(treeOf(workspace.folder)).toEqual(before);
  });

  test('has nothing to do if nothing differs', async () => {
    const workspace = await generated();
    expect(await run(adopt, { ...base(workspace), names: [] })).toMatchObject({ code: exitCodes.clean, out: expect.stringMatching(/^Nothing to adopt/) });
  });

  test('resolves a path in the working folder first, and takes paths as they are printed', async () => {
    const both = { path: '.github/both.yaml', content: 'on: push\n' };
    const generators: readonly Generator[] = [
      ...smallGenerators,
      { id: 'app/both', description: '', repository: 'app', files: () => [both] },
      { id: 'config/both', description: '', repository: 'config', files: () => [both] },
    ];
    const workspace = openWorkspace();
    await workspace.generate({ generators });
    const edit = () => {
      for (const root of [workspace.app, workspace.config]) write(root, { [both.path]: 'mine\n' });
    };
    const texts = () => [workspace.app, workspace.config].map((root) => treeOf(root)[both.path]);
    edit();
    await run(generate, { cwd: workspace.app, generators, overwrite: [both.path] });
    expect(texts()).toEqual(['mine\n', 'mine\n']);
    await run(generate, { cwd: workspace.app, generators, overwrite: [both.path], eject: [`../shop-config/${both.path}`] });
    expect(texts()).toEqual(['on: push\n', 'mine\n']);
    const fromParent = run(generate, { cwd: workspace.folder, config: 'shop/.gitops-app/pipeline.config.ts', generators, overwrite: [both.path] });
    await expect(fromParent).rejects.toMatchObject({
      problems: [{ message: `${both.path} exists in both repositories`, hint: expect.stringContaining(`shop-config/${both.path}`) }],
    });
  });

  test('suggests a name for a mistyped one', async () => {
    const workspace = await generated();
    await expect(run(adopt, { ...base(workspace), names: ['app/cii'] })).rejects.toThrow(
      "app/cii is neither a generated file nor an output. Did you mean 'app/ci'?",
    );
    await expect(workspace.generate({ overwrite: ['nonsense'] })).rejects.toThrow('nonsense is neither');
  });

  test('hints at the repository that is not on this machine', async () => {
    const workspace = await generated();
    rmSync(workspace.config, { recursive: true });
    const hint = 'The config repository is not on this machine, so its files and outputs are unknown.';
    await expect(workspace.generate({ overwrite: ['config/cd'] })).rejects.toMatchObject({ problems: [{ code: 'USAGE', hint }] });
  });
});

test('one run decides on all refused files: overwrites some, adopts some, ejects some', async () => {
  const workspace = openWorkspace();
  write(workspace.app, { [workflow]: 'mine: true\n' });
  write(workspace.config, { '.github/workflows/cd.yaml': 'mine: true\n', 'charts/shop/dev-values.yaml': 'images: {}\n' });
  const [cd, wrapper] = ['../shop-config/.github/workflows/cd.yaml', '../shop-config/charts/shop/dev-values.yaml'];
  const together = 'Decide on all of them in one run: generate takes --overwrite, --merge, --adopt and --eject, each more than once.';
  for (const decided of [{}, { eject: [workflow] }, { adopt: [cd] }, { eject: [workflow], adopt: [cd] }])
    expect(await run(generate, { ...base(workspace), ...decided })).toMatchObject({ code: exitCodes.refused, err: expect.stringContaining(together) });
  const options = ['generate', '--cwd', workspace.app, '--eject', workflow, '--adopt', cd, '--overwrite', wrapper];
  expect(parseCommandLine(options, false)).toMatchObject({ problems: [], options: { eject: [workflow], adopt: [cd], overwrite: [wrapper] } });
  expect((await run(generate, { ...base(workspace), eject: [workflow], adopt: [cd], overwrite: [wrapper] })).code).toBe(exitCodes.clean);
  expect((await workspace.check()).code).toBe(exitCodes.clean);
  expect(treeOf(workspace.app)[workflow]).toBe('mine: true\n');
  expect(treeOf(workspace.config)['.github/workflows/cd.yaml']).toBe('on: workflow_dispatch\n');
});

test('reports conflict markers in both records, and accepts either side', async () => {
  const workspace = await generated();
  const paths = [join(workspace.app, '.gitops-app/manifest.json'), join(workspace.config, '.gitops-app/shop/manifest.json')];
  const ours = paths.map((path) => readFileSync(path, 'utf8'));
  for (const [index, path] of paths.entries()) writeFileSync(path, `<<<<<<< ours\n${ours[index]}=======\n>>>>>>> theirs\n`);
  const error: unknown = await workspace.generate().catch((thrown: unknown) => thrown);
  expect(error instanceof UserError ? error.problems.map(({ message, hint }) => `${message}. ${hint}`) : error).toEqual(
    [
      [workspace.config, '.gitops-app/shop/manifest.json'],
      [workspace.app, '.gitops-app/manifest.json'],
    ].map(
      ([root, path]) => `the record ${root}/${path} contains conflict markers. Take either side, then run generate: git -C ${root} checkout --ours -- ${path}`,
    ),
  );
  for (const [index, path] of paths.entries()) writeFileSync(path, (ours[index] ?? '').replace(/"modelDigest": "\w+"/, '"modelDigest": "0"'));
  expect((await workspace.generate()).code).toBe(exitCodes.clean);
  expect((await workspace.check()).code).toBe(exitCodes.clean);
});

describe('the saved model', () => {
  const model = '.gitops-app/shop/model.json';

  /** The model after Git has merged two branches that both changed the config. */
  async function mergeModel(resolve: (ours: string, theirs: string) => string): Promise<Workspace> {
    const workspace = await generated();
    const file = join(workspace.config, model);
    const ours = readFileSync(file, 'utf8');
    writeFileSync(file, resolve(ours, ours.replace('"replicas": 3', '"replicas": 5')));
    return workspace;
  }

  test.each([
    ['the other branch’s', (_: string, theirs: string) => theirs],
    ['both, between markers', (ours: string, theirs: string) => `<<<<<<< ours\n${ours}=======\n${theirs}>>>>>>> theirs\n`],
    ['no text', () => '\u0000'],
  ])('is regenerated if the config is there: %s', async (_, resolve) => {
    const workspace = await mergeModel(resolve);
    const { code, out } = await workspace.check();
    expect([code, out]).toEqual([exitCodes.drift, expect.stringContaining(`edited by hand\n  Run: ${command} generate\n`)]);
    expect(await workspace.generate()).toMatchObject({ code: exitCodes.clean, err: '' });
    expect(await workspace.check()).toMatchObject({ code: exitCodes.clean });
    expect(await workspace.check({ cwd: workspace.config })).toMatchObject({ code: exitCodes.clean });
  });

  test('reports conflict markers when it is replayed', async () => {
    const workspace = await mergeModel((ours, theirs) => `<<<<<<< ours\n${ours}=======\n${theirs}>>>>>>> theirs\n`);
    await expect(workspace.check({ cwd: workspace.config })).rejects.toMatchObject({
      problems: [{ code: 'RECORD_INVALID', hint: 'Run generate in the app repository to regenerate it.' }],
    });
  });

  test.each(['config/model', model])('cannot be ejected: %s', async (name) => {
    const workspace = await generated();
    await expect(run(generate, { ...base(workspace), eject: [name] })).rejects.toThrow(
      `${name} cannot be ejected: the config repository is checked against it`,
    );
  });
});

describe('a blocked path', () => {
  const elsewhere = (workspace: Workspace) => join(workspace.folder, 'elsewhere');

  test.each([
    ['a link', 'is a symbolic link', (workspace: Workspace, file: string) => symlinkSync(elsewhere(workspace), file)],
    ['a folder', 'is a folder, not a file', (_: Workspace, file: string) => mkdirSync(file)],
    ['a file of 17 MiB', 'is larger than 16 MiB', (_: Workspace, file: string) => writeFileSync(file, Buffer.alloc(17 * 1024 * 1024))],
  ])('%s is refused even with --overwrite, which is not suggested', async (_, reason, block) => {
    const workspace = await generated();
    const file = join(workspace.app, workflow);
    rmSync(file);
    block(workspace, file);
    for (const overwrite of [[], [workflow]]) {
      const { code, err } = await workspace.generate({ overwrite });
      expect(code).toBe(exitCodes.refused);
      expect(err).toContain(`${workflow} cannot be read: it ${reason}\n         Fix it or move it away, then run: ${command} generate\n`);
    }
    rmSync(file, { recursive: true });
    expect((await workspace.generate()).code).toBe(exitCodes.clean);
  });

  test('a link in place of a folder makes no file missing', async () => {
    const workspace = await generated();
    mkdirSync(elsewhere(workspace));
    rmSync(join(workspace.config, 'charts/shop'), { recursive: true });
    symlinkSync(elsewhere(workspace), join(workspace.config, 'charts/shop'));
    const { out } = await workspace.check();
    expect(out).not.toContain('missing');
    expect(out).toContain('cannot be read: it is behind a symbolic link: charts/shop');
  });
});

describe('eject', () => {
  test('of a seeded file ends with adopt', async () => {
    const workspace = await generated();
    const dockerfile = join(workspace.app, 'Dockerfile');
    const text = readFileSync(dockerfile, 'utf8');
    for (const own of [text, 'FROM mine\n']) {
      await run(generate, { ...base(workspace), eject: ['Dockerfile'] });
      writeFileSync(dockerfile, own);
      expect((await run(adopt, { ...base(workspace), names: ['Dockerfile'], yes: true })).code).toBe(exitCodes.clean);
      expect(readFileSync(dockerfile, 'utf8')).toBe(text);
      expect(treeOf(workspace.app)['.gitops-app/manifest.json']).toMatch(/"path":"Dockerfile".*"class":"seeded"/);
      expect((await run(adopt, { ...base(workspace), names: ['Dockerfile'], yes: true })).out).toContain('Nothing to adopt');
    }
  });

  test('ends a refusal, is not drift, and reports the next change of the plan', async () => {
    const workspace = await generated();
    workspace.editFile(join(workspace.app, workflow), 'ubuntu', 'windows');
    expect((await workspace.generate()).code).toBe(exitCodes.refused);
    expect(await run(generate, { ...base(workspace), eject: ['app/ci'] })).toMatchObject({
      code: exitCodes.clean,
      out: expect.stringContaining('ejected (1)\n    update  .gitops-app/manifest.json'),
    });
    expect(await workspace.check()).toMatchObject({ code: exitCodes.clean, out: expect.not.stringContaining(workflow) });
    const generators: Generator[] = smallGenerators.map((generator) =>
      generator.id === 'app/ci' ? { ...generator, files: () => [{ path: workflow, content: 'runs-on: another\n' }] } : generator,
    );
    const { code, out } = await workspace.check({ generators });
    expect(code).toBe(exitCodes.clean);
    expect(out).toContain(`ejected  ${workflow}`);
    expect(out).toContain(`Show the difference: ${command} diff --adopt ${workflow}`);
    expect((await run((await import('../../src/commands/diff.ts')).diff, { ...base(workspace, generators), adopt: [workflow] })).out).toContain(
      '-runs-on: windows-24.04\n+runs-on: another\n',
    );
    await run(generate, { ...base(workspace, generators), eject: [workflow] });
    expect((await workspace.check({ generators })).out).not.toContain(workflow);
    expect(readFileSync(join(workspace.app, workflow), 'utf8')).toBe('runs-on: windows-24.04\n');
  });

  test.each([
    ['edited', 'runs-on: windows-24.04\n', '-runs-on: windows-24.04\n+runs-on: ubuntu-24.04\n'],
    ['with what would be generated', 'runs-on: ubuntu-24.04\n', `${workflow} matches what is generated.\n`],
    ['deleted', undefined, `+++ b/${workflow}`],
  ])('ends with adopt: %s', async (_, text, shown) => {
    const workspace = await generated();
    await run(generate, { ...base(workspace), eject: ['app/ci'] });
    if (text === undefined) rmSync(join(workspace.app, workflow));
    else writeFileSync(join(workspace.app, workflow), text);
    expect(await workspace.check()).toMatchObject({ code: exitCodes.clean });
    expect(await run(adopt, { ...base(workspace), names: [workflow] })).toMatchObject({ code: exitCodes.refused, out: expect.stringContaining(shown) });
    expect(await run(adopt, { ...base(workspace), names: [workflow], yes: true })).toMatchObject({ code: exitCodes.clean, err: '' });
    expect(readFileSync(join(workspace.app, workflow), 'utf8')).toBe('runs-on: ubuntu-24.04\n');
    expect(await run(adopt, { ...base(workspace), names: [workflow], yes: true })).toMatchObject({ out: expect.stringContaining('Nothing to adopt') });
    workspace.editFile(join(workspace.app, workflow), 'ubuntu', 'windows');
    expect((await workspace.generate()).code).toBe(exitCodes.refused);
  });
});

const runbook = (line: string): Generator => ({
  id: 'config/runbook',
  description: 'A runbook',
  repository: 'config',
  files: () => [{ path: 'docs/runbook.md', content: `# Runbook\n\n${line}\n\nThe end.\n`, ownership: { class: 'merge' } }],
});

test('a conflict is refused with three remedies, check exits with 3, and markers are resolved by hand', async () => {
  const workspace = openWorkspace();
  const [older, newer] = [
    [...smallGenerators, runbook('Step.')],
    [...smallGenerators, runbook('Better step.')],
  ];
  await workspace.generate({ generators: older });
  const file = join(workspace.config, 'docs/runbook.md');
  workspace.editFile(file, 'Step.', 'My step.');
  expect((await workspace.check({ generators: older })).code).toBe(exitCodes.clean);
  const refused = await workspace.generate({ generators: newer });
  expect(refused.code).toBe(exitCodes.refused);
  expect(refused.err).toContain('has an unresolved conflict: you and the generator changed the same lines');
  for (const way of ['generate --overwrite', 'generate --merge', 'eject']) expect(refused.err).toContain(`${command} ${way} ../shop-config/docs/runbook.md`);
  expect((await workspace.check({ generators: newer })).code).toBe(exitCodes.refused);
  expect((await run(generate, { ...base(workspace, newer), merge: ['docs/runbook.md'] })).code).toBe(exitCodes.clean);
  const marked = await workspace.check({ generators: newer });
  expect(marked.code).toBe(exitCodes.refused);
  expect(marked.out).toContain('Resolve the conflict and delete the markers');
  write(workspace.config, { 'docs/runbook.md': '# Runbook\n\nMy better step.\n\nThe end.\n' });
  expect((await workspace.check({ generators: newer })).code).toBe(exitCodes.clean);
  expect((await workspace.generate({ generators: newer })).out).toContain('Nothing to do');
});

test('--merge works without the recorded text: everything that differs is between markers', async () => {
  const workspace = openWorkspace();
  await workspace.generate({ generators: [...smallGenerators, runbook('Step.')] });
  const generators = [...smallGenerators, runbook('Better step.')];
  workspace.editFile(join(workspace.config, 'docs/runbook.md'), 'Step.', 'My step.');
  rmSync(join(workspace.config, '.gitops-app/shop/merge-base.json'));
  const refused = await workspace.generate({ generators });
  expect(refused.err).toContain('the text that was last generated is not recorded');
  expect(refused.err).toContain(`${command} generate --merge ../shop-config/docs/runbook.md`);
  expect((await run(generate, { ...base(workspace, generators), merge: ['../shop-config/docs/runbook.md'] })).code).toBe(exitCodes.clean);
  expect(treeOf(workspace.config)['docs/runbook.md']).toBe(
    '# Runbook\n\n<<<<<<< this file\nMy step.\n=======\nBetter step.\n>>>>>>> create-gitops-app\n\nThe end.\n',
  );
  expect((await workspace.check({ generators })).code).toBe(exitCodes.refused);
  write(workspace.config, { 'docs/runbook.md': '# Runbook\n\nMy better step.\n\nThe end.\n' });
  expect((await workspace.check({ generators })).code).toBe(exitCodes.clean);
});

describe('upgrade', () => {
  /** Changes the records as if another version had written them. */
  function setWriter({ folder, editFile }: Workspace, other: string): void {
    for (const file of ['shop/.gitops-app/manifest.json', 'shop-config/.gitops-app/shop/manifest.json', 'shop-config/.gitops-app/shared/manifest.json'])
      editFile(join(folder, file), `"generatorVersion": "${version}"`, `"generatorVersion": "${other}"`);
  }

  test('reports what changes in each output, and why, and keeps what CD wrote', async () => {
    const workspace = await generated();
    workspace.deliver('prod');
    setWriter(workspace, '0.0.1');
    const generators = smallGenerators.map((generator) =>
      generator.id === 'app/ci' ? { ...generator, description: 'CI', files: () => [{ path: workflow, content: 'runs-on: another\n' }] } : generator,
    );
    const before = treeOf(workspace.folder);
    const dry = await run(upgrade, { ...base(workspace, generators), dryRun: true });
    expect(dry.code).toBe(exitCodes.clean);
    expect(dry.out).toContain(`app repository of shop: from 0.0.1 to ${version}, 1 of 3 files\n  app/ci  CI\n    update, other version: ${workflow}\n`);
    expect(dry.out).toContain(`config repository of shop: from 0.0.1, shared files 0.0.1 to ${version}, no file changes\n`);
    expect(treeOf(workspace.folder)).toEqual(before);
    expect((await run(upgrade, base(workspace, generators))).code).toBe(exitCodes.clean);
    expect(treeOf(workspace.app)[workflow]).toBe('runs-on: another\n');
    expect(treeOf(workspace.config)['charts/shop/prod-values.yaml']).toContain('tag: "7c2f1e0"');
    expect(await workspace.check({ generators })).toMatchObject({ code: exitCodes.clean });
  });

  test('does not downgrade from a newer version', async () => {
    const workspace = await generated();
    setWriter(workspace, '9.0.0');
    const before = treeOf(workspace.folder);
    const { code, err } = await run(upgrade, base(workspace));
    expect(code).toBe(exitCodes.refused);
    expect(err).toContain(`was written by 9.0.0, a newer version than ${version}.\nUse that version: npx --yes create-gitops-app@9.0.0 upgrade\n`);
    expect(treeOf(workspace.folder)).toEqual(before);
  });
});

describe('two repositories', () => {
  async function changedIn(role: 'app' | 'config'): Promise<Workspace> {
    const workspace = await generated();
    cpSync(workspace.folder, `${workspace.folder}.old`, { recursive: true });
    workspace.edit('replicas: 3', 'replicas: 4');
    await workspace.generate();
    const other = role === 'app' ? 'shop-config' : 'shop';
    const config = readFileSync(join(workspace.app, '.gitops-app/pipeline.config.ts'));
    rmSync(join(workspace.folder, other), { recursive: true });
    renameSync(join(`${workspace.folder}.old`, other), join(workspace.folder, other));
    if (role === 'config') write(workspace.app, { '.gitops-app/pipeline.config.ts': config.toString() });
    rmSync(`${workspace.folder}.old`, { recursive: true });
    return workspace;
  }

  test.each([
    ['config', 'app'],
    ['app', 'config'],
  ] as const)('the %s repository is behind: check names it, with the digest of its model, and exits with 4', async (behind, ahead) => {
    const workspace = await changedIn(ahead);
    const { code, out } = await workspace.check();
    expect(code).toBe(exitCodes.disagree);
    expect(out).toMatch(new RegExp(`The ${behind} repository of shop is behind: it was generated from model [0-9a-f]{12}\\.`));
    expect(out).toMatch(new RegExp(`The ${ahead} repository of shop matches this config: model [0-9a-f]{12}\\.`));
  });

  test('the config repository alone is checked with its saved model, and with --peer with the config', async () => {
    const workspace = await changedIn('app');
    const alone = await run(check, { cwd: workspace.config, generators: smallGenerators });
    expect(alone.code).toBe(exitCodes.clean);
    expect(alone.out).toContain('Not checked: the app repository acme/shop, which is not on this machine.');
    const both = await run(check, { cwd: workspace.config, generators: smallGenerators, peer: '../shop' });
    expect(both.code).toBe(exitCodes.disagree);
    expect(both.out).toContain('The config repository of shop is behind');
  });

  test('--peer names a repository in another folder; a mistyped path is an error', async () => {
    const workspace = await generated();
    renameSync(workspace.config, join(workspace.folder, 'elsewhere'));
    expect((await run(check, { ...base(workspace), peer: '../elsewhere' })).out).not.toContain('Not checked');
    await expect(run(check, { ...base(workspace), peer: '../nowhere' })).rejects.toThrow('--peer: the folder ../nowhere does not exist');
  });

  test('--peer must be the other repository', async () => {
    const workspace = await generated();
    mkdirSync(join(workspace.folder, 'empty'));
    const peerOf = (cwd: string, peer: string, more = {}) => run(check, { cwd, generators: smallGenerators, peer, ...more });
    await expect(peerOf(workspace.app, '../empty')).rejects.toThrow('--peer: ../empty is not the config repository of shop');
    await expect(peerOf(workspace.config, '../empty')).rejects.toThrow('--peer: ../empty is not the app repository of shop');
    await expect(peerOf(workspace.config, '../shop', { apps: ['shop'] })).resolves.toMatchObject({ code: exitCodes.clean });
    const config = readFileSync(join(workspace.app, '.gitops-app/pipeline.config.ts'), 'utf8');
    const mail = config
      .replaceAll("'shop'", "'mail'")
      .replaceAll("'shop-ci'", "'mail-ci'")
      .replaceAll("'acme/shop'", "'acme/mail'")
      .replaceAll('shop.', 'mail.');
    write(workspace.folder, { 'mail/.gitops-app/pipeline.config.ts': mail });
    await workspace.generate({ cwd: join(workspace.folder, 'mail') });
    await expect(peerOf(workspace.config, '../mail', { apps: ['shop'] })).rejects.toThrow('--peer: ../mail is the app repository of mail, not of shop');
  });

  test('--peer without a config: the app repository is checked with the replayed model', async () => {
    const workspace = await generated();
    rmSync(join(workspace.app, '.gitops-app/pipeline.config.ts'));
    workspace.editFile(join(workspace.app, workflow), 'ubuntu', 'windows');
    const { code, out } = await run(check, { cwd: workspace.config, generators: smallGenerators, peer: '../shop' });
    expect(code).toBe(exitCodes.drift);
    expect(out).toContain(`../shop/${workflow}`);
  });
});

describe('an interrupted run', () => {
  async function interruptedRun(): Promise<Workspace> {
    const workspace = await generated();
    workspace.edit('replicas: 3', 'replicas: 4');
    const allChanges = await diffWorkspaces(await openWorkspaces({ cwd: workspace.app }), { generators: smallGenerators, repositories: ['config', 'app'] });
    expect(() => apply(allChanges, dyingFileSystem(110, 'before'))).toThrow();
    return workspace;
  }

  test('is an error for check and diff', async () => {
    const workspace = await interruptedRun();
    await expect(workspace.check()).rejects.toThrow(/a run is writing to .*, or was interrupted while it wrote/);
    await expect(workspace.diff()).rejects.toThrow(/was interrupted/);
    await expect(workspace.generate({ dryRun: true })).rejects.toThrow(/was interrupted/);
  });

  test('of create is rolled back by the next create, including the config', async () => {
    const { folder, app } = openWorkspace();
    const config = readFileSync(join(app, '.gitops-app/pipeline.config.ts'), 'utf8');
    rmSync(join(app, '.gitops-app/pipeline.config.ts'));
    write(folder, { 'other/.gitops-app/pipeline.config.ts': config });
    const opened = await openWorkspaces({ cwd: join(folder, 'other') });
    const workspaces = opened.map((workspace) => ({ ...workspace, roots: { app, config: join(folder, 'shop-config') } }));
    const allChanges = await diffWorkspaces(workspaces, { generators: smallGenerators, repositories: ['config', 'app'] });
    const created: Change = {
      repository: 'app',
      scope: 'app',
      output: 'config',
      path: '.gitops-app/pipeline.config.ts',
      class: 'seeded',
      action: 'create',
      cause: 'new',
      after: config,
    };
    const all = allChanges.map((repositoryChanges) =>
      repositoryChanges.repository.role === 'app' ? { ...repositoryChanges, changes: [created, ...repositoryChanges.changes] } : repositoryChanges,
    );
    const dying = watchedFileSystem((_, name) => {
      if (name !== 'close' && existsSync(join(app, '.gitops-app/pipeline.config.ts'))) throw new Stopped();
    });
    expect(() => apply(all, dying)).toThrow(Stopped);
    expect(existsSync(join(app, '.gitops-app/pipeline.config.ts'))).toBe(true);
    expect(existsSync(join(app, '.gitops-app/journal'))).toBe(true);
    const { code, err } = await run(create, { cwd: app, generators: smallGenerators, yes: true, answers: { appRepository: 'acme/shop' } });
    expect(err).toContain('rolled back an interrupted run in .: ');
    expect(code).toBe(exitCodes.clean);
    expect((await run(check, { cwd: app, generators: smallGenerators })).code).toBe(exitCodes.clean);
  });

  test('is rolled back by the next generate, which then writes everything', async () => {
    const workspace = await interruptedRun();
    const { code, err, out } = await workspace.generate();
    expect(code).toBe(exitCodes.clean);
    expect(err).toMatch(/warning {2}rolled back an interrupted run in \.\.\/shop-config: \d+ files? restored\n/);
    expect(out).toContain('config changed');
    expect((await workspace.check()).code).toBe(exitCodes.clean);
  });
});
