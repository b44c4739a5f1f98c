/** An app repository has one app: a second config does not replace the CI of the first one. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { create } from '../../src/commands/create.ts';
import { exitCodes, UserError } from '../../src/problems/errors.ts';
import { openWorkspace, run, smallGenerators, type Workspace } from '../support/run-commands.ts';
import { treeOf, write } from '../support/workspace.ts';

async function generated(): Promise<Workspace> {
  const workspace = openWorkspace();
  expect((await workspace.generate()).code).toBe(exitCodes.clean);
  mkdirSync(join(workspace.app, '.git'));
  return workspace;
}

/** The config of an app, with an import that leads to the types from any folder. */
function configOf(app: string): string {
  return (treeOf(app)['.gitops-app/pipeline.config.ts'] ?? '').replace("'./config.js'", "'create-gitops-app'");
}

/** The config of another app, in a folder of the same repository. */
function second({ app }: Workspace, folder: string, appPath: string): string {
  const text = configOf(app);
  const path = join(app, folder, 'pipeline.config.ts');
  const changed = text
    .replace("name: 'shop'", "name: 'mail'")
    .replace("slug: 'acme/shop' }", `slug: 'acme/shop', path: '${appPath}' }`)
    .replace("path: '../shop-config'", `path: '${appPath}/../shop-config'`);
  write(app, { [join(folder, 'pipeline.config.ts')]: changed });
  return path;
}

const problemsOf = async (work: () => Promise<unknown>) => {
  try {
    await work();
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
  return [];
};

const taken = (message: RegExp) => [expect.objectContaining({ code: 'APP_REPOSITORY_TAKEN', message: expect.stringMatching(message) })];
const refused = taken(/is already the app repository of 'shop', generated from .*pipeline\.config\.ts; this config would replace its CI by that of 'mail'/);

test('a config in a sub-folder, for the same repository, is refused by generate and check', async () => {
  const workspace = await generated();
  const config = second(workspace, 'services/mail', '../..');
  const before = treeOf(workspace.folder);
  expect(await problemsOf(() => workspace.generate({ config }))).toEqual(refused);
  expect(await problemsOf(() => workspace.check({ config }))).toEqual(refused);
  expect(treeOf(workspace.folder)).toEqual(before);
});

test('so is one beside the first, and one where the first is in a sub-folder', async () => {
  const workspace = await generated();
  write(workspace.app, { 'mail.config.ts': configOf(workspace.app).replace("name: 'shop'", "name: 'mail'") });
  expect(await problemsOf(() => workspace.generate({ config: 'mail.config.ts' }))).toEqual(refused);

  const other = openWorkspace();
  const first = second(other, 'services/mail', '../..');
  expect((await other.generate({ config: first })).code).toBe(exitCodes.clean);
  expect(await problemsOf(() => other.generate())).toEqual(taken(/of 'mail', generated from .*services\/mail\/pipeline\.config\.ts/));
});

test('create in a sub-folder, and for the repository of another app, is refused', async () => {
  const workspace = await generated();
  const answers = { name: 'mail', appRepository: 'acme/mono', configRepository: 'acme/mono-config' };
  const work = (folder: string, more = {}) =>
    problemsOf(() => run(create, { cwd: workspace.folder, folder, yes: true, generators: smallGenerators, answers: { ...answers, ...more } }));
  const before = treeOf(workspace.folder);
  expect(await work('shop/services/mail')).toEqual(refused);
  expect(await work('elsewhere', { appRepository: 'acme/shop', configRepository: 'acme/shop-config' })).toEqual(
    taken(/^acme\/shop is already the app repository of 'shop', according to .*shop-config; /),
  );
  expect(treeOf(workspace.folder)).toEqual(before);
});

test('an app is renamed in its own config, also when that moves', async () => {
  const workspace = await generated();
  const before = treeOf(workspace.folder);
  workspace.edit("name: 'shop'", "name: 'store'");
  expect((await problemsOf(() => workspace.generate())).map(({ code, severity }) => `${severity} ${code}`)).toContain('error APP_RENAMED');
  workspace.edit("name: 'store'", "name: 'shop'");
  expect(treeOf(workspace.folder)).toEqual(before);

  workspace.edit("name: 'shop'", "name: 'store', renamedFrom: 'shop'");
  workspace.edit("db: { type: 'postgresql', ", "db: { type: 'postgresql', database: 'shop', ");
  const renamed = await workspace.generate();
  expect([renamed.code, renamed.err]).toEqual([exitCodes.clean, expect.stringContaining('APP_RENAMED')]);
  expect((await workspace.check()).err).not.toContain('APP_REPOSITORY_TAKEN');
  // Both names have the same hosts for a while, and the config repository takes them.
  expect((await run(check, { cwd: workspace.config, generators: smallGenerators })).code).toBe(exitCodes.clean);

  for (const path of ['.gitops-app/shop', 'charts/shop']) rmSync(join(workspace.config, path), { recursive: true });
  expect((await workspace.generate()).err).toContain('Remove app.renamedFrom');
  workspace.edit("renamedFrom: 'shop'", "renamedFrom: 'store'");
  renameSync(join(workspace.app, '.gitops-app/pipeline.config.ts'), join(workspace.app, 'moved.config.ts'));
  workspace.editFile(join(workspace.app, 'moved.config.ts'), "'./config.js'", "'./.gitops-app/config.js'");
  workspace.editFile(join(workspace.app, 'moved.config.ts'), "name: 'store'", "name: 'market'");
  expect((await workspace.generate({ config: 'moved.config.ts' })).code).toBe(exitCodes.clean);
  expect(treeOf(workspace.app)['.gitops-app/manifest.json']).toContain('"config": "moved.config.ts"');
});

test('a record whose path of the config is no text is an error', async () => {
  const workspace = await generated();
  const path = join(workspace.app, '.gitops-app/manifest.json');
  writeFileSync(path, (treeOf(workspace.app)['.gitops-app/manifest.json'] ?? '').replace('"contractVersion"', '"config": 1,\n  "contractVersion"'));
  expect(await problemsOf(() => workspace.generate())).toEqual([expect.objectContaining({ code: 'RECORD_INVALID' })]);
});
