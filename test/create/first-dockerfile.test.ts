/** How the files of an app affect its generated Dockerfile, its CI and the notes of create. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generators } from '../../generators/index.ts';
import { create } from '../../src/commands/create.ts';
import { run } from '../support/run-commands.ts';
import { temporaryFolder, write } from '../support/workspace.ts';

async function created(files: Record<string, string>) {
  const cwd = join(temporaryFolder(), 'shop');
  write(cwd, files);
  const { code, out, err } = await run(create, { cwd, generators, yes: true, answers: { ci: 'full' } });
  expect([code, err]).toEqual([0, '']);
  const text = (path: string) => readFileSync(join(cwd, path), 'utf8');
  return {
    out,
    config: text('.gitops-app/pipeline.config.ts'),
    dockerfile: text('Dockerfile'),
    ignored: text('.dockerignore'),
    ci: text('.github/workflows/gitops-ci.yaml'),
  };
}

test('a build context contains what a build may read, but no secrets', async () => {
  for (const files of [{ 'package.json': '{}' }, { 'go.mod': 'module shop\n' }, { 'pyproject.toml': '[project]\nname = "shop"\nreadme = "README.md"\n' }]) {
    const lines = (await created(files)).ignored.split('\n');
    for (const path of ['docs', '*.md', '**/.env*']) expect(lines).not.toContain(path);
    for (const path of ['**/.env', '**/.env.local', '**/.env.*.local', '.git']) expect(lines).toContain(path);
  }
});

