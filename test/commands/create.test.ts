import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { type CreateOptions, create } from '../../src/commands/create.ts';
import { generate } from '../../src/commands/generate.ts';
import { examples } from '../../src/create/examples.ts';
import { parseClusters, parseRegistry } from '../../src/create/parse-answers.ts';
import { printPipeline } from '../../src/create/print-pipeline.ts';
import { questions } from '../../src/create/questions.ts';
import { loadConfig } from '../../src/load/load.ts';
import { configPlaces } from '../../src/model/names.ts';
import { exitCodes } from '../../src/problems/errors.ts';
import { goldenFolder } from '../golden/cases.ts';
import { type Result, run, smallGenerators } from '../support/run-commands.ts';
import { temporaryFolder, treeOf, write } from '../support/workspace.ts';

const createIn = (cwd: string, options: Partial<CreateOptions> = {}): Promise<Result> => run(create, { cwd, generators: smallGenerators, ...options });
const configOf = async (folder: string) => (await loadConfig(join(folder, '.gitops-app/pipeline.config.ts'))).data as Record<string, never>;
const checkIn = (cwd: string) => run(check, { cwd, generators: smallGenerators });
const hash = (text: string) => createHash('sha256').update(text, 'latin1').digest('hex');

describe('create shop --yes in an empty directory', () => {
  test('writes both repositories; check is clean; generate has nothing to do', async () => {
    const folder = temporaryFolder();
    const { code, err, out } = await createIn(folder, { folder: 'shop', yes: true });
    expect([code, err]).toEqual([exitCodes.clean, '']);
    expect(Object.keys(treeOf(folder))).toEqual(
      expect.arrayContaining(['shop/.gitops-app/pipeline.config.ts', 'shop/Dockerfile', 'shop-config/charts/shop/prod-values.yaml']),
    );
    expect(out).toMatch(/^shop-config\n├── \.github\n│ {3}└── workflows\n│ {7}└── cd\.yaml\n/);
    const checked = await checkIn(join(folder, 'shop'));
    expect(checked.code).toBe(exitCodes.clean);
    expect((await run(generate, { cwd: join(folder, 'shop'), generators: smallGenerators })).out).toContain('Nothing to do');
  });

  test('invents nothing: what it could not know is marked and listed', async () => {
    const folder = temporaryFolder();
    const { out } = await createIn(folder, { folder: 'shop', yes: true });
    const config = await configOf(join(folder, 'shop'));
    expect(config).toMatchObject({
      app: { name: 'shop', owners: ['@fill-in'] },
      repositories: { app: { slug: 'fill-in/shop' }, config: { slug: 'fill-in/shop-config' } },
      registry: { type: 'ghcr' },
      environments: {
        dev: { delivery: 'continuous-deployment', sync: 'automatic', routes: { public: { hosts: ['shop.dev.fill-in'] } } },
        prod: { delivery: 'continuous-delivery', sync: 'manual', promoteFrom: 'dev', approval: { by: 'pull-request', reviewers: ['@fill-in'] } },
      },
    });
    for (const place of ['app.owners[0]', 'repositories.app.slug', "clusters['prod-cluster'].gateway.name", 'environments.prod.routes.public.hosts[0]'])
      expect(out).toContain(`  ${place} is '`);
    expect(out).toContain('fill-in/shop: variable DISPATCH_APP_CLIENT_ID, and secret DISPATCH_APP_PRIVATE_KEY of the environment dispatch');
    expect(out.match(/^ {2}(?:cd|npx) .*$/gm)).toHaveLength(3);
    expect(out).toContain('Set on GitHub (shop-config/docs/shop/runbooks/set-up.md describes this');
  });

  test('--dry-run prints the config and the plan, and writes nothing', async () => {
    const folder = temporaryFolder();
    const { code, out } = await createIn(folder, { folder: 'shop', yes: true, dryRun: true });
    expect(code).toBe(exitCodes.clean);
    expect(out).toContain("app: { name: 'shop', language: 'node', owners: ['@fill-in'] },");
    expect(out).toContain('    create  .gitops-app/pipeline.config.ts\n');
    expect(treeOf(folder)).toEqual({});
    expect(existsSync(join(folder, 'shop'))).toBe(false);
  });

  test.each(configPlaces)('does not touch a config that exists: %s', async (path) => {
    const folder = temporaryFolder();
    write(folder, { [path]: 'mine\n' });
    await expect(createIn(folder, { yes: true })).rejects.toThrow(`${path} already exists`);
    expect(treeOf(folder)).toEqual({ [path]: 'mine\n' });
  });
});

