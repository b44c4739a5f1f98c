import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { detectProjects, type LanguageProject } from '../../src/detect/languages/index.ts';
import type { ProjectFiles } from '../../src/detect/languages/project.ts';
import { languages } from '../../src/languages/index.ts';

/** A folder in memory. */
function folder(files: Record<string, string>): ProjectFiles {
  return {
    text: (path) => files[path.replace(/^\.\//, '')],
    names: (at = '.') => {
      const below = Object.keys(files).flatMap((path) => (at === '.' ? [path] : path.startsWith(`${at}/`) ? [path.slice(at.length + 1)] : []));
      return [...new Set(below.map((path) => path.split('/')[0] ?? ''))].sort();
    },
  };
}

const detect = (files: Record<string, string>) => detectProjects(folder(files))[0];

/** Detected values as `value ← source`. */
function valuesOf(project: LanguageProject | undefined): Record<string, string> {
  if (project === undefined) return {};
  const { language, source, commands, startUnknown, projectUnknown: _, build, notes: __, ...detected } = project;
  const entries = Object.entries({ ...detected, ...commands, ...build }).map(([key, fact]) => [key, `${[fact.value].flat().join(' ')} ← ${fact.source}`]);
  return { language: `${language} ← ${source}`, ...(startUnknown === undefined ? {} : { start: 'unknown' }), ...Object.fromEntries(entries) };
}

describe('the server of a Python app', () => {
  const requirements = 'flask\ngunicorn\nfastapi\n';
  test.each<[string, string, string | undefined]>([
    ['src/orders/main.py', 'app = FastAPI()\n', 'uvicorn --app-dir src --host 0.0.0.0 --port 8080 orders.main:app'],
    ['src/main.py', 'api: FastAPI = FastAPI(title="x")\n', 'uvicorn --app-dir src --host 0.0.0.0 --port 8080 main:api'],
    ['reports/__init__.py', 'def create_app(config=None):\n    app = Flask(__name__)\n', 'gunicorn --bind 0.0.0.0:8080 reports:create_app()'],
    ['reports/__init__.py', 'def create_app(config):\n    return Flask(__name__)\n', undefined],
    ['tests/main.py', 'app = FastAPI()\n', undefined],
    ['__init__.py', 'app = Flask(__name__)\n', undefined],
  ])('%s: %s', (file, text, command) => {
    expect(detect({ 'requirements.txt': requirements, [file]: text })?.command?.value.join(' ')).toBe(command);
  });
});

describe('the health path of an app', () => {
  const routes = 'Rails.application.routes.draw do\n  get "up" => "rails/health#show", as: :health\nend\n';
  const production = 'config/environments/production.rb';
  const actuator = '<artifactId>spring-boot-starter-actuator</artifactId>';
  const settings = 'src/main/resources/application';
  test.each<[string, Record<string, string>, string | undefined, number | undefined]>([
    ['Rails', { Gemfile: '', 'config/routes.rb': routes }, '/up', undefined],
    ['Rails, no such route', { Gemfile: '', 'config/routes.rb': `# ${routes.split('\n')[1]}\n` }, undefined, undefined],
    ['Rails that sends every request to HTTPS', { Gemfile: '', 'config/routes.rb': routes, [production]: '  config.force_ssl = true\n' }, undefined, undefined],
    [
      'Rails behind a proxy with TLS',
      { Gemfile: '', 'config/routes.rb': routes, [production]: '  config.assume_ssl = true\n  config.force_ssl = true\n' },
      '/up',
      undefined,
    ],
    ['Laravel', { 'composer.json': '{}', 'bootstrap/app.php': "->withRouting(web: 'x', health: '/up')" }, '/up', undefined],
    ['Spring Boot', { 'pom.xml': actuator, [`${settings}.yml`]: 'server:\n  # x\n  port: ${PORT:8085}\n' }, '/actuator/health/readiness', 8085],
    ['Spring Boot, with a port of its own for it', { 'pom.xml': actuator, [`${settings}.properties`]: 'management.server.port=9000\n' }, undefined, undefined],
    ['Spring Boot that asks who is there', { 'pom.xml': `${actuator}<artifactId>spring-boot-starter-security</artifactId>` }, undefined, undefined],
    ['.NET', { 'Shop.csproj': '', 'Program.cs': 'app.MapHealthChecks("/healthz");\n' }, '/healthz', undefined],
    ['.NET that asks who is there', { 'Shop.csproj': '', 'Program.cs': 'app.MapHealthChecks("/healthz").RequireAuthorization();\n' }, undefined, undefined],
    ['Quarkus', { 'build.gradle': 'io.quarkus:quarkus-smallrye-health', [`${settings}.properties`]: 'quarkus.http.port=7000' }, '/q/health/ready', 7000],
  ])('%s', (_, files, health, port) => {
    const project = detect(files);
    expect([project?.health?.value, project?.port?.value]).toEqual([health, port]);
  });
});

test('paths of Laravel are writable', () => {
  expect(detect({ 'composer.json': '{}', artisan: '#!' })?.writablePaths?.value).toContain('storage/framework/views');
  expect(detect({ 'composer.json': '{}' })?.writablePaths).toBeUndefined();
});

describe('detection finds', () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    [
      'Node, with pnpm',
      {
        'package.json': '{"name": "@acme/shop", "packageManager": "pnpm@9.1.0", "engines": {"node": ">=22.4"}, "scripts": {"test": "vitest"}}',
        'yarn.lock': '',
      },
      {
        language: 'node ← package.json',
        name: 'shop ← package.json',
        packageManager: 'pnpm ← package.json packageManager',
        versions: '24 22 ← package.json engines',
        start: 'unknown',
      },
    ],
    [
      'NestJS, whose start script is for development, with Yarn 4',
      {
        'package.json':
          '{"packageManager": "yarn@4.9.1", "scripts": {"build": "nest build", "lint": "eslint", "test": "jest", "start": "nest start", "start:prod": "node dist/main"}}',
        'yarn.lock': '',
      },
      { language: 'node ← package.json', packageManager: 'yarn ← package.json packageManager', command: 'npm run start:prod ← package.json scripts' },
    ],
    [
      'Node, by its main file, with Yarn 1 by name',
      { 'package.json': '{"packageManager": "yarn@1.22.22", "main": "server.js", "scripts": {"build": "x", "lint": "x", "test": "x"}}', 'yarn.lock': '' },
      {
        language: 'node ← package.json',
        packageManager: 'yarn ← package.json packageManager',
        command: 'node server.js ← package.json main',
        install: 'yarn install --frozen-lockfile ← Yarn 1',
      },
    ],
    [
      'Node, with yarn and without scripts',
      { 'package.json': '{"scripts": {"build": "tsc"}}', 'yarn.lock': '', '.nvmrc': 'v20.11.0\n' },
      {
        language: 'node ← package.json',
        packageManager: 'yarn ← yarn.lock',
        versions: '20 ← .nvmrc',
        install: 'yarn install --frozen-lockfile ← Yarn 1',
        start: 'unknown',
        lint: ' ← package.json scripts',
        test: ' ← package.json scripts',
      },
    ],
    ['broken JSON', { 'package.json': '{' }, { language: 'node ← package.json', test: ' ← package.json scripts', start: 'unknown' }],
    [
      'Python, with Poetry and Django',
      {
        'pyproject.toml':
          '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "^3.12"\ngunicorn = "*"\n[tool.mypy]\nstrict = true\n[tool.poetry.group.dev.dependencies]\nmypy = "*"\n',
        'manage.py': '',
        'shop/wsgi.py': '',
      },
      {
        language: 'python ← pyproject.toml',
        name: 'shop ← pyproject.toml',
        versions: '3.14 3.12 ← pyproject.toml python',
        packageManager: 'poetry ← pyproject.toml [tool.poetry]',
        lint: 'poetry run mypy . ← pyproject.toml [tool.mypy]',
        test: 'poetry run python manage.py test ← manage.py',
        command: 'gunicorn --bind 0.0.0.0:8080 shop.wsgi ← shop/wsgi.py',
      },
    ],
    [
      'Python, with pip, FastAPI and no tests',
      {
        'requirements.txt': 'fastapi\nuvicorn[standard]>=0.30\n',
        'main.py': 'from fastapi import FastAPI\n\napi: FastAPI = FastAPI(title="x")\n',
        'ruff.toml': '',
      },
      {
        language: 'python ← requirements.txt',
        packageManager: 'pip ← requirements.txt',
        test: ' ← no pytest, no tests',
        command: 'uvicorn --host 0.0.0.0 --port 8080 main:api ← main.py',
      },
    ],
    [
      'Python, a package with extras',
      {
        'pyproject.toml': '[project]\nname = "shop"\nrequires-python = ">=3.11"\n[project.optional-dependencies]\ndev = [\n  "pytest",\n]\n',
        'shop/__main__.py': '',
      },
      {
        language: 'python ← pyproject.toml',
        name: 'shop ← pyproject.toml',
        versions: '3.14 3.11 ← pyproject.toml requires-python',
        install: "pip install '.[dev]' ← pyproject.toml optional-dependencies",
        command: 'python -m shop ← shop/__main__.py',
      },
    ],
    [
      'Java, with a wrapper and a parent',
      { 'pom.xml': '<project><parent><artifactId>boot</artifactId></parent><artifactId>shop</artifactId><java.version>1.8</java.version></project>', mvnw: '' },
      {
        language: 'java ← pom.xml',
        name: 'shop ← pom.xml artifactId',
        versions: '8 ← pom.xml java.version',
        packageManager: 'maven ← pom.xml',
        compile: './mvnw --batch-mode --no-transfer-progress compile ← mvnw',
        test: './mvnw --batch-mode --no-transfer-progress verify ← mvnw',
      },
    ],
    [
      'Java, with Gradle and its wrapper',
      {
        'build.gradle.kts': 'java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }',
        'settings.gradle.kts': 'rootProject.name = "shop"',
        gradlew: '',
        '.tool-versions': 'java temurin-25.0.1+8\n',
      },
      { language: 'java ← build.gradle.kts', name: 'shop ← settings.gradle.kts', versions: '25 ← .tool-versions', packageManager: 'gradle ← build.gradle.kts' },
    ],
    [
      'Java, with Gradle and no wrapper',
      { 'build.gradle': "sourceCompatibility = '17'" },
      {
        language: 'java ← build.gradle',
        versions: '17 ← build.gradle',
        packageManager: 'gradle ← build.gradle',
        compile: 'gradle assemble ← no gradlew',
        test: 'gradle check ← no gradlew',
      },
    ],
    [
      'Go, with several programs',
      {
        'go.mod': 'module github.com/acme/shop/v2\n\ngo 1.25.0\n\ntoolchain go1.26.1\n\ntool github.com/golangci/golangci-lint/v2/cmd/golangci-lint\n',
        'cmd/migrate/main.go': 'package main\n',
        'cmd/shop/main.go': '// Shop.\npackage main\n',
        'shop.go': 'package shop\n',
      },
      {
        language: 'go ← go.mod',
        name: 'shop ← go.mod',
        versions: '1.26 ← go.mod toolchain',
        lint: 'go tool golangci-lint run ← go.mod tool',
        command: 'shop ← cmd/shop',
      },
    ],
    [
      'Rust, with two linters',
      {
        'Cargo.toml': '[package]\nname = "shop" # the web shop\n\n[[bin]]\nname = "shopd"\n\n[lints.clippy]\nall = "deny"\n',
        'rust-toolchain.toml': '[toolchain]\nchannel = "1.95.0"\n',
        'rustfmt.toml': '',
      },
      {
        language: 'rust ← Cargo.toml',
        name: 'shop ← Cargo.toml',
        versions: '1.95.0 ← rust-toolchain.toml',
        lint: 'cargo fmt --check\ncargo clippy --locked --all-targets -- --deny warnings ← rustfmt.toml, Cargo.toml [lints.clippy]',
        command: 'shopd ← Cargo.toml',
      },
    ],
    ['Rust, any stable', { 'Cargo.toml': '[workspace]\nmembers = []\n', 'rust-toolchain': 'stable\n' }, { language: 'rust ← Cargo.toml', start: 'unknown' }],
    [
      'Rust, a workspace with one program that serves',
      {
        'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
        ...{ 'crates/x-server/Cargo.toml': '[package]\nname = "x-server"\n', 'crates/x-server/src/main.rs': '' },
        ...{ 'crates/x-cli/Cargo.toml': '[package]\nname = "x-cli"\n', 'crates/x-cli/src/main.rs': '' },
      },
      { language: 'rust ← Cargo.toml', command: 'x-server ← Cargo.toml' },
    ],
    [
      'Rust, a workspace with one program',
      {
        'Cargo.toml': '[workspace]\nmembers = ["crates/*", "xtask"]\n',
        'crates/api/Cargo.toml': '[package]\nname = "shop-api"\n[[bin]]\nname = "shop"\n',
        'crates/api/src/main.rs': '',
        'crates/core/Cargo.toml': '[package]\nname = "core"\n',
        'crates/core/src/lib.rs': '',
        'xtask/Cargo.toml': '[package]\nname = "xtask"\n',
      },
      { language: 'rust ← Cargo.toml', command: 'shop ← Cargo.toml' },
    ],
    [
      'Quarkus',
      { 'pom.xml': '<project><artifactId>shop</artifactId><dependency><groupId>io.quarkus</groupId></dependency></project>' },
      {
        language: 'java ← pom.xml',
        name: 'shop ← pom.xml artifactId',
        packageManager: 'maven ← pom.xml',
        command: 'java -jar quarkus-run.jar ← pom.xml io.quarkus',
      },
    ],
    [
      'Ruby on Rails',
      {
        Gemfile: "gem 'rails'\n",
        'Gemfile.lock':
          'GEM\n  specs:\n    pg (1.6.2)\n    propshaft (1.2.0)\n    rails (8.1.0)\n    rubocop (1.80.0)\n      pg\n\nRUBY VERSION\n   ruby 3.4.6p54\n',
        '.rubocop.yml': '',
        'bin/rails': '',
        'package.json': '{}',
        'test/models/a.rb': '',
      },
      {
        language: 'ruby ← Gemfile',
        versions: '3.4 ← Gemfile.lock',
        compile: 'RAILS_ENV=production SECRET_KEY_BASE_DUMMY=1 bin/rails assets:precompile ← propshaft in Gemfile.lock',
        lint: 'bundle exec rubocop ← .rubocop.yml',
        test: 'bin/rails db:test:prepare test ← bin/rails, test',
        command: 'bin/rails server --binding 0.0.0.0 --port 8080 ← bin/rails',
        packages: 'libpq5 ← pg in Gemfile.lock',
        writablePaths: 'tmp log ← bin/rails',
      },
    ],
    [
      'Ruby, with a Procfile',
      { Gemfile: "ruby '~> 3.3'\ngem 'puma'\n", Procfile: 'web: bundle exec puma -p ${PORT:-3000}\nworker: x\n', Rakefile: 'task :test\n' },
      { language: 'ruby ← Gemfile', versions: '3.3 ← Gemfile', test: 'bundle exec rake test ← Rakefile', command: 'bundle exec puma -p 8080 ← Procfile' },
    ],
    [
      'PHP',
      {
        'composer.json': '{"name": "acme/shop", "require": {"php": "^8.3"}, "require-dev": {"phpunit/phpunit": "*", "phpstan/phpstan": "*"}}',
        'phpstan.neon': '',
        'phpcs.xml': '',
      },
      {
        language: 'php ← composer.json',
        name: 'shop ← composer.json',
        versions: '8.4 8.3 ← composer.json php',
        lint: 'vendor/bin/phpstan analyse --no-progress ← phpstan.neon',
      },
    ],
    [
      '.NET',
      {
        'Shop.sln': '',
        'src/Shop.Web/Shop.Web.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"><TargetFramework>net9.0</TargetFramework></Project>',
        'src/Shop/Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk"></Project>',
        '.editorconfig': '[*.cs]\ncsharp_style_var_elsewhere = true\n',
      },
      {
        language: 'dotnet ← Shop.sln',
        name: 'Shop ← Shop.sln',
        lint: 'dotnet format --no-restore --verify-no-changes ← .editorconfig',
        command: 'dotnet Shop.Web.dll ← src/Shop.Web/Shop.Web.csproj',
        project: 'src/Shop.Web/Shop.Web.csproj ← src/Shop.Web/Shop.Web.csproj',
        versions: '9.0 ← src/Shop.Web/Shop.Web.csproj',
      },
    ],
  ])('%s', (_, files, expected) => {
    expect(valuesOf(detect(files))).toEqual(expected);
  });

  test('nothing without project files', () => {
    expect(detect({ 'README.md': '', Makefile: 'test:\n' })).toBeUndefined();
  });

  test('the language of the app first, then the one of its assets', () => {
    expect(detectProjects(folder({ 'package.json': '{}', 'go.mod': 'module x\n' })).map(({ language }) => language)).toEqual(['go', 'node']);
  });

  test('the command of a Procfile only if it needs no shell', () => {
    const command = (web: string) => detect({ Gemfile: '', Procfile: `web: ${web}\n` })?.command?.value;
    expect(command('bundle exec puma')).toEqual(['bundle', 'exec', 'puma']);
    for (const web of ['RAILS_ENV=production puma', 'puma -C $CONFIG', 'a && b', 'puma `x`', "sh -c 'puma'"]) expect(command(web), web).toBeUndefined();
  });
});

