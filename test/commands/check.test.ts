import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, test, vi } from 'vitest';
import schema from '../../schemas/check.schema.json' with { type: 'json' };
import { adopt } from '../../src/commands/adopt.ts';
import { check } from '../../src/commands/check.ts';
import { diff } from '../../src/commands/diff.ts';
import { generate } from '../../src/commands/generate.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { version } from '../../src/model/version.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { exitCodes } from '../../src/problems/errors.ts';
import { printJson } from '../../src/render/json.ts';
import { conclusion } from '../../src/reporters/check/conclusion.ts';
import type { CheckReport } from '../../src/reporters/check/report.ts';
import { annotation } from '../../src/reporters/shared/github-annotations.ts';
import { hashText, modelDigest } from '../../src/workspace/record.ts';
import { openWorkspace, run, smallGenerators, type Workspace } from '../support/run-commands.ts';
import { temporaryFolder, treeOf, write } from '../support/workspace.ts';

const workflow = '.github/workflows/gitops-ci.yaml';
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

/** The JSON report, validated with its schema. */
async function reportOf(workspace: Workspace, options: Parameters<Workspace['check']>[0] = {}) {
  const { code, out } = await workspace.check({ ...options, format: 'json' });
  const report = JSON.parse(out);
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  const causes: Record<string, string> = Object.fromEntries(report.files.map(({ file, cause }: { file: string; cause: string }) => [file, cause]));
  return { code, report, causes };
}

async function generated(): Promise<Workspace> {
  const workspace = openWorkspace();
  await workspace.generate();
  return workspace;
}

/** Changes the records as if another version of the generator had written them. */
function setWriter(workspace: Workspace, other: string): void {
  for (const file of ['shop/.gitops-app/manifest.json', 'shop-config/.gitops-app/shop/manifest.json', 'shop-config/.gitops-app/shared/manifest.json'])
    workspace.editFile(join(workspace.folder, file), `"generatorVersion": "${version}"`, `"generatorVersion": "${other}"`);
}

const otherWorkflow: readonly Generator[] = smallGenerators.map((generator) =>
  generator.id === 'app/ci' ? { ...generator, files: () => [{ path: workflow, content: 'runs-on: another\n' }] } : generator,
);

/** A shared file that depends on the config. */
const withOwners: readonly Generator[] = smallGenerators.concat({
  id: 'config/codeowners-shared',
  description: '',
  repository: 'config',
  scope: 'shared',
  files: ({ repositories }) => [
    {
      path: '.github/CODEOWNERS',
      content: `* ${repositories.config.owners.join(' ')}\n`,
      ownership: { class: 'region', region: 'shared', comment: '#' },
    },
  ],
});

/** Creates another app of the same config repository. */
function addApp(workspace: Workspace, name: string): string {
  const folder = join(workspace.folder, name);
  write(folder, {
    '.gitops-app/pipeline.config.ts': readFileSync(join(workspace.app, '.gitops-app/pipeline.config.ts'), 'utf8')
      .replaceAll("'shop'", `'${name}'`)
      .replaceAll("'acme/shop'", `'acme/${name}'`)
      .replaceAll("'shop-ci'", `'${name}-ci'`)
      .replaceAll('shop.', `${name}.`),
  });
  return folder;
}

afterEach(() => vi.unstubAllEnvs());