describe('create . --yes in an existing repository', () => {
  const existing = {
    'package.json': '{"name": "@acme/web-shop", "description": "Sells things", "packageManager": "pnpm@9.1.0", "engines": {"node": ">=22.4"}}\n',
    '.nvmrc': 'v22.11.0\n',
    Dockerfile: '# syntax=docker/dockerfile:1\nFROM node:22 AS build\nUSER root\nEXPOSE 1\nFROM node:22-slim\nEXPOSE 3000/tcp 9100\nUSER node\n',
    '.github/workflows/ci.yml': 'name: CI\non:\n  pull_request:\njobs: {}\n',
    '.github/CODEOWNERS': '* @acme/shop @octocat # everything\r\n/docs/ @acme/writers',
    '.github/dependabot.yml': 'version: 2\r\nupdates: []',
    'src/index.js': 'console.log(1)',
    'latin1.txt': '\xe9\n',
  };

  async function repository(): Promise<string> {
    const folder = join(temporaryFolder(), 'checkout');
    mkdirSync(folder);
    write(folder, existing);
    execFileSync('git', ['init', '-q', '-b', 'trunk', folder]);
    execFileSync('git', ['-C', folder, 'remote', 'add', 'origin', 'git@github.com:acme/web-shop.git']);
    return folder;
  }

  test('loses none of its bytes; check is clean after it', async () => {
    const folder = await repository();
    const before = treeOf(folder);
    const { code, err } = await createIn(folder, { yes: true });
    expect([code, err]).toEqual([exitCodes.clean, '']);
    const after = treeOf(folder);
    for (const [path, content] of Object.entries(before)) {
      // A region is appended to it; every other file is unchanged.
      const kept = path === '.github/CODEOWNERS' ? after[path]?.slice(0, content.length) : after[path];
      expect(hash(kept ?? ''), path).toBe(hash(content));
    }
    expect(after['.github/CODEOWNERS']).toContain('gitops-app:begin web-shop');
    expect((await checkIn(folder)).code).toBe(exitCodes.clean);
  });

  test('takes from it what it says', async () => {
    const folder = await repository();
    const { out } = await createIn(folder, { yes: true });
    expect(await configOf(folder)).toMatchObject({
      app: { name: 'web-shop', description: 'Sells things', language: 'node', owners: ['@acme/shop', '@octocat'] },
      repositories: { app: { slug: 'acme/web-shop', defaultBranch: 'trunk' }, config: { slug: 'acme/web-shop-config' } },
      ci: { jobs: 'build-only', versions: ['22'], packageManager: 'pnpm' },
      components: { web: { ports: { http: { containerPort: 3000 } }, runAsUser: 1000 } },
    });
    expect(out).toContain('The Dockerfile ends with USER node: Kubernetes cannot verify that a named user is not root. Use its numeric ID: USER 1000.');
    expect(out).toContain('.github/workflows/ci.yml runs the tests, so the generated CI only builds the image');
    expect(out).toContain('- Kept your Dockerfile. The generated one would be:\n\n    FROM node:24\n    USER 1000\n');
  });

  test('asks for what it cannot know of a language that is not its own', async () => {
    const notes = async (files: Record<string, string>) => {
      const folder = join(temporaryFolder(), 'checkout');
      write(folder, { 'main.go': 'package main\n', ...files });
      return (await createIn(folder, { yes: true })).out;
    };
    expect(await notes({})).toContain('- No Dockerfile: write one before the first push');
    expect(await notes({ Dockerfile: 'FROM scratch\nUSER 10001\n' })).not.toContain('No Dockerfile');
  });

  test('refuses at once what it would have to overwrite, and then writes nothing, not even the config', async () => {
    const folder = await repository();
    write(folder, { '.github/workflows/gitops-ci.yaml': 'mine\n' });
    const before = treeOf(join(folder, '..'));
    const { code, err } = await createIn(folder, { yes: true });
    expect(code).toBe(exitCodes.refused);
    expect(err).toContain(
      '.github/workflows/gitops-ci.yaml already exists and is unmanaged\n         Move it away, or replace it: run the same command with --overwrite .github/workflows/gitops-ci.yaml\n',
    );
    expect(treeOf(join(folder, '..'))).toEqual(before);
    expect((await createIn(folder, { yes: true, overwrite: ['.github/workflows/gitops-ci.yaml'] })).code).toBe(exitCodes.clean);
  });

  test('writes nothing through a link to the config', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.gitops-app'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, '.gitops-app/pipeline.config.ts'));
    await expect(createIn(folder, { yes: true })).rejects.toThrow('is a symbolic link');
    expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
  });
});