test('every language has its own file, a template and a test app', () => {
  const root = join(import.meta.dirname, '../..');
  const [files, templates, apps] = ['src/languages', 'templates/docker', 'test/apps'].map((path) => readdirSync(join(root, path)));
  for (const language of Object.keys(languages)) {
    expect(files).toContain(`${language}.ts`);
    expect(templates).toContain(`${language}.hbs`);
    expect(apps?.some((app) => app === language || app.startsWith(`${language}-`))).toBe(true);
  }
  const schema = JSON.parse(readFileSync(join(root, 'schemas/pipeline.schema.json'), 'utf8'));
  expect(schema.$defs.App.properties.language.enum.toSorted()).toEqual([...Object.keys(languages), 'custom'].toSorted());
  const managers = Object.values(languages).flatMap(({ packageManagers }) => packageManagers);
  expect(schema.$defs.Ci.properties.packageManager.enum.toSorted()).toEqual(managers.toSorted());
});

test('test apps use only public registries', () => {
  const apps = join(import.meta.dirname, '../apps');
  const locks = readdirSync(apps, { recursive: true, encoding: 'utf8' }).filter((path) => /lock|go\.sum/.test(path));
  expect(new Set(locks.map((path) => dirname(path).split('/')[0])).size).toBeGreaterThan(3);
  for (const lock of locks)
    for (const [, host] of readFileSync(join(apps, lock), 'utf8').matchAll(/https?:\/\/([^/"\s]+)/g))
      expect(['registry.npmjs.org', 'pypi.org', 'files.pythonhosted.org', 'github.com', 'rubygems.org'], lock).toContain(host);
});