describe('Node', () => {
  const packageJson = (more: object = {}) => JSON.stringify({ scripts: { start: 'node .', test: 'x', build: 'x', lint: 'x' }, ...more });
  const pnpm = { 'package.json': packageJson(), 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" };

  test('without packageManager, the pnpm version matches the lockfile', async () => {
    const { ci, dockerfile, config } = await created(pnpm);
    expect(config).toContain("packageManagerVersion: '10'");
    expect(ci).toMatch(/name: Set up pnpm\n +uses: pnpm\/action-setup@\w+ #.*\n +with:\n +version: "10"/);
    expect(dockerfile).toContain('RUN npm install --global pnpm@10\n');
    expect((await created({ ...pnpm, 'pnpm-lock.yaml': 'lockfileVersion: "6.0"\n' })).ci).toContain('version: "8"');
    const named = await created({ ...pnpm, 'package.json': packageJson({ packageManager: 'pnpm@10.2.0' }) });
    expect(named.ci).not.toMatch(/version: "10"|packageManagerVersion/);
    expect(named.dockerfile).toContain('corepack enable');
  });

  test('without packageManager, the Yarn version matches the lockfile, unless .yarnrc.yml sets it', async () => {
    const lock = { 'package.json': packageJson(), 'yarn.lock': '# yarn\n\n__metadata:\n  version: 8\n  cacheKey: 10\n' };
    const { ci, dockerfile } = await created(lock);
    expect(ci).toContain('corepack install --global yarn@4');
    expect(ci).toContain('yarn install --immutable');
    expect(dockerfile).toContain('corepack enable && corepack install --global yarn@4\n');
    expect((await created({ ...lock, '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.cjs\n' })).ci).not.toContain('yarn@4');
    expect((await created({ ...lock, 'yarn.lock': '# yarn lockfile v1\n' })).ci).not.toContain('yarn@');
  });

  test('pnpm workspaces keep their packages', async () => {
    const { dockerfile } = await created({ ...pnpm, 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n' });
    expect(dockerfile).toContain('pnpm install --frozen-lockfile && pnpm run --if-present build && CI=true pnpm install --prod');
    expect(dockerfile).not.toContain('pnpm prune');
  });

  test.each<[string, Record<string, string>, boolean]>([
    ['plain', {}, false],
    ['with workspaces', { 'package.json': packageJson({ workspaces: ['packages/*'] }) }, true],
    ['with workspaces of pnpm', { ...pnpm, 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n' }, true],
    ['with settings of pnpm', { ...pnpm, 'pnpm-workspace.yaml': 'onlyBuiltDependencies: []\n' }, false],
    ['with a script of the installation', { 'package.json': packageJson({ scripts: { start: 'x', postinstall: 'prisma generate' } }) }, true],
    ['with patches', { 'patches/a.patch': '' }, true],
  ])('%s copies what its installation needs', async (_, files, everything) => {
    const { dockerfile } = await created({ 'package.json': packageJson(), 'package-lock.json': '{}', ...files });
    const [first] = dockerfile.match(/^COPY .*/gm) ?? [];
    if (everything) expect(first).toBe('COPY . .');
    else expect(first).toMatch(/^COPY package.*\.npmr\[c\]/);
    expect(dockerfile.match(/^COPY \. \./gm)).toHaveLength(1);
  });
});

test('Ruby installs the libraries that its gems link to, whatever its services', async () => {
  const Gemfile = "gem 'rails'\ngem 'puma'\n";
  const lock = (...gems: string[]) => `GEM\n  specs:\n${gems.map((gem) => `    ${gem} (1.0)\n`).join('')}`;
  const of = async (...gems: string[]) => (await created({ Gemfile, 'Gemfile.lock': lock('puma', ...gems) })).dockerfile;
  expect(await of('pg')).toContain('--no-install-recommends libpq5 &&');
  expect(await of('mysql2', 'ruby-vips', 'mini_magick')).toContain('--no-install-recommends libmariadb3 libvips &&');
  expect(await of('trilogy')).not.toContain('apt-get');
  expect(await of()).toContain('COPY Gemfile Gemfile.lock .ruby-versio[n] ./');
});

test('Rust has headers at build time, and the libraries that it links to at run time', async () => {
  const lock = (...crates: string[]) => crates.map((name) => `[[package]]\nname = "${name}"\nversion = "1.0.0"\n`).join('\n');
  const of = async (...crates: string[]) => (await created({ 'Cargo.toml': '[package]\nname = "shop"\n', 'Cargo.lock': lock('shop', ...crates) })).dockerfile;
  const openssl = await of('openssl-sys');
  expect(openssl).toContain('FROM rust:1-bookworm AS build');
  // It includes libssl3: github.com/GoogleContainerTools/distroless, cc/cc.bzl and base/README.md.
  expect(openssl).toContain('FROM gcr.io/distroless/cc-debian12:nonroot');
  expect(await of('pq-sys', 'openssl-sys')).toMatch(/FROM debian:bookworm-slim\n[\s\S]*ca-certificates libpq5 libssl3 &&/);
});

describe('.NET', () => {
  const project = (name: string) =>
    `<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup>${name}<TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>`;
  test('runs the DLL that its project names', async () => {
    const { dockerfile } = await created({ 'Shop.sln': '', 'src/Web/Web.csproj': project('<AssemblyName>Shop.Web</AssemblyName>') });
    expect(dockerfile).toContain('RUN dotnet publish src/Web/Web.csproj --configuration Release --output /out\n');
    expect(dockerfile).toContain('CMD ["dotnet", "Shop.Web.dll"]');
  });
  test('reports an unknown DLL', async () => {
    const { out } = await created({ 'Web.csproj': project('<AssemblyName>$(Company).Web</AssemblyName>') });
    expect(out).toContain('The start command of the app was not detected');
  });
});

describe('Java with several modules', () => {
  const parent = '<project><artifactId>shop</artifactId><packaging>pom</packaging><modules><module>core</module><module>web</module></modules></project>';
  const boot = '<project><build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>';
  const plain = '<project></project>';

  test('Maven builds the module with the plugin from the root', async () => {
    const { dockerfile, config } = await created({ 'pom.xml': parent, 'core/pom.xml': plain, 'web/pom.xml': boot });
    expect(config).toContain("build: { project: 'web' }");
    expect(dockerfile).toContain('--projects web --also-make package -DskipTests');
    expect(dockerfile).toContain('find web/target -maxdepth 1');
  });
  test('Maven builds the module with settings if the parent has the plugin', async () => {
    const files = { 'pom.xml': parent.replace('</modules>', '</modules>spring-boot-maven-plugin'), 'core/pom.xml': plain, 'web/pom.xml': plain };
    const { dockerfile, config } = await created({ ...files, 'web/src/main/resources/application.yml': 'server:\n  port: 9000\n' });
    expect(dockerfile).toContain('web/target');
    expect(config).toContain('containerPort: 9000');
  });
  test('an ambiguous module must be set before CI builds an image', async () => {
    const { out, config } = await created({ 'pom.xml': parent, 'core/pom.xml': plain, 'web/pom.xml': plain });
    expect(config).toContain("build: { project: 'fill-in' }");
    expect(out).toMatch(/The application module of pom\.xml was not detected \(core, web\)/);
    expect(out).toContain("images.shop.build.project is 'fill-in'");
  });

  const gradle = { gradlew: '', 'settings.gradle.kts': 'rootProject.name = "shop"\ninclude("app", "core")\n', 'core/build.gradle.kts': 'plugins { java }\n' };
  test('Gradle with the layout of gradle init: no build file at the root, the application plugin', async () => {
    const build = 'plugins {\n    application\n}\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }\n';
    const { dockerfile, config } = await created({ ...gradle, 'app/build.gradle.kts': build });
    expect(config).toContain("versions: ['21']");
    expect(dockerfile).toContain('./gradlew --no-daemon :app:installDist');
    expect(dockerfile).toContain('cp -r app/build/install/app /app');
    expect(dockerfile).toContain('CMD ["bin/app"]');
  });
  test('Gradle with Spring Boot, whose version is set at the root', async () => {
    const root = 'plugins {\n  id("org.springframework.boot") version "4.0.0" apply false\n}\n';
    const { dockerfile } = await created({ ...gradle, 'build.gradle.kts': root, 'app/build.gradle.kts': 'plugins { id("org.springframework.boot") }\n' });
    expect(dockerfile).toContain('./gradlew --no-daemon :app:assemble');
    expect(dockerfile).toContain('find app/build/libs -maxdepth 1');
    expect(dockerfile).toContain('CMD ["java", "-jar", "app.jar"]');
  });
  test('modules of a root with sources are libraries', async () => {
    const files = { ...gradle, 'build.gradle.kts': 'plugins {\n  id("org.springframework.boot")\n}\n', 'src/main/java/Shop.java': '' };
    expect((await created(files)).dockerfile).toContain('./gradlew --no-daemon assemble');
  });
});

describe('Laravel', () => {
  const laravel = { 'composer.json': '{"require": {"php": "^8.2"}}', artisan: '#!', '.env.example': 'APP_KEY=\nDB_CONNECTION=mysql\n' };
  const vite = { 'package.json': '{"scripts": {"build": "vite build"}}', 'package-lock.json': '{}' };
  test('has a key in CI, and the extension of its database', async () => {
    const { ci, dockerfile } = await created(laravel);
    expect(ci).toMatch(/composer install --no-interaction --no-progress\n +cp \.env\.example \.env\n +php artisan key:generate\n/);
    expect(dockerfile).toContain('"pdo_mysql"');
    expect(dockerfile).not.toContain('AS assets');
  });
  test('has the assets that Vite builds', async () => {
    const { ci, dockerfile } = await created({ ...laravel, ...vite });
    expect(ci).toMatch(/npm ci\n +npm run build\n/);
    expect(dockerfile).toMatch(/FROM node:24-slim AS assets\n[\s\S]*RUN npm run build\n[\s\S]*COPY --from=assets \/var\/www\/public\/build public\/build\n/);
  });
  test('reports missing assets if npm has no lockfile', async () => {
    const { out, dockerfile } = await created({ ...laravel, 'package.json': vite['package.json'] });
    expect(dockerfile).not.toContain('AS assets');
    expect(out).toContain('The image has no assets');
  });
});

describe('a version', () => {
  const node = (range: string) => created({ 'package.json': JSON.stringify({ engines: { node: range } }) });
  test.each([
    ['>=14', ['24', '22']],
    ['>=18 <23', ['22']],
    ['^20.1.0 || ^22.4', ['22']],
    ['18 - 24', ['24', '22']],
    ['24.x', ['24']],
    ['>=26', ['26']],
    ['^16', ['16']],
  ])('range %s resolves to supported versions if it allows them', async (range, versions) => {
    const { config, dockerfile } = await node(range);
    expect(config).toContain(`versions: [${versions.map((version) => `'${version}'`).join(', ')}]`);
    expect(dockerfile).toContain(`FROM node:${versions[0]}-slim`);
  });
  test('that is end of life is reported', async () => {
    const endOfLife = /is end of life; the oldest supported version is/;
    expect((await node('^16')).out).toMatch(/Node 16 \(package\.json engines\) is end of life; the oldest supported version is 22\./);
    expect((await node('>=16')).out).not.toMatch(endOfLife);
    expect((await created({ 'requirements.txt': '', '.python-version': '3.8\n' })).out).toMatch(endOfLife);
    expect((await created({ 'Cargo.toml': '[package]\nname = "shop"\n' })).out).not.toMatch(endOfLife);
  });
});

describe('an existing Dockerfile', () => {
  const rails = { Gemfile: "gem 'rails'\n", 'Gemfile.lock': '    rails (8)\n', 'bin/rails': '' };
  test.each([
    ['FROM ruby:3.4 AS base\nWORKDIR /rails\nFROM base\nUSER 1000\n', "['/rails/tmp', '/rails/log']"],
    ['FROM ruby:3.4\nWORKDIR /srv\nWORKDIR shop\nUSER 1000\n', "['/srv/shop/tmp', '/srv/shop/log']"],
    ['FROM ruby:3.4\nWORKDIR $HOME\nUSER 1000\n', undefined],
    ['FROM ruby:3.4\nUSER 1000\n', undefined],
  ])('makes the paths of the framework writable', async (Dockerfile, paths) => {
    const { out, config } = await created({ ...rails, Dockerfile });
    if (paths === undefined) expect(config).not.toContain('writablePaths');
    else expect(config).toContain(`writablePaths: ${paths}`);
    expect(out.match(/root file system of the pods is read-only/g)).toHaveLength(1);
  });
});

test('the proposed Dockerfile beside an existing one runs the detected command', async () => {
  const { out, dockerfile } = await created({
    Gemfile: "gem 'puma'\ngem 'pg'\n",
    Procfile: 'web: bundle exec puma -C config/puma.rb\n',
    Dockerfile: 'FROM ruby:3.4\nUSER 1000\nEXPOSE 3000\n',
  });
  expect(dockerfile).toBe('FROM ruby:3.4\nUSER 1000\nEXPOSE 3000\n');
  expect(out).toContain('    CMD ["bundle", "exec", "puma", "-C", "config/puma.rb"]\n');
  expect(out).toMatch(/ {4}RUN apt-get .* libpq5 /);
});