describe('answers', () => {
  const answers = {
    name: 'shop',
    appRepository: 'acme/shop',
    configRepository: 'acme/gitops',
    owners: '@acme/shop, @acme/platform',
    registry: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    devClusters: 'dev-eu',
    prodClusters: 'dc1:on-premise, eu',
    argocd: 'eu',
  };

  test('by option: on-premise and cloud is one answer', async () => {
    const folder = temporaryFolder();
    expect((await createIn(folder, { folder: 'shop', answers })).code).toBe(exitCodes.clean);
    expect(await configOf(join(folder, 'shop'))).toMatchObject({
      registry: { type: 'ecr', account: '123456789012', region: 'eu-west-1', role: 'shop-ci' },
      argocd: { topology: 'hub', cluster: 'eu' },
      clusters: { 'dev-eu': { location: 'cloud' }, dc1: { location: 'on-premise', imagePull: { externalSecrets: 'shop-pull' } }, eu: { location: 'cloud' } },
      environments: { prod: { clusters: ['dc1', 'eu'], approval: { reviewers: ['@acme/shop', '@acme/platform'] } } },
    });
    expect(existsSync(join(folder, 'gitops/.gitops-app/shop/model.json'))).toBe(true);
  });

  test.each([
    [
      'europe-west1-docker.pkg.dev/acme-images/apps',
      { type: 'gar', serviceAccount: 'shop-ci', workloadIdentityProvider: 'fill-in' },
      { externalSecrets: 'shop-pull' },
    ],
    ['acmeimages.azurecr.io', { type: 'acr', tenantId: 'fill-in' }, { externalSecrets: 'shop-pull' }],
    ['docker.io/acme', { type: 'dockerhub', namespace: 'acme' }, { secret: 'shop-pull' }],
    ['harbor.example.com/shop', { type: 'harbor', project: 'shop' }, { secret: 'shop-pull' }],
  ])('the registry %s is written as the config has it', async (given, registry, imagePull) => {
    const folder = temporaryFolder();
    expect((await createIn(folder, { folder: 'shop', answers: { ...answers, registry: given } })).code).toBe(exitCodes.clean);
    expect(await configOf(join(folder, 'shop'))).toMatchObject({ registry, clusters: { dc1: { imagePull } } });
  });

  test('every form that is named where a registry is wrong is one', () => {
    const forms = /registry such as (.*)$/.exec(messageOf(() => parseRegistry('?')))?.[1]?.split(', ') ?? [];
    expect(forms.map((form) => parseRegistry(form).type)).toEqual(['ecr', 'gar', 'acr', 'dockerhub', 'harbor']);
  });

  test('from a file, lists as lists; an option wins over it', async () => {
    const folder = temporaryFolder();
    write(folder, { 'answers.json': JSON.stringify({ ...answers, prodClusters: ['dc1:on-premise', 'eu'], owners: ['@acme/shop'] }) });
    expect((await createIn(folder, { folder: 'shop', from: 'answers.json', answers: { configRepository: 'acme/other' } })).code).toBe(exitCodes.clean);
    expect(await configOf(join(folder, 'shop'))).toMatchObject({ repositories: { config: { slug: 'acme/other' } }, app: { owners: ['@acme/shop'] } });
  });

  test.each([
    ['a key that is none', '{"nam": "shop"}', /has the unknown key "nam"\. Did you mean 'name'\?/],
    ['a number', '{"name": 1}', /has 1 for name; expected a string or a list of strings/],
    ['no object', '[]', /is not a JSON object/],
    ['no JSON', '{', /is not JSON/],
  ])('a file with %s is refused', async (_, text, message) => {
    const folder = temporaryFolder();
    write(folder, { 'answers.json': text });
    await expect(createIn(folder, { from: 'answers.json', yes: true })).rejects.toThrow(message);
    expect(Object.keys(treeOf(folder))).toEqual(['answers.json']);
  });

  test('that are missing are named by their options, where nobody can be asked', async () => {
    const folder = temporaryFolder();
    const { name, owners, ...rest } = answers;
    await expect(createIn(folder, { answers: rest })).rejects.toThrow('missing: --name, --owners');
    expect(treeOf(folder)).toEqual({});
  });

  test('that are wrong are refused all at once', async () => {
    const folder = temporaryFolder();
    const wrong = {
      name: 'A b',
      appRepository: 'shop',
      owners: 'acme',
      registry: 'docker.io',
      devClusters: 'dev:moon',
      prodClusters: 'eu, eu',
      argocd: 'mars',
    };
    const error = await createIn(folder, { yes: true, answers: wrong }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ exitCode: exitCodes.error });
    expect((error as { problems: { message: string }[] }).problems.map(({ message }) => message.split(' ')[0])).toEqual([
      '--name',
      '--app-repository',
      '--owners',
      '--registry',
      '--dev-clusters',
      '--prod-clusters',
      '--argocd',
    ]);
    expect(treeOf(folder)).toEqual({});
  });

  test('clusters and registries are read as people write them', () => {
    expect(parseClusters(' eu ,dc1:on-premise us:cloud')).toEqual([
      { name: 'eu', location: 'cloud' },
      { name: 'dc1', location: 'on-premise' },
      { name: 'us', location: 'cloud' },
    ]);
    expect(parseRegistry('123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn')).toEqual({ type: 'ecr', account: '123456789012', region: 'cn-north-1' });
    expect(parseRegistry('europe-west1-docker.pkg.dev/acme-images/apps')).toEqual({
      type: 'gar',
      location: 'europe-west1',
      project: 'acme-images',
      repository: 'apps',
    });
    expect(parseRegistry('acmeimages.azurecr.io')).toEqual({ type: 'acr', name: 'acmeimages' });
    expect(parseRegistry('docker.io/acme')).toEqual({ type: 'dockerhub', namespace: 'acme' });
    expect(parseRegistry('harbor.example.com:8443/shop')).toEqual({ type: 'harbor', host: 'harbor.example.com:8443', project: 'shop' });
    for (const wrong of ['docker.io', 'europe-west1-docker.pkg.dev/acme-images', 'acme.azurecr.io/shop', 'ghcr.io/acme', 'harbor.example.com', 'x/y'])
      expect(() => parseRegistry(wrong), wrong).toThrow('ghcr, or a registry such as');
  });
});