describe('check reports the cause and the remedy', () => {
  test('of all drift at once', async () => {
    const workspace = await generated();
    workspace.editFile(join(workspace.app, workflow), 'ubuntu', 'windows');
    rmSync(join(workspace.config, '.github/workflows/cd.yaml'));
    workspace.edit('replicas: 3', 'replicas: 4');
    workspace.editFile(join(workspace.config, 'charts/shop/dev-values.yaml'), 'tag: ""', 'tag: 42');
    write(workspace.app, { Dockerfile: 'FROM mine\n' });
    const { code, causes } = await reportOf(workspace);
    expect(code).toBe(exitCodes.drift);
    expect(causes).toEqual({
      [workflow]: 'edited',
      '../shop-config/.github/workflows/cd.yaml': 'missing',
      '../shop-config/charts/shop/prod-values.yaml': 'config-changed',
      '../shop-config/charts/shop/dev-values.yaml': 'unreadable',
      '../shop-config/.gitops-app/shop/model.json': 'config-changed',
    });
    const { out } = await workspace.check();
    expect(out).toMatch(/^missing {9}\.\.\/shop-config\/\.github\/workflows\/cd\.yaml$/m);
    expect(out).toMatch(/^edited by hand {2}\.github\/workflows\/gitops-ci\.yaml$/m);
    expect(out).toContain(`-runs-on: windows-24.04\n+runs-on: ubuntu-24.04\n`);
    expect(out).toContain(
      `edited by hand\n  Change .gitops-app/pipeline.config.ts instead and run generate; or discard the edit: npx --yes create-gitops-app@${version} generate --overwrite ${workflow}; or keep the file as yours: npx --yes create-gitops-app@${version} eject ${workflow}\n`,
    );
    expect(out).toContain(`config changed\n  Run: npx --yes create-gitops-app@${version} generate\n`);
    expect(out).toContain(
      'unreadable  ../shop-config/charts/shop/dev-values.yaml cannot be read: line 3: images.shop.tag is 42, not a string: put it in double quotes\n',
    );
    expect(out).toMatch(/^5 files out of date, \d+ up to date\.$/m);
  });

  test('is clean after generate', async () => {
    const workspace = await generated();
    workspace.edit('replicas: 3', 'replicas: 4');
    expect((await workspace.check()).code).toBe(exitCodes.drift);
    await workspace.generate();
    expect(await workspace.check()).toMatchObject({ code: exitCodes.clean, err: '' });
  });

  test('a commit by CD is not drift', async () => {
    const workspace = await generated();
    workspace.deliver('dev');
    workspace.deliver('prod');
    expect((await reportOf(workspace)).causes).toEqual({});
  });

  test('of a file that is no longer generated', async () => {
    const workspace = await generated();
    const { code, causes } = await reportOf(workspace, { generators: smallGenerators.filter(({ id }) => id !== 'app/ci') });
    expect(code).toBe(exitCodes.drift);
    expect(causes).toEqual({ [workflow]: 'orphaned' });
  });

  test('of a kept orphan until it is deleted, which leaves nothing to do', async () => {
    const workspace = await generated();
    workspace.deliver('dev');
    workspace.edit('    dev: {', '    test: {');
    workspace.edit("promoteFrom: 'dev'", "promoteFrom: 'test'");
    await workspace.generate();
    const left = join(workspace.config, 'charts/shop/dev-values.yaml');
    expect((await reportOf(workspace)).causes).toEqual({ '../shop-config/charts/shop/dev-values.yaml': 'orphaned' });
    rmSync(left);
    for (const cwd of [workspace.app, workspace.config]) expect(await reportOf(workspace, { cwd })).toMatchObject({ code: exitCodes.clean, causes: {} });
    expect((await workspace.generate()).out).toContain('Nothing to do');
    const manifest = () => readFileSync(join(workspace.config, '.gitops-app/shop/manifest.json'), 'utf8');
    expect(manifest()).toContain('dev-values.yaml');
    workspace.edit('replicas: 3', 'replicas: 4');
    await workspace.generate();
    expect(manifest()).not.toContain('dev-values.yaml');
  });

  test('of an unmanaged file', async () => {
    const workspace = openWorkspace();
    write(workspace.app, { [workflow]: 'mine\n' });
    const { causes } = await reportOf(workspace);
    expect(causes[workflow]).toBe('foreign');
    expect(causes['.github/CODEOWNERS']).toBe('new');
  });

  test('of an edited record, though every file is up to date', async () => {
    const workspace = await generated();
    workspace.editFile(join(workspace.app, '.gitops-app/manifest.json'), '"output":"app/ci"', '"output":"app/other"');
    const { code, report } = await reportOf(workspace);
    expect(code).toBe(exitCodes.drift);
    expect(report.files).toMatchObject([{ file: '.gitops-app/manifest.json', cause: 'edited', message: 'does not list the generated files' }]);
    await workspace.generate();
    expect((await workspace.check()).code).toBe(exitCodes.clean);
  });

  test('of a file that was edited together with its hash in the record', async () => {
    const workspace = await generated();
    const before = readFileSync(join(workspace.app, workflow), 'utf8');
    workspace.editFile(join(workspace.app, workflow), 'ubuntu', 'windows');
    workspace.editFile(join(workspace.app, '.gitops-app/manifest.json'), hashText(before), hashText(before.replace('ubuntu', 'windows')));
    const { code, report } = await reportOf(workspace);
    expect(code).toBe(exitCodes.drift);
    expect(report.files).toMatchObject([{ file: workflow, cause: 'edited', message: 'was edited by hand: its entry in the record was edited to match' }]);
    expect(report.files[0].remedy).toMatch(/^Run: \S+.* generate$/);
    await workspace.generate();
    expect(readFileSync(join(workspace.app, workflow), 'utf8')).toBe(before);
  });

  test('an edit among changed line ends is the only line of the diff', async () => {
    const workspace = await generated();
    const file = join(workspace.app, '.github/CODEOWNERS');
    write(workspace.app, { '.github/CODEOWNERS': readFileSync(file, 'utf8').replace('* @', '/docs @').replaceAll('\n', '\r\n') });
    const { out } = await workspace.check();
    expect(out).toMatch(/^-\/docs @.*\n\+\* @.*\n [^\n]*end shop\n/m);
    expect(out).not.toContain('\\u000d');
    const { report } = await reportOf(workspace);
    expect(report.files[0].diff).not.toContain('\r');
  });

  test('of a deleted merge base', async () => {
    const workspace = openWorkspace();
    const prose: Generator = {
      id: 'config/prose',
      description: '',
      repository: 'config',
      files: () => [{ path: 'a.md', content: 'a\n', ownership: { class: 'merge' } }],
    };
    const generators = [...smallGenerators, prose];
    await workspace.generate({ generators });
    rmSync(join(workspace.config, '.gitops-app/shop/merge-base.json'));
    expect((await reportOf(workspace, { generators })).causes).toEqual({ '../shop-config/.gitops-app/shop/merge-base.json': 'missing' });
  });

  test('of a file that was deleted from the disk and from the record', async () => {
    const workspace = await generated();
    rmSync(join(workspace.app, workflow));
    workspace.editFile(join(workspace.app, '.gitops-app/manifest.json'), '"path":".github/workflows/gitops-ci.yaml"', '"path":".gitops-app/README.md"');
    expect((await reportOf(workspace)).causes).toEqual({ [workflow]: 'missing' });
  });

  test('of a shared file that another config generates differently with the same version', async () => {
    const workspace = await generated();
    const shared = join(workspace.config, '.github/CODEOWNERS');
    await workspace.generate({ generators: withOwners });
    workspace.edit("owners: ['@acme/platform']", "owners: ['@acme/other']");
    const { code, causes } = await reportOf(workspace, { generators: withOwners });
    expect(code).toBe(exitCodes.drift);
    expect(causes['../shop-config/.github/CODEOWNERS']).toBe('config-changed');
    await workspace.generate({ generators: withOwners });
    workspace.editFile(shared, '@acme/other', '@acme/platform');
    workspace.editFile(join(workspace.config, '.gitops-app/shared/manifest.json'), hashText('* @acme/other\n'), hashText('* @acme/platform\n'));
    expect(await reportOf(workspace, { generators: withOwners, cwd: workspace.config })).toMatchObject({
      code: exitCodes.drift,
      causes: { '.github/CODEOWNERS': 'config-changed' },
    });
  });

  test('of an edited model, without the files that depend on it', async () => {
    const workspace = await generated();
    workspace.editFile(join(workspace.config, '.gitops-app/shop/model.json'), '"replicas": 3', '"replicas": 30');
    const { code, causes, report } = await reportOf(workspace, { cwd: workspace.config });
    expect(code).toBe(exitCodes.drift);
    expect(causes).toEqual({ '.gitops-app/shop/model.json': 'edited' });
    expect(report.files[0].remedy).toContain(
      'Run generate in the app repository to regenerate it from .gitops-app/pipeline.config.ts; or, if the edit is not committed: ',
    );
    expect(report.files[0].remedy).toContain('git checkout -- .gitops-app/shop/model.json');
  });
});

