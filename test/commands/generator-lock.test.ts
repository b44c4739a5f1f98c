/** The lock of the generator through the life of a repository: which machine runs must not matter. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { check } from '../../src/commands/check.ts';
import { create } from '../../src/commands/create.ts';
import { generate } from '../../src/commands/generate.ts';
import { availabilityOf } from '../../src/follow-ups/look-up.ts';
import { type LockedGenerator, version } from '../../src/model/version.ts';
import { runningPackage } from '../../src/workspace/running-package.ts';
import { goldenFolder, published, readTree } from '../golden/cases.ts';
import { run } from '../support/run-commands.ts';
import { temporaryFolder, write } from '../support/workspace.ts';

const locks = ['app/.gitops-app/generator-lock.json', 'config/.gitops-app/shop/generator-lock.json'];
const records = ['app/.gitops-app/manifest.json', 'config/.gitops-app/shop/manifest.json'];
const workflow = 'app/.github/workflows/gitops-check.yaml';
const other: LockedGenerator = { ...published, integrity: published.integrity.replace('sha512-d', 'sha512-e') };

/** Golden shop, which is locked to `published`. */
function shop(): { folder: string; read: (path: string) => string; generate: (running?: LockedGenerator | null) => ReturnType<typeof run> } {
  const folder = temporaryFolder();
  cpSync(join(goldenFolder, 'shop'), folder, { recursive: true });
  return {
    folder,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    generate: (running) => run(generate, { cwd: join(folder, 'app'), generators, ...(running === undefined ? {} : { running }) }),
  };
}

/** The record of an earlier version, with the package that it was locked to. */
function writtenBy(folder: string, earlier: string): void {
  for (const record of records) {
    const text = readFileSync(join(folder, record), 'utf8');
    writeFileSync(join(folder, record), text.replace(`"generatorVersion": "${version}"`, `"generatorVersion": "${earlier}"`));
  }
}

describe('generate', () => {
  test.each([
    ['from a checkout', null],
    ['from the same package', published],
  ])('keeps the lock %s', async (_, running) => {
    const { folder, generate: again } = shop();
    const before = readTree(folder);
    expect((await again(running)).out).toContain('Nothing to do');
    expect(readTree(folder)).toEqual(before);
  });

  test('warns of other contents under the same version, and keeps the lock', async () => {
    const { folder, generate: again } = shop();
    const before = readTree(folder);
    const { err } = await again(other);
    expect(err).toContain('has other contents than the recorded one');
    expect(err).toContain(other.integrity);
    expect(readTree(folder)).toEqual(before);
  });

  test('unlocks when the new version does not come from a registry, and says so; locks it as soon as it does', async () => {
    const { folder, read, generate: again } = shop();
    writtenBy(folder, '0.0.9');
    const { code, out } = await again(null);
    expect([code, out]).toEqual([0, expect.stringContaining(`CI will run create-gitops-app@${version} without verifying it`)]);
    for (const path of locks) expect(existsSync(join(folder, path)), path).toBe(false);
    expect(read(workflow)).toContain(`run: npx --yes create-gitops-app@${version} check --format github`);
    expect((await run(check, { cwd: join(folder, 'app'), generators })).code).toBe(0);

    const locked = await again(published);
    expect([locked.code, locked.out]).toEqual([0, expect.not.stringContaining('without verifying')]);
    expect(readTree(folder)).toEqual(readTree(join(goldenFolder, 'shop')));
    expect((await run(check, { cwd: join(folder, 'app'), generators })).code).toBe(0);
  });

  test('locks the new version in both repositories', async () => {
    const { folder, read, generate: again } = shop();
    writtenBy(folder, '0.0.9');
    expect((await again(other)).code).toBe(0);
    for (const path of locks) expect(read(path)).toContain(other.integrity);
  });

  test('locks no other package than the one that CI calls', async () => {
    const { folder, generate: again } = shop();
    writtenBy(folder, '0.0.9');
    expect((await again({ ...published, package: '@acme/create-gitops-app' })).out).toContain('this is @acme/create-gitops-app, another package');
    for (const path of locks) expect(existsSync(join(folder, path)), path).toBe(false);
  });

  test('takes the lock from the repository that has it', async () => {
    const { folder, read, generate: again } = shop();
    const record = join(folder, records[0] ?? '');
    writeFileSync(record, read(records[0] ?? '').replace(/ {2}"generator": .*\n/, ''));
    expect((await again(null)).code).toBe(0);
    expect(readTree(folder)).toEqual(readTree(join(goldenFolder, 'shop')));
  });
});

