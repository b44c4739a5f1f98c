/** The cache holds what would be computed, and nothing depends on it. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { cacheFolder } from '../../src/cache/cache-folder.ts';
import { plan } from '../../src/plan/plan.ts';
import { configIn } from '../../src/workspace/config-file.ts';
import { exactJson } from '../../src/workspace/exact-json.ts';
import { readConfig } from '../../src/workspace/read-config.ts';
import { goldenCases, goldenFolder } from '../golden/cases.ts';
import { type BuiltCli, builtCli } from '../support/built-cli.ts';

describe('an app that is checked twice', () => {
  let cli: BuiltCli;
  let folder: string;
  let app: string;
  let cache: string;
  const config = () => join(app, '.gitops-app/pipeline.config.ts');
  const results = () => join(cache, 'create-gitops-app/results');
  const slot = (name: string) => {
    const found = readdirSync(results()).find((file) => file.startsWith(`${name}-`));
    if (found === undefined) throw new Error(`no slot of ${name}`);
    return join(results(), found);
  };
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = cli.run(app, ...args);
    return { status, stdout, stderr };
  };

  beforeAll(async () => {
    cli = await builtCli();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cached-'));
    app = join(folder, 'app');
    cache = join(folder, 'cache');
    process.env.XDG_CACHE_HOME = cache;
    delete process.env.CI;
    mkdirSync(join(app, '.gitops-app'), { recursive: true });
    writeFileSync(config(), readFileSync(join(goldenFolder, 'shop/app/.gitops-app/pipeline.config.ts')));
    expect(run('generate').status).toBe(0);
    return () => {
      delete process.env.XDG_CACHE_HOME;
      rmSync(folder, { recursive: true, force: true });
    };
  });

  test('uses the results of the first run', () => {
    expect(readdirSync(results())).toHaveLength(2);
    expect(statSync(results()).mode & 0o777).toBe(0o700);
    const cachedPlan = readFileSync(slot('plan'), 'utf8');
    expect(cachedPlan).toContain('gitops-check.yaml');
    // The change shows that the cache is read.
    writeFileSync(slot('plan'), cachedPlan.replaceAll('gitops-check.yaml', 'gitops-look.yaml'));
    expect(run('check').stdout).toContain('gitops-look.yaml');
  });

  describe.skipIf(process.platform === 'win32')('takes nothing from a cache that somebody else can have written', () => {
    const poison = () => writeFileSync(slot('plan'), readFileSync(slot('plan'), 'utf8').replaceAll('gitops-check.yaml', 'gitops-evil.yaml'));
    const folderOfTool = () => join(cache, 'create-gitops-app');
    const changes: Record<string, () => void> = {
      'a file that everybody can write': () => chmodSync(slot('plan'), 0o666),
      'a file that a group can write': () => chmodSync(slot('plan'), 0o620),
      'the folder of the results': () => chmodSync(results(), 0o777),
      'the folder of the tool': () => chmodSync(folderOfTool(), 0o775),
      'a link to a file': () => {
        renameSync(slot('plan'), join(folder, 'elsewhere'));
        symlinkSync(join(folder, 'elsewhere'), join(results(), slotName));
      },
      'a link to a folder': () => {
        renameSync(results(), join(folder, 'results'));
        symlinkSync(join(folder, 'results'), results());
      },
      ...(process.getuid?.() === 0
        ? { 'a file of another user': () => chownSync(slot('plan'), 65534, 65534), 'a folder of another user': () => chownSync(folderOfTool(), 65534, 65534) }
        : {}),
    };
    let slotName = '';

    test.each(Object.keys(changes))('%s', (name) => {
      poison();
      expect(run('check').stdout).toContain('gitops-evil.yaml');
      slotName = basename(slot('plan'));
      changes[name]?.();
      const { status, stdout, stderr } = run('check');
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).not.toContain('evil');
    });
  });

  test('prints the same with and without the cache', () => {
    const [warm, generate] = [run('check', '--format', 'json'), run('generate')];
    process.env.CI = 'true';
    expect(run('check', '--format', 'json')).toEqual(warm);
    expect(run('generate')).toEqual(generate);
    delete process.env.CI;
    expect(warm.status).toBe(0);
  });

  test('is checked again after an edit of the config, and after its revert', () => {
    const text = readFileSync(config(), 'utf8');
    writeFileSync(config(), text.replace('replicas: 3', 'replicas: 4'));
    expect(run('check').stdout).toContain('prod-values.yaml');
    writeFileSync(config(), text);
    expect(run('check').status).toBe(0);
    writeFileSync(config(), text.replace('containerPort: 8080', "containerPort: '8080'"));
    expect(run('check').status).toBe(1);
  });

  test.each([
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['of another config or build', (text: string) => text.replace(/^.{64}/, 'f'.repeat(64)).replaceAll('gitops-ci.yaml', 'x.yaml')],
  ])('ignores a slot that is %s', (_, change) => {
    for (const name of ['plan', 'model']) writeFileSync(slot(name), change(readFileSync(slot(name), 'utf8')));
    expect(run('check')).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(slot('plan'), 'utf8')).toContain('gitops-ci.yaml');
  });

  test('caches nothing in CI', () => {
    rmSync(cache, { recursive: true });
    process.env.CI = 'true';
    expect(run('check').status).toBe(0);
    expect(existsSync(cache)).toBe(false);
  });

  test.skipIf(process.getuid?.() === 0)('without write permission, caches and prints nothing', () => {
    rmSync(results(), { recursive: true });
    chmodSync(join(cache, 'create-gitops-app'), 0o500);
    expect(run('check')).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(results())).toBe(false);
  });

  test('with a file in place of the folder, caches and prints nothing', () => {
    rmSync(results(), { recursive: true });
    writeFileSync(results(), '');
    expect(run('check')).toMatchObject({ status: 0, stderr: '' });
  });

  test('an invalid config is rejected each time', () => {
    writeFileSync(config(), readFileSync(config(), 'utf8').replace("clusters: ['dev-eu']", "clusters: ['dev-ex']"));
    const first = run('check');
    expect(first.status).toBe(1);
    expect(first.stderr).toContain('UNKNOWN_CLUSTER');
    expect(run('check')).toEqual(first);
  });

  test('a warning is printed each time', () => {
    writeFileSync(config(), readFileSync(config(), 'utf8').replace("slug: 'acme/shop'", "slug: 'fill-in/shop'"));
    run('generate');
    const first = run('check');
    expect(first.stderr).toContain('UNSET_VALUE');
    expect(run('check')).toEqual(first);
  });
});

test.each(goldenCases.map(({ name }) => name))('the model and the plan of %s survive JSON', async (name) => {
  for (const app of readdirSync(join(goldenFolder, name)).filter((entry) => configIn(join(goldenFolder, name, entry)) !== undefined)) {
    const read = await readConfig(configIn(join(goldenFolder, name, app)) ?? '', goldenFolder);
    expect(JSON.parse(JSON.stringify(read.model))).toStrictEqual(read.model);
    const planned = plan(read.model, generators, { version: '1.2.3' });
    expect(JSON.parse(JSON.stringify(planned))).toStrictEqual(planned);
  }
});

test('only data that JSON represents exactly has a text', () => {
  expect(exactJson({ a: [1, 'x', null, true, { b: {} }], c: undefined })).toBe('{"a":[1,"x",null,true,{"b":{}}]}');
  expect(exactJson(Object.assign(Object.create(null) as object, { a: 1 }))).toBe('{"a":1}');
  class Port {
    number = 80;
    toJSON = () => 80;
  }
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const inexact = [Number.NaN, 1n, new Date(0), new Map(), () => 1, Symbol('x'), new Port(), [undefined], new Array(1), /x/, circle, new String('x')];
  for (const value of inexact) expect(exactJson({ value })).toBeUndefined();
});

test('the folder is in the user’s home, and unset in CI', () => {
  const home = { HOME: '/home/me' };
  expect(cacheFolder(home)).toBe(join('/home/me', '.cache', 'create-gitops-app'));
  expect(cacheFolder({ ...home, XDG_CACHE_HOME: '/x' })).toBe(join('/x', 'create-gitops-app'));
  expect(cacheFolder({ ...home, CI: 'true' })).toBeUndefined();
  expect(cacheFolder({ ...home, CI: 'false' })).toBe(cacheFolder(home));
  expect(cacheFolder({ HOME: '' })).toBeUndefined();
});