describe('another version of the generator', () => {
  test('is not drift, and the command of that version is printed', async () => {
    const workspace = await generated();
    setWriter(workspace, '0.0.1');
    const { code, report } = await reportOf(workspace, { generators: otherWorkflow });
    expect(code).toBe(exitCodes.clean);
    expect(report.files).toContainEqual(expect.objectContaining({ file: workflow, cause: 'generator-upgraded', drift: false }));
    const { out } = await workspace.check({ generators: otherWorkflow });
    expect(out).toContain(
      `other version\n  Check with the version that wrote it: npx --yes create-gitops-app@0.0.1 check; or upgrade: npx --yes create-gitops-app@${version} generate\n`,
    );
    expect(out).toContain(`The files were written by version 0.0.1; this is version ${version}. Differences between versions are not drift.`);
  });

  /** Changes the model and the records as if a version with an older model schema had written them. */
  function downgradeModel(workspace: Workspace): void {
    setWriter(workspace, '0.0.9');
    const file = join(workspace.config, '.gitops-app/shop/model.json');
    const model = JSON.parse(readFileSync(file, 'utf8'));
    const today = modelDigest(model);
    // Schema version 7 knew nothing of these.
    const without = (object: object, ...names: string[]) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
    const clusters = model.clusters.map((cluster: object) => without(cluster, 'architectures', 'dns', 'apiServer', 'operators', 'monitoring'));
    const older = { ...model, schemaVersion: 7, argocd: without(model.argocd, 'version', 'monitoring'), clusters };
    const text = printJson(older);
    const manifest = join(workspace.config, '.gitops-app/shop/manifest.json');
    workspace.editFile(manifest, hashText(readFileSync(file, 'utf8')), hashText(text));
    for (const each of [manifest, join(workspace.app, '.gitops-app/manifest.json')]) workspace.editFile(each, today, modelDigest(JSON.parse(text)));
    write(workspace.config, { '.gitops-app/shop/model.json': text });
  }

  test('with another model schema is not drift: both repositories, each alone, and upgrade', async () => {
    const workspace = await generated();
    // Where that version had it.
    renameSync(join(workspace.app, '.gitops-app/pipeline.config.ts'), join(workspace.app, 'pipeline.config.ts'));
    workspace.editFile(join(workspace.app, 'pipeline.config.ts'), './config.js', './.gitops-app/config.js');
    await workspace.generate();
    downgradeModel(workspace);
    const causesIn = async (cwd: string) => {
      const { code, report } = await reportOf(workspace, { cwd });
      expect([code, report.repositories.map(({ behind }: { behind: boolean }) => behind)]).toEqual([exitCodes.clean, [false, false]]);
      return new Set(report.files.map(({ cause }: { cause: string }) => cause));
    };
    expect(await causesIn(workspace.app)).toEqual(new Set(['generator-upgraded']));
    expect(await causesIn(workspace.config)).toEqual(new Set(['generator-upgraded']));
    expect((await run(check, { cwd: workspace.app, generators: smallGenerators, peer: '../shop-config' })).code).toBe(exitCodes.clean);
    const dry = await run(upgrade, { cwd: workspace.app, generators: smallGenerators, dryRun: true });
    expect(dry.out).toContain('update, other version: .gitops-app/shop/model.json');
    expect(dry.out).not.toContain('config changed');
    renameSync(workspace.config, `${workspace.config}.away`);
    expect(await causesIn(workspace.app)).toEqual(new Set(['generator-upgraded']));
    renameSync(`${workspace.config}.away`, workspace.config);
    // Upgrading only one repository is not a disagreement.
    await workspace.generate({ cwd: workspace.config });
    expect((await run(check, { cwd: workspace.app, generators: smallGenerators, peer: '../shop-config' })).code).toBe(exitCodes.clean);
  });

  test('does not hide a change of the config', async () => {
    const workspace = await generated();
    downgradeModel(workspace);
    workspace.edit('replicas: 3', 'replicas: 4');
    const { code, causes } = await reportOf(workspace);
    expect(code).toBe(exitCodes.drift);
    expect(causes['../shop-config/.gitops-app/shop/model.json']).toBe('config-changed');
  });

  test('with a newer writer is not called an upgrade', async () => {
    const workspace = await generated();
    setWriter(workspace, '9.0.0');
    const { out } = await workspace.check({ generators: otherWorkflow });
    expect(out).toMatch(/^ {2}Use the newer version that wrote it: npx --yes create-gitops-app@9\.0\.0 check$/m);
    expect(out).not.toContain('upgrade');
    // generate would also downgrade the records.
    expect(out).not.toContain(`${version} generate`);
  });

  test('does not hide an edit', async () => {
    const workspace = await generated();
    setWriter(workspace, '0.0.1');
    workspace.editFile(join(workspace.app, workflow), 'ubuntu', 'windows');
    expect((await reportOf(workspace, { generators: otherWorkflow })).code).toBe(exitCodes.drift);
  });

  test('does not fail check if it wrote only shared files', async () => {
    const workspace = await generated();
    workspace.editFile(join(workspace.config, '.gitops-app/shared/manifest.json'), `"generatorVersion": "${version}"`, '"generatorVersion": "9.0.0"');
    write(workspace.config, { '.github/workflows/cd.yaml': 'newer\n' });
    const { code, causes } = await reportOf(workspace);
    expect(code).toBe(exitCodes.clean);
    expect(causes).toEqual({ '../shop-config/.github/workflows/cd.yaml': 'newer-shared' });
  });

  test('its shared files are one line, and cannot be changed', async () => {
    const workspace = openWorkspace();
    const many: readonly Generator[] = smallGenerators.concat({
      id: 'config/scripts',
      description: '',
      repository: 'config',
      scope: 'shared',
      files: () => ['a', 'b', 'c'].map((path) => ({ path, content: 'x\n' })),
    });
    await workspace.generate({ generators: many });
    workspace.editFile(join(workspace.config, '.gitops-app/shared/manifest.json'), `"generatorVersion": "${version}"`, '"generatorVersion": "9.0.0"');
    const { out } = await workspace.check({ generators: many });
    expect(out.match(/^newer version {2}4 shared files$/gm)).toHaveLength(1);
    expect((await workspace.generate({ generators: many })).out).toMatch(
      /kept \(4\)\n {4}keep {4}4 shared files {2}shared with an app that uses a newer version of create-gitops-app\n\n/,
    );
    await expect(workspace.generate({ generators: many, overwrite: ['config/cd'] })).rejects.toThrow(
      'config/cd cannot be changed here: version 9.0.0 of create-gitops-app generated it for another app',
    );
  });
});