describe('create', () => {
  const created = async (availability: 'available' | 'missing' | 'forbidden' | 'unknown', running: LockedGenerator | null = null) => {
    const asked: string[] = [];
    const lookUp = async (spec: string) => {
      asked.push(spec);
      return availability;
    };
    const { out } = await run(create, { cwd: temporaryFolder(), folder: 'demo', example: 'shop', yes: true, generators, running, lookUp });
    return { out, asked };
  };
  test.each([
    ['missing', `has no create-gitops-app@${version}, so that check will fail, and anybody may publish a package of that name`],
    ['forbidden', 'log in to its registry here, and give CI a token'],
    ['available', `To lock it with the published package: npx --yes create-gitops-app@${version} generate`],
    ['unknown', 'so its integrity is unknown'],
  ] as const)('says what the registry says: %s', async (availability, text) => {
    const { out, asked } = await created(availability);
    expect(out).toContain(text);
    expect(asked).toEqual([`create-gitops-app@${version}`]);
  });
  test('asks no registry about a package that came from one', async () => {
    const { out, asked } = await created('missing', published);
    expect(out).not.toContain('without verifying');
    expect(asked).toEqual([]);
  });
});

test.each([
  [0, '"0.1.0"', 'available'],
  [0, '', 'missing'],
  [1, '{"error":{"code":"E404"}}', 'missing'],
  [1, '{"error":{"code":"E401"}}', 'forbidden'],
  [1, '{"error":{"code":"ENOTFOUND"}}', 'unknown'],
  [1, '[]', 'unknown'],
  [null, '{"err', 'unknown'],
] as const)('npm view that ends with %s and prints %j: %s', (code, output, availability) => {
  expect(availabilityOf(code, output)).toBe(availability);
});

describe('the package that runs', () => {
  const { package: name, integrity } = published;
  const installed = (entry: object | undefined, path = name, lock = '.package-lock.json') => {
    const folder = join(temporaryFolder(), 'node_modules');
    mkdirSync(folder);
    if (entry !== undefined) write(folder, { [lock]: JSON.stringify({ packages: { [`node_modules/${path}`]: entry } }) });
    return runningPackage(join(folder, path, 'dist/cli.cjs'));
  };
  test.each([
    ['npx', { version, integrity, resolved: `https://registry.npmjs.org/${name}/-/${name}-${version}.tgz` }, published],
    ['npx without addresses', { version, integrity }, published],
    ['a tarball', { version, integrity, resolved: 'file:../create-gitops-app.tgz' }, undefined],
    ['a Git commit', { version, integrity, resolved: 'git+ssh://git@github.com/acme/create-gitops-app.git#abc' }, undefined],
    ['a link', { resolved: '../create-gitops-app', link: true }, undefined],
    ['another version', { version: '0.0.1', integrity }, undefined],
    ['a weak hash', { version, integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, undefined],
    ['a package manager without the file', undefined, undefined],
  ] as const)('from %s', (_, entry, expected) => expect(installed(entry)).toEqual(expected));
  test('with a scope', () => expect(installed({ version, integrity }, '@acme/create-gitops-app')).toEqual({ package: '@acme/create-gitops-app', integrity }));
  test('from a checkout', () => expect(runningPackage('/home/me/create-gitops-app/dist/cli.cjs')).toBeUndefined());
  test('with a broken lock', () => {
    const folder = join(temporaryFolder(), 'node_modules');
    write(folder, { '.package-lock.json': '{' });
    expect(runningPackage(join(folder, name, 'dist/cli.cjs'))).toBeUndefined();
  });
});
