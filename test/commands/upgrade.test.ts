/** Files of earlier versions: the config, the model, the records, and a delivery by CD. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { check } from '../../src/commands/check.ts';
import { generate } from '../../src/commands/generate.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { exitCodes } from '../../src/problems/errors.ts';
import type { CheckReport } from '../../src/reporters/check/report.ts';
import { migrateModel } from '../../src/workspace/migrate.ts';
import { readConfig } from '../../src/workspace/read-config.ts';
import { recordSchemaVersion } from '../../src/workspace/record.ts';
import { run } from '../support/run-commands.ts';
import { compare, generateFrom, outcomes, planOf, temporaryFolder, treeOf, write } from '../support/workspace.ts';

const versions = join(import.meta.dirname, '../fixtures/versions');
const tag = /tag: "7c2f1e0b9a8d4c3f5e6a7b8c9d0e1f2a3b4c5d6e"/;

describe.each(readdirSync(versions))('what %s wrote', (version) => {
  function workspace() {
    const folder = temporaryFolder();
    cpSync(join(versions, version), folder, { recursive: true });
    const wrappers = () => ['dev', 'prod'].map((name) => readFileSync(join(folder, `config/charts/shop/${name}-values.yaml`), 'utf8'));
    return { folder, wrappers, app: { cwd: join(folder, 'app'), generators } };
  }

  test('is upgraded: images stay, records and model have the current schema, nothing is left to do', async () => {
    const { folder, wrappers, app } = workspace();
    const { code, err } = await run(upgrade, app);
    expect([code, err]).toEqual([exitCodes.clean, expect.stringMatching(/^$|METRICS_UNREAD/)]);
    for (const wrapper of wrappers()) expect(wrapper).toMatch(tag);
    const tree = treeOf(folder);
    for (const path of ['app/.gitops-app/manifest.json', 'config/.gitops-app/shop/manifest.json', 'config/.gitops-app/shared/manifest.json'])
      expect(JSON.parse(tree[path] ?? '').schemaVersion, path).toBe(recordSchemaVersion);
    expect(await run(check, app)).toMatchObject({ code: exitCodes.clean });
    expect((await run(generate, app)).out).toContain('Nothing to do');
    // Seeded by that version and deleted since.
    expect(tree['app/Dockerfile']).toBeUndefined();
  });

  test('its config loads and resolves to the saved model', async () => {
    const { folder, app } = workspace();
    const { model, warnings } = await readConfig(join(app.cwd, 'pipeline.config.ts'), app.cwd);
    // Metrics that everybody could read are read no longer: the only thing that the configs are told.
    expect(warnings.filter(({ code }) => code !== 'METRICS_UNREAD')).toEqual([]);
    expect(model).toEqual(migrateModel(JSON.parse(readFileSync(join(folder, 'config/.gitops-app/shop/model.json'), 'utf8'))));
  });

  test('its saved model works without the app repository', async () => {
    const { folder, wrappers } = workspace();
    expect((await run(generate, { cwd: join(folder, 'config'), generators })).code).toBe(exitCodes.clean);
    for (const wrapper of wrappers()) expect(wrapper).toMatch(tag);
  });
});

test('a volume of version 4 becomes the volume data, and a component gets the mode of its environment', () => {
  const saved = JSON.parse(readFileSync(join(versions, '0.1.0-model-4/config/.gitops-app/shop/model.json'), 'utf8'));
  const [dev, prod] = saved.environments;
  dev.targets[0].components[0].volume = { mountPath: '/data', size: '1Gi', storageClass: null };
  expect(dev.mode).toBe('standalone');
  const model = migrateModel(saved);
  const component = model?.environments[0]?.targets[0]?.components[0];
  expect(component).toMatchObject({
    mode: 'standalone',
    volumes: [{ name: 'data', mountPath: '/data', size: '1Gi', storageClass: null, accessModes: ['ReadWriteOnce'], existingClaim: null, readOnly: false }],
  });
  expect(component).not.toHaveProperty('volume');
  expect(model?.environments[1]?.targets[0]?.components[0]?.mode).toBe(prod.mode);
});

describe('a complete, unedited tree of 0.1.0-model-3', () => {
  const whole = () => {
    const folder = temporaryFolder();
    cpSync(join(versions, '0.1.0-model-3'), folder, { recursive: true });
    return { folder, app: join(folder, 'app'), config: join(folder, 'config') };
  };

  test.each(['app', 'config'] as const)('is clean, though this version generates it differently: %s', async (role) => {
    const { code, out } = await run(check, { cwd: whole()[role], generators, format: 'json' });
    const { result, files } = JSON.parse(out) as CheckReport;
    expect([code, result]).toEqual([exitCodes.clean, 'clean']);
    expect(new Set(files.map(({ cause }) => cause))).toEqual(new Set(['generator-upgraded']));
  });

  test('is upgraded to what this version generates, and keeps edits', async () => {
    const { folder, app, config } = whole();
    const owners = readFileSync(join(app, '.github/CODEOWNERS'), 'utf8');
    writeFileSync(join(app, '.github/CODEOWNERS'), `${owners}\n/src/ @acme/web\n`);
    const runbook = join(config, 'docs/shop/runbooks/deploy.md');
    writeFileSync(runbook, `${readFileSync(runbook, 'utf8')}\nAsk the team first.\n`);
    expect(await run(upgrade, { cwd: app, generators })).toMatchObject({ code: exitCodes.clean, err: expect.stringMatching(/^$|METRICS_UNREAD/) });
    expect(readFileSync(join(app, '.github/CODEOWNERS'), 'utf8')).toContain('\n/src/ @acme/web\n');
    expect(readFileSync(runbook, 'utf8')).toContain('\nAsk the team first.\n');
    // The same as a new generate with this version.
    const fresh = temporaryFolder();
    mkdirSync(join(fresh, 'app'));
    cpSync(join(app, 'pipeline.config.ts'), join(fresh, 'app/pipeline.config.ts'));
    await run(generate, { cwd: join(fresh, 'app'), generators });
    const upgraded = treeOf(folder);
    const people = /CODEOWNERS$|dependabot\.yml$|\.dockerignore$|deploy\.md$|-values\.yaml$|Dockerfile$|manifest\.json$/;
    for (const [path, text] of Object.entries(treeOf(fresh))) if (!people.test(path)) expect(upgraded[path], path).toBe(text);
  });
});

describe('a record of schema version 1', () => {
  const plan = planOf({ a: 'one\n', 'docs.md': { content: 'prose\n', ownership: { class: 'merge' } } });
  async function ofVersion1(): Promise<string> {
    const root = temporaryFolder();
    await generateFrom(root, plan);
    const text = treeOf(root)['.gitops-app/shop/manifest.json'] ?? '';
    write(root, { '.gitops-app/shop/manifest.json': text.replace('"schemaVersion": 2', '"schemaVersion": 1').replace('"class":"merge"', '"class":"managed"') });
    return root;
  }

  test('keeps its meaning: no file is new, an edit is an edit, and it is upgraded', async () => {
    const root = await ofVersion1();
    expect(outcomes(await compare(root, plan))).toEqual({ a: 'unchanged none', 'docs.md': 'unchanged none' });
    write(root, { a: 'mine\n' });
    expect(outcomes(await compare(root, plan))).toMatchObject({ a: 'refuse edited' });
    write(root, { a: 'one\n' });
    await generateFrom(root, plan);
    expect(treeOf(root)['.gitops-app/shop/manifest.json']).toContain('"schemaVersion": 2');
  });

  test('an edited merged file has no merge base, so it is a conflict', async () => {
    const root = await ofVersion1();
    write(root, { 'docs.md': 'my prose\n', '.gitops-app/shop/merge-base.json': '{}' });
    const newer = planOf({ a: 'one\n', 'docs.md': { content: 'better prose\n', ownership: { class: 'merge' } } });
    expect(outcomes(await compare(root, newer))).toMatchObject({ 'docs.md': 'refuse conflict' });
  });
});

test('a record of a newer schema is rejected', async () => {
  const root = temporaryFolder();
  write(root, { '.gitops-app/shop/manifest.json': '{"schemaVersion": 3, "generatorVersion": "9.1.0", "files": []}' });
  await expect(compare(root, planOf({ a: '' }))).rejects.toThrow('has schemaVersion 3; this version of create-gitops-app supports 1 to 2');
});

test('an environment that gets a SecretStore of its own: what to create before the merge, and what to delete after it', async () => {
  const folder = temporaryFolder();
  cpSync(join(versions, '0.1.0-model-7'), folder, { recursive: true });
  const { out } = await run(upgrade, { cwd: join(folder, 'app'), generators });
  expect(out).toContain('External Secrets reads Vault for prod of shop through a SecretStore of the environment');
  expect(out).toContain('run the step Secrets of the set-up runbook again');
  expect(out).toContain('  kubectl --context prod-eu delete clustersecretstore vault\n  vault delete auth/kubernetes-prod-eu/role/vault\n');
  expect(out).toContain('  vault policy delete shop-prod\n');
  expect((await run(generate, { cwd: join(folder, 'app'), generators })).out).not.toContain('SecretStore');
});
