import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apply } from '../../src/apply/apply.ts';
import { diffWorkspaces } from '../../src/diff/diff.ts';
import { type Model, modelSchemaVersion } from '../../src/model/model.ts';
import type { Generator } from '../../src/plan/plan.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { outcomes, temporaryFolder, write } from '../support/workspace.ts';

const valuesOf = (app: string) => `charts/${app}/values.yaml`;
const apps = ['mail', 'shop', 'wiki'];

/** Several apps of one config repository, with one file each. */
function manyApps(whenPlanned: (root: string, app: string) => void = () => {}) {
  const root = temporaryFolder();
  const workspaces = apps.map(
    (name): Workspace => ({
      model: { app: { name, renamedFrom: null }, patches: [] } as unknown as Model,
      roots: { config: root },
      configFile: '',
      warnings: [],
    }),
  );
  const generator: Generator = {
    id: 'config/values',
    description: '',
    repository: 'config',
    files: ({ app }) => {
      whenPlanned(root, app.name);
      return [{ path: valuesOf(app.name), content: '' }];
    },
  };
  return { workspaces, options: { generators: [generator], repositories: ['config' as const] } };
}

test('diffs each app before it plans the next, so that only one plan is in memory', async () => {
  const { workspaces, options } = manyApps((root, app) => {
    for (const other of apps) if (other < app) write(root, { [valuesOf(other)]: 'compared by now\n' });
  });
  const allChanges = await diffWorkspaces(workspaces, options);
  expect(allChanges.map(outcomes)).toEqual(apps.map((app) => ({ [valuesOf(app)]: 'create new' })));
});

test('resolves a name with the plans of all apps', async () => {
  const { workspaces, options } = manyApps();
  expect((await diffWorkspaces(workspaces, { ...options, eject: [valuesOf('wiki')] })).map(outcomes)).toEqual([
    { [valuesOf('mail')]: 'create new' },
    { [valuesOf('shop')]: 'create new' },
    { [valuesOf('wiki')]: 'keep ejected' },
  ]);
  await expect(diffWorkspaces(workspaces, { ...options, eject: ['charts/wik/values.yaml'] })).rejects.toThrow("Did you mean 'charts/wiki/values.yaml'?");
});

test('keeps no text of unchanged files, because those of very many apps would fill the memory', async () => {
  const { workspaces, options } = manyApps();
  apply(await diffWorkspaces(workspaces, options));
  for (const { changes } of await diffWorkspaces(workspaces, options)) {
    expect(changes.map(({ action }) => action)).toEqual(['unchanged']);
    expect(changes[0]).not.toHaveProperty('before');
    expect(changes[0]).not.toHaveProperty('after');
  }
});

describe('a repository that is not on this machine', () => {
  const patch = { output: 'config/values', path: null, operations: [{ op: 'remove', path: '/absent' }] };
  const plannedWith = async (roots: Workspace['roots'], patches: unknown[]) => {
    const loaded: string[] = [];
    const workspace: Workspace = { model: { app: { name: 'shop', renamedFrom: null }, patches } as unknown as Model, roots, configFile: '', warnings: [] };
    const generators = async (repository: 'app' | 'config'): Promise<Generator[]> => {
      loaded.push(repository);
      return [{ id: `${repository}/values`, description: '', repository, files: () => [{ path: 'values.yaml', content: 'a: b\n' }] }];
    };
    const problem = await diffWorkspaces([workspace], { generators, repositories: ['config', 'app'] }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    return { loaded, problem };
  };

  test('is not planned', async () => {
    expect(await plannedWith({ app: temporaryFolder() }, [])).toEqual({ loaded: ['app'], problem: undefined });
    expect(await plannedWith({ config: temporaryFolder() }, [])).toEqual({ loaded: ['config'], problem: undefined });
  });

  test('is planned for a patch, because a patch that does not apply is a mistake in the config', async () => {
    const { loaded, problem } = await plannedWith({ app: temporaryFolder() }, [patch]);
    expect(loaded).toEqual(['app', 'config']);
    expect(problem).toContain("'remove' does not apply to values.yaml");
  });
});

test.each([
  ['which its model shows', { app: { name: 'mail', renamedFrom: null }, patches: [] }, 'unchanged none'],
  ['whose model cannot be read', 'broken', 'unchanged none'],
  ['which was removed', undefined, 'delete orphaned'],
])('a shared file that only another app generates, %s', async (_, model, outcome) => {
  const { workspaces, options } = manyApps();
  const root = workspaces[0]?.roots.config ?? '';
  const ofMail: Generator = {
    id: 'config/mail',
    description: '',
    repository: 'config',
    scope: 'shared',
    files: ({ app }) => (app.name === 'mail' ? [{ path: 'mail.yaml', content: '' }] : []),
  };
  const generators = [...options.generators, ofMail];
  const of = (name: string) =>
    diffWorkspaces(
      workspaces.filter((workspace) => workspace.model.app.name === name),
      { ...options, generators },
    );
  apply(await of('mail'));
  if (model === undefined) rmSync(join(root, '.gitops-app/mail'), { recursive: true });
  else write(root, { '.gitops-app/mail/model.json': typeof model === 'string' ? model : JSON.stringify({ schemaVersion: modelSchemaVersion, ...model }) });
  expect((await of('shop')).map(outcomes)).toMatchObject([{ 'mail.yaml': outcome }]);
});

test('loading a module for one file does not affect the files before it', async () => {
  const root = temporaryFolder();
  const model = { app: { name: 'shop', renamedFrom: null }, patches: [] } as unknown as Model;
  const workspace: Workspace = { model, roots: { config: root }, configFile: '', warnings: [] };
  const of = (text: string) => {
    const prose = { path: 'runbook.md', content: `one\n\n${text}\n`, ownership: { class: 'merge' as const } };
    const files = () => [{ path: 'a.yaml', content: `${text}\n` }, prose];
    return diffWorkspaces([workspace], { generators: [{ id: 'config/all', description: '', repository: 'config', files }], repositories: ['config'] });
  };
  apply(await of('old'));
  write(root, { 'runbook.md': 'mine\n\nold\n' });
  const actions = (await of('new')).flatMap(({ changes }) => changes.map(({ path, action }) => `${action} ${path}`));
  expect(actions).toEqual(['update a.yaml', 'update runbook.md']);
});
