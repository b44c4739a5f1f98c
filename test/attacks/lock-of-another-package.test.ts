/** A pull request edits the lock of the generator: another address, package or version must not run in CI. */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { check } from '../../src/commands/check.ts';
import { goldenFolder } from '../golden/cases.ts';
import { integrityOf, packageThatPrints, type Registry, serve, type Tarball } from '../support/registry.ts';
import { run } from '../support/run-commands.ts';
import { temporaryFolder, write } from '../support/workspace.ts';
import { edit, repositories, repositoryLockedTo, runCheck } from './emitted-check.ts';

const own = 'node_modules/create-gitops-app';
type Lock = Parameters<Parameters<typeof edit>[1]>[0];

/** What the attacker writes into the lock; their own registry serves `evil` as every package. */
const edits: [string, (lock: Lock, attacker: Registry, evil: Tarball) => void][] = [
  [
    'an address of the attacker',
    ({ packages }, { url }, { content }) =>
      Object.assign(packages[own] ?? {}, { resolved: `${url}/create-gitops-app/-/create-gitops-app-0.1.0.tgz`, integrity: integrityOf(content) }),
  ],
  [
    'an address as the version',
    ({ packages }, { url }, { content }) =>
      Object.assign(packages[own] ?? {}, { version: `${url}/create-gitops-app/-/create-gitops-app-0.1.0.tgz`, integrity: integrityOf(content) }),
  ],
  [
    'an address as the range of the root',
    ({ packages }, { url }, { content }) => {
      const address = `${url}/create-gitops-app/-/create-gitops-app-0.1.0.tgz`;
      packages[''] = { dependencies: { 'create-gitops-app': address } };
      packages[own] = { ...packages[own], integrity: integrityOf(content), resolved: address };
    },
  ],
  [
    'another package under its name',
    ({ packages }, _, { content }) => {
      packages[''] = { dependencies: { 'create-gitops-app': 'npm:evil@0.1.0' } };
      packages[own] = { ...packages[own], name: 'evil', integrity: integrityOf(content) };
    },
  ],
  [
    'another package, with the same command',
    (lock, _, { content }) => {
      lock.packages = {
        '': { dependencies: { evil: '0.1.0' } },
        'node_modules/evil': { version: '0.1.0', integrity: integrityOf(content), bin: { 'create-gitops-app': 'dist/cli.cjs' } },
      };
    },
  ],
  [
    'another package beside it, with the same command',
    ({ packages }, _, { content }) => {
      packages[''] = { dependencies: { 'create-gitops-app': '0.1.0', evil: '0.1.0' } };
      packages['node_modules/evil'] = { version: '0.1.0', integrity: integrityOf(content), bin: { 'create-gitops-app': 'dist/cli.cjs' } };
    },
  ],
  [
    'no integrity',
    ({ packages }) => {
      delete packages[own]?.integrity;
    },
  ],
  [
    'a weak hash',
    ({ packages }) => {
      if (packages[own] !== undefined) packages[own].integrity = 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=';
    },
  ],
  [
    'a folder of the pull request instead of a package',
    ({ packages }) => {
      packages[own] = { resolved: '../checkout/evil', link: true };
    },
  ],
  [
    'the first version of the format, which has addresses elsewhere',
    (lock, { url }, { content }) => {
      const address = `${url}/create-gitops-app/-/create-gitops-app-0.1.0.tgz`;
      Object.assign(lock, {
        lockfileVersion: 1,
        dependencies: { 'create-gitops-app': { version: '0.1.0', resolved: address, integrity: integrityOf(content) } },
      });
    },
  ],
];

describe.each(repositories)('the check of the $role repository', (repository) => {
  test.each(edits)('refuses %s', async (_, change) => {
    const honest = packageThatPrints('the honest generator ran');
    const evil = packageThatPrints('the evil package ran', { name: 'evil' });
    const registry = await serve([honest, evil]);
    const attacker = await serve([{ ...evil, name: 'create-gitops-app' }]);
    const folder = repositoryLockedTo(repository, honest);
    edit(join(folder, repository.lock), (lock) => change(lock, attacker, evil));
    const { status, log } = await runCheck(folder, repository.workflow, registry);
    expect(log).toContain(`::error file=${repository.lock}::`);
    expect(log).not.toMatch(/ran check/);
    expect([...registry.requests, ...attacker.requests]).toEqual([]);
    expect(status).toBe(1);
  });

  test('refuses that the lock is gone', async () => {
    const honest = packageThatPrints('the honest generator ran');
    const registry = await serve([packageThatPrints('whatever the registry has ran')]);
    const folder = repositoryLockedTo(repository, honest);
    rmSync(join(folder, repository.lock));
    const { status, log } = await runCheck(folder, repository.workflow, registry);
    expect(log).not.toMatch(/ran check/);
    expect(status).toBe(1);
  });
});

test('does not run a package of the pull request that has the name and version of the generator', async () => {
  const [app] = repositories;
  const honest = packageThatPrints('the honest generator ran');
  const registry = await serve([honest]);
  const folder = repositoryLockedTo(app, honest);
  write(folder, {
    'package.json': JSON.stringify({ name: 'create-gitops-app', version: '0.1.0', bin: 'evil.js' }),
    'evil.js': '#!/usr/bin/env node\nconsole.log("the pull request ran");\n',
    'node_modules/create-gitops-app/package.json': JSON.stringify({ name: 'create-gitops-app', version: '0.1.0', bin: 'evil.js' }),
    'node_modules/create-gitops-app/evil.js': '#!/usr/bin/env node\nconsole.log("the pull request ran");\n',
    'node_modules/.bin/create-gitops-app': '#!/bin/sh\necho "the pull request ran"\n',
  });
  const { log } = await runCheck(folder, app.workflow, registry);
  expect(log).toContain('the honest generator ran');
  expect(log).not.toContain('the pull request ran');
});

describe('check', () => {
  const [app] = repositories;
  test.each(edits)('reports %s', async (_, change) => {
    const folder = temporaryFolder();
    cpSync(join(goldenFolder, 'shop'), folder, { recursive: true });
    edit(join(folder, 'app', app.lock), (lock) =>
      change(lock, { url: 'https://registry.example.com', requests: [] }, packageThatPrints('x', { name: 'evil' })),
    );
    const { code, out } = await run(check, { cwd: join(folder, 'app'), generators });
    expect([code, out]).toEqual([2, expect.stringContaining(app.lock)]);
  });

  test('reports a dependency of another version', async () => {
    const folder = temporaryFolder();
    cpSync(join(goldenFolder, 'shop'), folder, { recursive: true });
    edit(join(folder, 'app', app.lock), ({ packages }) => Object.assign(packages['node_modules/ts-morph'] ?? {}, { version: '27.0.0' }));
    expect((await run(check, { cwd: join(folder, 'app'), generators })).code).toBe(2);
  });

  test('refuses a record whose hash is none', async () => {
    const folder = temporaryFolder();
    cpSync(join(goldenFolder, 'shop'), folder, { recursive: true });
    const record = join(folder, 'app/.gitops-app/manifest.json');
    writeFileSync(
      record,
      JSON.stringify({ schemaVersion: 2, generatorVersion: '0.1.0', modelDigest: '', files: [], generator: { package: 'a', integrity: '"' } }),
    );
    await expect(run(check, { cwd: join(folder, 'app'), generators })).rejects.toThrow('invalid generator');
  });
});
