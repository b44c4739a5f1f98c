/** A config is a program: it may throw, or never end. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exitCodes } from '../../src/problems/errors.ts';
import { openWorkspace } from '../support/run-commands.ts';
import { treeOf, write } from '../support/workspace.ts';

test.each([
  ['an error', "throw new TypeError('no such thing');", 'pipeline.config.ts threw TypeError: no such thing', '.gitops-app/pipeline.config.ts'],
  ['a string', "throw 'no such thing';", 'pipeline.config.ts threw no such thing', '.gitops-app/pipeline.config.ts'],
  ['an error of a file that it imports', "import './clusters';", 'pipeline.config.ts threw Error: from below', '.gitops-app/clusters.ts'],
])('a config that throws %s ends with 1 and its place, and nothing is written', async (_, line, message, file) => {
  const workspace = openWorkspace();
  await workspace.generate();
  write(workspace.app, { '.gitops-app/clusters.ts': "\nexport const clusters = (() => { throw new Error('from below'); })();\n" });
  workspace.edit('export default', `${line}\nexport default`);
  const before = treeOf(workspace.folder);
  for (const command of [workspace.check, workspace.generate])
    await expect(command()).rejects.toMatchObject({ exitCode: exitCodes.error, problems: [{ code: 'CONFIG_THREW', message, place: { file } }] });
  expect(treeOf(workspace.folder)).toEqual(before);
});

test.each([
  ['./nope', /Fix the path/],
  ['no-such-package', /installs no packages/],
])('a config that imports %s, which does not exist, is an error', async (name, hint) => {
  const workspace = openWorkspace();
  workspace.edit('export default', `import { x } from '${name}';\nexport const y = x;\nexport default`);
  const message = `pipeline.config.ts imports '${name}', which does not exist`;
  await expect(workspace.generate()).rejects.toMatchObject({
    problems: [{ code: 'CONFIG_IMPORT_NOT_FOUND', message, hint: expect.stringMatching(hint), place: { file: '.gitops-app/pipeline.config.ts' } }],
  });
});

test('a folder instead of the config, and a file instead of a repository, are errors', async () => {
  const workspace = openWorkspace();
  await expect(workspace.generate({ config: '.' })).rejects.toMatchObject({
    problems: [{ code: 'CONFIG_NOT_FOUND', message: expect.stringMatching(/is a folder$/) }],
  });
  writeFileSync(workspace.config, '');
  const message = `${workspace.config} cannot be a repository folder: it is a file, or is inside one`;
  await expect(workspace.generate()).rejects.toMatchObject({ problems: [{ code: 'PATH_UNSAFE', message }] });
  expect(readFileSync(workspace.config, 'utf8')).toBe('');
});

test('imports that fail in CI are warnings', async () => {
  const workspace = openWorkspace();
  write(workspace.folder, { 'inventory.ts': 'export const replicas = 4;\n' });
  write(workspace.app, {
    'own.ts': "import { replicas } from '../inventory';\nexport { replicas };\n",
    'clusters/.git': 'gitdir: ../.git/modules/clusters\n',
    'clusters/all.ts': 'export const all = 1;\n',
    'node_modules/tiny/index.js': 'exports.tiny = 1;\n',
    'node_modules/tiny/package.json': '{ "name": "tiny" }\n',
  });
  workspace.edit(
    'export default',
    "import { join } from 'node:path';\n// Also in 'tiny'.\nimport { tiny } from 'tiny';\nimport { replicas } from '../own';\nimport { all } from '../clusters/all';\nexport const used = [join, tiny, all];\nexport default",
  );
  workspace.edit('replicas: 3', 'replicas');
  const warnings = async () => (await workspace.generate()).err;
  // Without a Git repository, nothing is outside of it.
  expect(await warnings()).not.toContain('inventory');
  mkdirSync(join(workspace.app, '.git'));
  const text = await warnings();
  expect(text).toMatch(
    /^own\.ts:1:26 {2}warning {2}CONFIG_IMPORT_OUTSIDE_REPOSITORY {2}\.\.\/own\.ts imports '\.\.\/inventory', which is outside this repository$/m,
  );
  expect(text).toMatch(
    /^\.gitops-app\/pipeline\.config\.ts:\d+:22 {2}warning {2}CONFIG_IMPORT_OUTSIDE_REPOSITORY {2}pipeline\.config\.ts imports 'tiny', which is a package$/m,
  );
  expect(text).toMatch(/pipeline\.config\.ts imports '\.\.\/clusters\/all', which is outside this repository$/m);
  expect(text.match(/CONFIG_IMPORT_OUTSIDE_REPOSITORY/g)).toHaveLength(3);
});

test('files that import each other are loaded once', async () => {
  const workspace = openWorkspace();
  write(workspace.app, {
    'one.ts': "import { two } from './two';\nexport const one = () => two;\n",
    'two.ts': "import { one } from './one';\nexport const two = 4;\nexport const both = () => one();\n",
  });
  workspace.edit('export default', "import { both } from '../two';\nexport default");
  workspace.edit('replicas: 3', 'replicas: both()');
  expect((await workspace.generate()).code).toBe(exitCodes.clean);
  expect((await workspace.check()).code).toBe(exitCodes.clean);
  expect(treeOf(workspace.config)['charts/shop/prod-values.yaml']).toContain('replicas: 4');
});

test.skipIf(process.platform === 'win32').each(['check', 'generate'])(
  'a config that never ends is ended by Ctrl-C, and %s has written nothing',
  async (command) => {
    const workspace = openWorkspace();
    await workspace.generate();
    workspace.edit('export default', "process.stderr.write('running');\nfor (;;);\nexport default");
    const before = treeOf(workspace.folder);
    const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '../../src/cli.ts'), command, '--cwd', workspace.app], {
      cwd: join(import.meta.dirname, '../..'),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.once('data', () => child.kill('SIGINT'));
    const signal = await new Promise((ended) => child.once('exit', (_, by) => ended(by)));
    // A shell reports it as 130.
    expect(signal).toBe('SIGINT');
    expect(treeOf(workspace.folder)).toEqual(before);
    expect(readdirSync(join(workspace.app, '.gitops-app')).filter((name) => /^lock|^journal/.test(name))).toEqual([]);
  },
  30_000,
);