describe('the printed config', () => {
  test('loaded again gives the very object, whatever its texts hold', async () => {
    const { shop } = examples;
    if (shop === undefined) throw new Error('no example shop');
    const folder = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), async (value, key) => {
        fc.pre(key !== '__proto__');
        const config = {
          ...shop.config,
          app: { ...shop.config.app, description: value },
          components: { web: { env: { [key]: value, list: [value] as never } } },
        };
        write(folder, { '.gitops-app/pipeline.config.ts': printPipeline({ config, comments: { '/app/description': value } }) });
        expect(JSON.parse(JSON.stringify(await configOf(folder)))).toEqual(config);
      }),
      { numRuns: 60 },
    );
  });
});

describe('--example shop', () => {
  test('is the case of the goldens, and check of it is clean', async () => {
    const folder = temporaryFolder();
    const { code, err } = await createIn(folder, { folder: 'demo', example: 'shop', yes: true });
    expect([code, err]).toEqual([exitCodes.clean, '']);
    const golden = await configOf(join(goldenFolder, 'shop/app'));
    const created = JSON.parse(JSON.stringify(await configOf(join(folder, 'demo/shop'))));
    expect(created.repositories.config.path).toBe('../shop-config');
    created.repositories.config.path = '../config';
    expect(created).toEqual(JSON.parse(JSON.stringify(golden)));
    expect(existsSync(join(folder, 'demo/shop-config/.gitops-app/shop/model.json'))).toBe(true);
    expect((await checkIn(join(folder, 'demo/shop'))).out).not.toContain('not filled in');
  });

  test('takes no answers: they would have no effect', async () => {
    const folder = temporaryFolder();
    const creating = createIn(folder, { example: 'shop', answers: { name: 'mail', argocd: 'hub' }, saveAnswers: 'answers.json', yes: true });
    await expect(creating).rejects.toThrow('--example cannot be combined with --name, --argocd, --save-answers');
    expect(treeOf(folder)).toEqual({});
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

test('one cluster is in one place', () => {
  const prod = questions.find(({ key }) => key === 'prodClusters');
  expect(() => prod?.parse('a:on-premise', { devClusters: 'a' })).toThrow(
    'has a as on-premise, but --dev-clusters has it as cloud; use the same location in both',
  );
  expect(() => prod?.parse('a, b:on-premise', { devClusters: 'a, c' })).not.toThrow();
});
