/** The package as npm would publish it, installed into an empty folder, and used there. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import nodeModule, { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { readTree } from '../golden/cases.ts';
import { builtCli } from '../support/built-cli.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'package-'));
const installed = join(folder, 'node_modules/create-gitops-app');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function must(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}

beforeAll(async () => {
  // A tree of its own, so that a build in the checkout is neither needed nor disturbed.
  const source = join(folder, 'source');
  mkdirSync(source);
  for (const file of ['package.json', 'README.md', 'LICENSE', 'schemas']) cpSync(join(root, file), join(source, file), { recursive: true });
  cpSync((await builtCli()).bundle, join(source, 'dist'), { recursive: true });
  const [packed] = JSON.parse(must('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], source)) as { filename: string }[];
  mkdirSync(installed, { recursive: true });
  must('tar', ['-xzf', join(folder, packed?.filename ?? ''), '--strip-components=1', '-C', installed], folder);
  for (const dependency of Object.keys(packageJson.dependencies))
    symlinkSync(join(root, 'node_modules', dependency), join(folder, 'node_modules', dependency), 'junction');
});

function run(cwd: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { NO_COLOR: _, FORCE_COLOR: __, GITHUB_ACTIONS: ___, ...env } = process.env;
  const offline = { ...env, npm_config_offline: 'true' };
  return spawnSync(process.execPath, [join(installed, packageJson.bin['create-gitops-app']), ...args], { cwd, env: offline, encoding: 'utf8' });
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

const ajvRuntime = ['equal', 'ucs2length', 'uri', 'validation_error'].map((name) => `ajv/dist/runtime/${name}`);

describe('the package', () => {
  test('holds what is used, and nothing else', () => {
    const files = [...readTree(installed).keys()];
    expect(files.filter((file) => !/^dist\/[\w.-]+\.(cjs|js|d\.ts)$/.test(file))).toEqual([
      'LICENSE',
      'README.md',
      'dist/THIRD-PARTY.txt',
      'dist/texts.json',
      'package.json',
      'schemas/check.schema.json',
      'schemas/pipeline.schema.json',
      'schemas/plan.schema.json',
    ]);
    expect(files).toContain(packageJson.exports['.'].types.slice(2));
    expect(files).toContain(packageJson.exports['.'].default.slice(2));
  });

  test('has the licence of every package whose code it contains', () => {
    const notices = readFileSync(join(installed, 'dist/THIRD-PARTY.txt'), 'utf8');
    for (const name of ['yaml', 'sucrase', 'diff', 'ajv', '@inquirer/core']) expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)$`, 'm'));
    // A package that is bundled without being named there would be found by its own notice of a licence.
    expect(notices.match(/^-{80}$/gm)?.length).toBeGreaterThan(20);
    expect(notices).not.toContain('undefined');
  });

  test('names nothing of the machine that built it', () => {
    for (const [file, text] of readTree(installed)) for (const place of [root, folder]) expect(text.includes(place), `${file}: ${place}`).toBe(false);
  });

  test('asks for its dependencies and Node’s own modules alone', () => {
    // These stand in texts: code that sucrase and ajv would write.
    const written = ['flow-enums-runtime', 'react-hot-loader', ...ajvRuntime];
    const known = new Set([...written, ...builtinModules, ...builtinModules.map((name) => `node:${name}`), ...Object.keys(packageJson.dependencies)]);
    for (const [file, text] of readTree(join(installed, 'dist')))
      for (const [, name = ''] of text.matchAll(/\brequire\(["'`]([\w@./:-]+)["'`]\)/g))
        if (!name.startsWith('./')) expect(known, `${file} requires ${name}`).toContain(name);
  });

  test('works offline: no module of it speaks to a network', () => {
    const network = /^(?:node:)?(?:https?|http2|net|tls|dns|dgram|inspector)(?:\/|$)/;
    for (const [file, text] of readTree(join(installed, 'dist'))) {
      // The rest is data: CD's script that verifies a proof asks GitHub for its keys.
      if (!/\.[cm]?js$/.test(file)) continue;
      for (const [, name = ''] of text.matchAll(/\b(?:require|import)\(["'`]([\w@./:-]+)["'`]\)/g)) expect(name, file).not.toMatch(network);
      expect(text, file).not.toMatch(/\b(?:fetch|WebSocket|EventSource)\(/);
    }
  });

  test('what Node compiled is kept in the cache of the user, by a Node that can', () => {
    const cache = join(folder, 'cache');
    const env = { PATH: process.env.PATH, HOME: folder, XDG_CACHE_HOME: cache };
    spawnSync(process.execPath, [join(installed, 'dist/cli.cjs'), 'check'], { cwd: folder, env });
    expect(existsSync(join(cache, 'create-gitops-app'))).toBe('enableCompileCache' in nodeModule);
  });

  test('create shop --yes in an empty folder; check; a changed number changes its files', () => {
    const work = join(folder, 'empty');
    mkdirSync(work);
    const created = run(work, 'shop', '--yes', '--app-repository', 'acme/shop');
    expect([created.status, created.stderr]).toEqual([0, expect.any(String)]);
    const app = join(work, 'shop');
    expect(run(app, 'check').status).toBe(0);
    const before = readTree(work);
    const config = join(app, '.gitops-app/pipeline.config.ts');
    const text = readFileSync(config, 'utf8');
    expect(text).toContain("clusters: ['prod-cluster'],");
    writeFileSync(config, text.replace("clusters: ['prod-cluster'],", '$&\n      components: { web: { replicas: 4 } },'));
    expect(run(app, 'check').status).toBe(2);
    expect(run(app, 'generate').status).toBe(0);
    const after = readTree(work);
    expect([...after.keys()]).toEqual([...before.keys()]);
    const changed = [...after].filter(([path, content]) => content !== before.get(path)).map(([path]) => path);
    expect(changed).toEqual([
      'shop-config/.gitops-app/shop/manifest.json',
      'shop-config/.gitops-app/shop/model.json',
      'shop-config/charts/shop/prod-values.yaml',
      'shop/.gitops-app/manifest.json',
      'shop/.gitops-app/pipeline.config.ts',
    ]);
    expect(run(app, 'check').status).toBe(0);
  });

  test('create . --yes in a repository that has its own CI, Dockerfile, CODEOWNERS and dependabot', () => {
    const app = join(folder, 'existing/web');
    const own: Record<string, string> = {
      '.github/workflows/ci.yaml': 'name: CI\non: push\njobs: {}\n',
      '.github/dependabot.yml': 'version: 2\nupdates: []\n',
      '.github/CODEOWNERS': '* @acme/web',
      Dockerfile: 'FROM scratch\nUSER 1000\nEXPOSE 3000\n',
      'package.json': '{ "name": "web" }\n',
      'README.md': '# Web\r\n',
    };
    for (const [path, content] of Object.entries(own)) {
      mkdirSync(dirname(join(app, path)), { recursive: true });
      writeFileSync(join(app, path), content);
    }
    const created = run(app, 'create', '.', '--yes', '--app-repository', 'acme/web');
    expect([created.status, created.stderr]).toEqual([0, expect.any(String)]);
    const after = readTree(app);
    for (const [path, content] of Object.entries(own)) {
      // Between our two blocks stands what was there.
      const kept =
        path === '.github/CODEOWNERS'
          ? after
              .get(path)
              ?.split(/# gitops-app:.*\n/)[2]
              ?.trim()
          : after.get(path);
      expect(hash(kept ?? ''), path).toBe(hash(content));
    }
    expect(after.has('.github/workflows/gitops-ci.yaml')).toBe(true);
    expect(run(app, 'check').status).toBe(0);
  });
});
