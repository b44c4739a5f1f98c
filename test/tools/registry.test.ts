/** The package in a registry on loopback, with its real dependencies: created, locked and checked as a user and CI do it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildCli } from '../support/built-cli.ts';
import { integrityOf, pack, runWithRegistry, serve } from '../support/registry.ts';
import { temporaryFolder } from '../support/workspace.ts';

const root = join(import.meta.dirname, '../..');

test('npm create locks what it installed, and the check in CI runs exactly that', { timeout: 240_000 }, async () => {
  const source = temporaryFolder();
  for (const file of ['package.json', 'README.md', 'LICENSE', 'schemas']) cpSync(join(root, file), join(source, file), { recursive: true });
  cpSync(buildCli(temporaryFolder()).bundle, join(source, 'dist'), { recursive: true });
  const tarball = pack(source);
  const upstream = spawnSync('npm', ['config', 'get', 'registry'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  const registry = await serve([tarball], { upstream });

  const work = temporaryFolder();
  const created = await runWithRegistry(registry, 'npm', ['create', '--yes', 'gitops-app', 'shop', '--', '--yes', '--app-repository', 'acme/shop'], work);
  expect([created.status, created.log]).toEqual([0, expect.not.stringContaining('without verifying')]);
  const app = join(work, 'shop');
  expect(readFileSync(join(app, '.gitops-app/generator-lock.json'), 'utf8')).toContain(integrityOf(tarball.content));

  // As CI checks out a repository: alone.
  const alone = join(temporaryFolder(), 'shop');
  mkdirSync(alone);
  cpSync(app, alone, { recursive: true });
  const check = ['.gitops-app/run-generator.sh', '.gitops-app/generator-lock.json', `${tarball.name}@${tarball.version}`, 'check', '--format', 'github'];
  const checked = await runWithRegistry(registry, 'bash', check, alone);
  expect([checked.status, checked.log]).toEqual([0, expect.stringContaining('up to date')]);
});