describe('one repository alone', () => {
  test('the app repository: reports the missing one and checks the first', async () => {
    const workspace = await generated();
    rmSync(workspace.config, { recursive: true });
    const clean = await workspace.check();
    expect(clean.code).toBe(exitCodes.clean);
    expect(clean.out).toContain('Not checked: the config repository acme/shop-config; the folder ../shop-config does not exist.');
    workspace.editFile(join(workspace.app, workflow), 'ubuntu', 'windows');
    const { code, report } = await reportOf(workspace);
    expect(code).toBe(exitCodes.drift);
    expect(report.repositories).toMatchObject([
      { repository: 'config', path: '../shop-config', checked: false, writtenBy: null },
      { repository: 'app', path: '.', checked: true, writtenBy: version },
    ]);
  });

  test('the config repository: replays the model, without the config', async () => {
    const workspace = await generated();
    rmSync(workspace.app, { recursive: true });
    workspace.deliver('prod');
    const { code, report } = await reportOf(workspace, { cwd: workspace.config });
    expect(code).toBe(exitCodes.clean);
    expect(report.repositories).toMatchObject([
      { repository: 'config', path: '.', checked: true },
      { repository: 'app', path: null, checked: false },
    ]);
    workspace.editFile(join(workspace.config, 'charts/shop/prod-values.yaml'), 'replicas: 3', 'replicas: 30');
    expect((await reportOf(workspace, { cwd: workspace.config })).causes).toEqual({ 'charts/shop/prod-values.yaml': 'edited' });
    expect((await workspace.check({ cwd: workspace.config })).out).toContain('Not checked: the app repository acme/shop, which is not on this machine.');
  });

  test('with several apps: checks each, and reports a shared file once', async () => {
    const workspace = await generated();
    const mail = addApp(workspace, 'mail');
    expect(await workspace.generate({ cwd: mail })).toMatchObject({ code: exitCodes.clean });
    const clean = await reportOf(workspace, { cwd: workspace.config });
    expect(clean.code).toBe(exitCodes.clean);
    expect(clean.report.repositories.map(({ app }: { app: string }) => app)).toEqual(['mail', 'mail', 'shop', 'shop']);
    // A shared file counts once, and the unchecked repositories are one line.
    const tracked = readdirSync(workspace.config, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const generatedFiles = tracked.filter(({ name, parentPath }) => !/manifest\.json$|merge-base\.json$/.test(name) && !parentPath.includes('.git/'));
    expect((await workspace.check({ cwd: workspace.config })).out).toBe(
      `${generatedFiles.length} files up to date.\nNot checked: the app repositories acme/mail, acme/shop, which are not on this machine.\n`,
    );
    workspace.editFile(join(workspace.config, '.github/workflows/cd.yaml'), 'on:', 'on :');
    const { report } = await reportOf(workspace, { cwd: workspace.config });
    expect(report.files).toHaveLength(1);
    expect((await workspace.check({ cwd: workspace.app })).code).toBe(exitCodes.drift);
  });

  test('with several apps: reports one without a model, unless another app is selected', async () => {
    const workspace = await generated();
    const mail = addApp(workspace, 'mail');
    await workspace.generate({ cwd: mail });
    const model = join(workspace.config, '.gitops-app/mail/model.json');
    rmSync(model);
    const gone = { problems: [{ code: 'RECORD_INVALID', message: `${model} is missing, so mail cannot be checked` }] };
    await expect(workspace.check({ cwd: workspace.config })).rejects.toMatchObject(gone);
    await expect(run(check, { cwd: workspace.config, generators: smallGenerators, apps: ['mail'] })).rejects.toMatchObject(gone);
    expect((await run(check, { cwd: workspace.config, generators: smallGenerators, apps: ['shop'] })).code).toBe(exitCodes.clean);
    expect((await workspace.check()).code).toBe(exitCodes.clean);
    expect((await workspace.generate({ cwd: mail })).code).toBe(exitCodes.clean);
    expect((await workspace.check({ cwd: workspace.config })).code).toBe(exitCodes.clean);
    // What CD has written for a removed app is not an app.
    rmSync(join(workspace.config, '.gitops-app/mail'), { recursive: true });
    write(workspace.config, { '.gitops-app/mail/holds.json': '{}\n' });
    expect((await workspace.check({ cwd: workspace.config })).code).toBe(exitCodes.clean);
  });

  test.each(['mail', 'wiki'])('with several apps: a shared file that %s has changed first does not fail check', async (name) => {
    const workspace = openWorkspace();
    const generators = withOwners;
    await workspace.generate({ generators });
    const other = addApp(workspace, name);
    await workspace.generate({ generators, cwd: other });
    workspace.editFile(join(other, '.gitops-app/pipeline.config.ts'), "owners: ['@acme/platform']", "owners: ['@acme/other']");
    expect(await workspace.generate({ generators, cwd: other })).toMatchObject({ code: exitCodes.clean });
    const { code, report } = await reportOf(workspace, { generators, cwd: workspace.config });
    expect(code).toBe(exitCodes.clean);
    expect(report.files).toMatchObject([{ file: '.github/CODEOWNERS', cause: 'config-changed', drift: false, remedy: 'Make the configs of both apps agree' }]);
    expect(report.files[0].message).toBe(`is generated differently by '${name}', which shares the config repository`);
    const refused = await workspace.generate({ generators, cwd: workspace.config });
    expect(refused.code).toBe(exitCodes.refused);
    expect(refused.err).toMatch(
      /^refused {2}\.github\/CODEOWNERS is generated differently by '\w+', which shares the config repository\n +Make the configs of both apps agree/,
    );
    workspace.editFile(join(workspace.config, '.github/CODEOWNERS'), '@acme/other', '@acme/nobody');
    expect((await reportOf(workspace, { generators, cwd: workspace.config })).code).toBe(exitCodes.drift);
  });

  test('a repository that was generated from another config disagrees with the first', async () => {
    const workspace = await generated();
    const older = join(temporaryFolder(), 'older');
    cpSync(workspace.config, older, { recursive: true });
    workspace.edit('replicas: 3', 'replicas: 4');
    await workspace.generate();
    rmSync(workspace.config, { recursive: true });
    renameSync(older, workspace.config);
    const { code, report } = await reportOf(workspace);
    expect([code, report.result]).toEqual([exitCodes.disagree, 'disagreement']);
    expect((await workspace.check()).out).toContain('The two repositories were generated from different configs');
    workspace.editFile(join(workspace.app, workflow), 'ubuntu', 'windows');
    expect((await reportOf(workspace)).code).toBe(exitCodes.drift);
  });

  test('neither config nor model is an error that tells where to run', async () => {
    const workspace = openWorkspace();
    const empty = join(workspace.folder, 'empty');
    mkdirSync(empty);
    await expect(workspace.check({ cwd: empty })).rejects.toThrow('does not exist');
  });
});

describe('values that are not filled in', () => {
  test('are listed with their place, and are not drift', async () => {
    const workspace = openWorkspace();
    workspace.edit("role: 'shop-ci'", "role: 'fill-in'");
    await workspace.generate();
    const { code, report } = await reportOf(workspace);
    expect(code).toBe(exitCodes.clean);
    expect(report.unset).toEqual([
      { app: 'shop', pointer: '/registry/role', value: 'fill-in', place: { file: '.gitops-app/pipeline.config.ts', line: 10, column: 80 } },
    ]);
    const { out, err } = await workspace.check();
    expect(out).toContain('1 value is not filled in yet; CI and CD refuse to run until then.');
    expect(err).toContain("pipeline.config.ts:10:80  warning  UNSET_VALUE  registry.role is still 'fill-in'");
    const alone = await reportOf(workspace, { cwd: workspace.config });
    expect(alone.report.unset).toEqual([{ app: 'shop', pointer: '/registry/role', value: 'fill-in', place: null }]);
  });
});

describe('--format github', () => {
  const many = (count: number): readonly Generator[] =>
    smallGenerators.concat({
      id: 'app/many',
      description: '',
      repository: 'app',
      files: () => Array.from({ length: count }, (_, index) => ({ path: `many/${index}`, content: '::error::stop\n##[error]stop\n' })),
    });

  test('escapes what GitHub would parse as the end of a value', () => {
    expect(annotation('error', '100%\r\n::stop', { file: 'a,b:c%\n.yaml', line: 3 })).toBe('::error file=a%2Cb%3Ac%25%0A.yaml,line=3::100%25%0D%0A::stop\n');
  });

  test.each([
    [10, 10],
    [11, 10],
    [30, 10],
  ])('of %i drifts gives %i annotations and the rest in the summary', async (drifts, annotations) => {
    const workspace = openWorkspace();
    await workspace.generate({ generators: many(drifts) });
    for (let index = 0; index < drifts; index++) workspace.editFile(join(workspace.app, `many/${index}`), 'stop', '``````\n::warning::mine');
    const summary = join(temporaryFolder(), 'summary.md');
    vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
    vi.stubEnv('GITHUB_WORKSPACE', workspace.folder);
    const { code, out } = await workspace.check({ format: 'github', generators: many(drifts) });
    expect(code).toBe(exitCodes.drift);
    const commands = out.split('\n').filter((line) => line.startsWith('::'));
    expect(commands).toHaveLength(annotations);
    expect(commands[0]).toMatch(
      /^::error file=shop\/many\/\d+::edited by hand: this file was edited by hand\. Change \.gitops-app\/pipeline\.config\.ts instead/,
    );
    if (drifts > annotations) expect(commands.at(-1)).toContain(`${drifts - annotations + 1} more files are out of date: see the step summary.`);
    expect(out).not.toContain('mine');
    expect(out).not.toContain('##[');
    const text = readFileSync(summary, 'utf8');
    expect(text.match(/^\| edited by hand \|/gm)).toHaveLength(drifts);
    // A fence longer than any run of backticks within.
    expect(text.match(/^`{7}diff$/gm)).toHaveLength(drifts);
  });

  test('annotates no file outside the workspace', async () => {
    const workspace = await generated();
    workspace.editFile(join(workspace.config, 'charts/shop/prod-values.yaml'), 'replicas: 3', 'replicas: 30');
    vi.stubEnv('GITHUB_WORKSPACE', workspace.app);
    // So the message has to name it.
    expect((await workspace.check({ format: 'github' })).out).toMatch(
      /^::error::edited by hand: \.\.\/shop-config\/charts\/shop\/prod-values\.yaml was edited by hand\./m,
    );
  });

  test('prints equal lines once, also for several regions of a file', async () => {
    const workspace = openWorkspace();
    const two: readonly Generator[] = ['one', 'two'].map((region) => ({
      id: `app/${region}`,
      description: '',
      repository: 'app',
      files: () => [{ path: 'NOTES', content: `${region}\n`, ownership: { class: 'region', region, comment: '#' } }],
    }));
    await workspace.generate({ generators: two });
    const notes = join(workspace.app, 'NOTES');
    write(workspace.app, { NOTES: readFileSync(notes, 'utf8').replace('\none\n', '\n1\n').replace('\ntwo\n', '\n2\n') });
    expect((await workspace.check({ format: 'github', generators: two })).out.match(/^::error/gm)).toHaveLength(1);
    await run(generate, { cwd: workspace.app, generators: two, eject: ['NOTES'] });
    const again = await run(generate, { cwd: workspace.app, generators: two, eject: ['NOTES'] });
    expect(again.out).toContain('kept (1)\n    keep    NOTES  was ejected; it is yours\n');
    const adopted = await run(adopt, { cwd: workspace.app, generators: two, names: ['NOTES'] });
    expect(adopted.err).toContain('To adopt this file as shown, run the same command with --yes.');
  });

  test('prints no annotation if everything is up to date', async () => {
    const workspace = await generated();
    const { code, out } = await workspace.check({ format: 'github' });
    expect(code).toBe(exitCodes.clean);
    expect(out).toMatch(/^\d+ files up to date\.\n$/);
  });
});

describe('text in a workflow', () => {
  test('no line of a file is a workflow command', async () => {
    const workspace = await generated();
    workspace.editFile(join(workspace.app, workflow), 'runs-on', '::add-mask::x\nruns-on');
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    const lines = (await workspace.check()).out.split('\n');
    const stopped = lines.findIndex((line) => /^::stop-commands::[0-9a-f]{32}$/.test(line));
    const token = lines[stopped]?.split('::')[2];
    const resumed = lines.indexOf(`::${token}::`);
    const command = lines.findIndex((line) => line.includes('::add-mask::'));
    expect(stopped).toBeGreaterThan(-1);
    expect(stopped < command && command < resumed).toBe(true);
  });

  test.each(['diff', 'adopt'] as const)('no line that %s prints is one either', async (name) => {
    const workspace = await generated();
    await run(generate, { cwd: workspace.app, generators: smallGenerators, eject: ['app/ci'] });
    write(workspace.app, { [workflow]: 'a\n::add-mask::x\n' });
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    const options = { cwd: workspace.app, generators: smallGenerators };
    const { out } = name === 'diff' ? await run(diff, { ...options, adopt: ['app/ci'] }) : await run(adopt, { ...options, names: ['app/ci'] });
    expect(out).toMatch(/::stop-commands::([0-9a-f]{32})\n[\s\S]*::add-mask::x\n[\s\S]*^::\1::$/m);
  });

  test('and no control character reaches the terminal', async () => {
    const workspace = await generated();
    workspace.editFile(join(workspace.app, workflow), 'runs-on', '\u001b[2Jruns-on');
    expect((await workspace.check()).out).toContain('-\\u001b[2Jruns-on');
  });
});

describe('the conclusion counts a file once', () => {
  const repositories = [{ upToDate: 1, modelDigest: null }] as CheckReport['repositories'];
  const files = (count: number) => Array.from({ length: count }, (_, index) => ({ drift: true, file: `${index}` })) as CheckReport['files'];
  test.each([
    ['clean', 0, '1 file up to date.\n'],
    ['drift', 1, '1 file out of date, 1 up to date.\n'],
    ['drift', 2, '2 files out of date, 1 up to date.\n'],
    ['conflict', 1, '1 file out of date, with an unresolved conflict; 1 up to date.\n'],
    ['conflict', 2, '2 files out of date, with an unresolved conflict; 1 up to date.\n'],
    ['disagreement', 1, 'The two repositories were generated from different configs: 1 file out of date, 1 up to date.\n'],
  ] as const)('%s, %i', (result, count, line) => {
    const blocks = [...files(count), ...files(count)];
    expect(conclusion({ result, repositories, files: blocks } as CheckReport).startsWith(line)).toBe(true);
  });
});

test('check writes nothing', async () => {
  const workspace = await generated();
  workspace.edit('replicas: 3', 'replicas: 4');
  const before = treeOf(workspace.folder);
  for (const format of ['text', 'json', 'github'] as const) await workspace.check({ format });
  expect(treeOf(workspace.folder)).toEqual(before);
});

test('an app that the config does not describe is an error', async () => {
  const { app: cwd } = await generated();
  const checked = (app: string) => run(check, { cwd, apps: [app], generators: smallGenerators });
  await expect(checked('mail')).rejects.toMatchObject({ problems: [{ code: 'UNKNOWN_APP' }], exitCode: exitCodes.error });
  expect((await checked('shop')).code).toBe(exitCodes.clean);
});
