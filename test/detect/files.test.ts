/** What create carries over from example variables, Dockerfiles and Procfiles. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { detectFolder } from '../../src/detect/folder.ts';
import { toLabel } from '../../src/detect/label.ts';
import { temporaryFolder, write } from '../support/workspace.ts';
import { compose, config, database, read, unmapped } from './proposed.ts';

describe('the example file of variables', () => {
  test('a server on a default port of localhost is a service', () => {
    const detected = read({
      'package.json': '{}',
      '.env.production.sample': [
        ...['PG_HOST=localhost', 'PG_PORT=5432', 'PG_USER=shop', 'CACHE_HOST=127.0.0.1', 'CACHE_PORT=6379'],
        ...['OTHER_HOST=127.0.0.1', 'OTHER_PORT=1521', 'LEGACY_HOST=localhost', 'LEGACY_PORT=3306', 'MAIL_HOST=127.0.0.1', 'PORT=3000'],
      ].join('\n'),
    });
    expect(detected.services.map(({ name, type }) => [name, type])).toEqual([
      ['db', 'postgresql'],
      ['cache', 'redis'],
      ['db-mysql', 'mysql'],
      ['mail', 'smtp'],
    ]);
    expect(config(detected).components?.web).toMatchObject({
      ports: { http: { containerPort: 3000 } },
      env: {
        PG_HOST: { from: 'db.host' },
        PG_USER: { from: 'db.username' },
        CACHE_HOST: { from: 'cache.host' },
        OTHER_HOST: 'fill-in',
        OTHER_PORT: '1521',
        LEGACY_HOST: { from: 'db-mysql.host' },
        MAIL_HOST: { from: 'mail.host' },
      },
    });
  });

  test('a URL determines the type of a service; differences from the generated URL are reported', () => {
    const detected = read({
      'package.json': '{}',
      '.env.example': [
        ...[
          'MONGO_URL=mongodb+srv://u:p@cluster.example.com/shop',
          'AMQP_URL=amqp://guest:guest@localhost:5672/orders',
          'SQL_URL=mysql2://root@localhost/shop',
        ],
        ...['MEMCACHED_HOST=localhost', 'MEMCACHED_PORT=11211'],
      ].join('\n'),
    });
    expect(detected.services.map(({ name, type, database: own }) => [name, type, own])).toEqual([
      ['documents', 'mongodb', 'shop'],
      ['queue', 'rabbitmq', undefined],
      ['db', 'mysql', 'shop'],
      ['memcached', 'memcached', undefined],
    ]);
    expect(config(detected).components?.web?.env).toEqual({
      MONGO_URL: { from: 'documents.url' },
      AMQP_URL: { from: 'queue.url' },
      MEMCACHED_HOST: { from: 'memcached.host' },
      MEMCACHED_PORT: { from: 'memcached.port' },
    });
    expect(unmapped(detected).filter((text) => /^(?:AMQP|SQL)_URL/.test(text))).toEqual([
      'AMQP_URL: the generated URL has no virtual host: it was orders and is now /',
      'SQL_URL: the generated URL has no driver: compose it from db.host and the other outputs',
    ]);
  });

  test('the one for tests is not read', () => {
    expect(read({ '.env.test.example': 'A=b\n' }).components).toEqual([]);
  });
});

test('a folder inside a repository is reported, because GitHub ignores its workflows', () => {
  const root = temporaryFolder();
  write(root, { '.git/HEAD': 'ref: refs/heads/main\n', 'apps/web/package.json': '{}' });
  expect(detectFolder(join(root, 'apps/web')).unmapped).toEqual([
    expect.objectContaining({ source: '../..', reason: expect.stringContaining('top of a repository') }),
  ]);
  expect(detectFolder(root).unmapped).toEqual([]);
});

describe('an app in a sub-folder', () => {
  const go = { 'backend/go.mod': 'module example.com/shop\n\ngo 1.25\n', 'backend/main.go': 'package main\n' };
  const ui = { 'frontend/package.json': '{ "name": "ui" }' };
  const found = (files: Record<string, string>) => {
    const { workingDirectory, project, otherLanguages } = read(files);
    return [workingDirectory?.value, project?.language, otherLanguages.map(({ source }) => source)];
  };

  test('is detected if the top has no project, server folders first', () => {
    expect(read({ ...go, ...ui }).workingDirectory).toEqual({ value: 'backend', source: 'backend/go.mod' });
    expect(found({ ...go, ...ui })).toEqual(['backend', 'go', ['frontend/package.json']]);
    expect(found({ 'deep/er/package.json': '{}' })).toEqual(['deep/er', 'node', []]);
    expect(found({ ...go, 'package.json': '{}' })).toEqual([undefined, 'node', []]);
  });

  test('is the one that the image is built from', () => {
    expect(found({ ...go, ...ui, 'frontend/Dockerfile': 'FROM node\nEXPOSE 3000\n' })).toEqual(['frontend', 'node', ['backend/go.mod']]);
    expect(found({ ...go, ...ui, Dockerfile: 'FROM golang\nCOPY backend .\n' })).toEqual(['backend', 'go', []]);
  });

  test('is not detected if the top has another build system', () => {
    expect(found({ 'mix.exs': '', 'assets/package.json': '{}' })).toEqual([undefined, undefined, []]);
    expect(found({ Dockerfile: 'FROM gcc\nCOPY . .\n', ...ui })).toEqual([undefined, undefined, []]);
  });

  test('is built and tested there; images only set other folders', () => {
    const propose = (files: Record<string, string>) => config(read(files)).images;
    const docker = { 'backend/Dockerfile': 'FROM golang\nEXPOSE 8000\n' };
    expect(propose({ ...go, ...ui })).toBeUndefined();
    expect(propose({ ...go, ...docker })).toBeUndefined();
    expect(propose({ ...go, ...docker, ...ui, 'frontend/Dockerfile': 'FROM nginx\n' })).toEqual({
      shop: {},
      'shop-frontend': { context: 'frontend', dockerfile: 'frontend/Dockerfile' },
    });
    expect(propose({ ...go, Dockerfile: 'FROM golang\nCOPY backend .\n' })).toEqual({ shop: { context: '.', dockerfile: 'Dockerfile' } });
  });
});

test('the image at the top is kept besides one of a folder', () => {
  const services = 'services:\n  api:\n    build: .\n    ports: ["8000:8000"]\n  web:\n    build: ./web\n    ports: ["3000:3000"]\n';
  const proposed = config(compose(services, { Dockerfile: 'FROM node\n', 'web/Dockerfile': 'FROM nginx\n' }));
  expect(proposed.images).toEqual({ shop: {}, 'shop-web': { context: 'web', dockerfile: 'web/Dockerfile' } });
  expect(proposed.components).toMatchObject({ api: { ports: {} }, web: { image: 'shop-web' } });
});

describe('a variable', () => {
  const env = (variables: string) => {
    const detected = compose(`services:\n  web:\n    build: .\n    environment:\n${variables}${database}`);
    return { env: config(detected).components?.web?.env, unmapped: unmapped(detected) };
  };
  test('with a listen address is kept, one with localhost is not', () => {
    expect(env('      ADDRESS: 0.0.0.0:9000\n      HOST: "::"\n      API_HOST: localhost\n').env).toEqual({
      ADDRESS: '0.0.0.0:9000',
      HOST: '::',
      API_HOST: 'fill-in',
    });
  });
  test('about a secret is not a secret', () => {
    const found = env('      TOKEN_TTL: 3600\n      MAX_TOKENS: 1024\n      SECRET_NAME: a\n      APP_TOKENS: b\n      AWS_ACCESS_KEY_ID: c\n').env;
    const secrets = Object.entries(found ?? {}).filter(([, value]) => typeof value === 'object');
    expect(secrets.map(([name]) => name)).toEqual(['APP_TOKENS', 'AWS_ACCESS_KEY_ID']);
  });
  test('that enables debugging is not carried over', () => {
    const found = env('      APP_DEBUG: "true"\n      DEBUG: ""\n      DEBUG_LEVEL: "1"\n');
    expect(found.env).toEqual({ DEBUG_LEVEL: '1' });
    expect(found.unmapped).toContain("APP_DEBUG: 'true' is for development");
  });
  test('with the path of a mounted secret becomes the secret itself', () => {
    expect(env('      DB_HOST: db\n      DB_PASSWORD_FILE: /run/secrets/a\n      LICENCE_FILE: /run/secrets/b\n      MODE_FILE: /etc/mode\n').env).toEqual({
      DB_HOST: { from: 'db.host' },
      DB_PASSWORD: { from: 'db.password' },
      LICENCE: { secretKeyRef: { name: 'shop-env', key: 'LICENCE' } },
      MODE_FILE: '/etc/mode',
    });
  });
});

test('a server starts on the detected port', () => {
  const detected = read({ Gemfile: 'gem "rails"\n', 'Gemfile.lock': '    rails (8)\n', 'bin/rails': '', '.env.example': 'PORT=3000\n' });
  expect(config(detected).images).toEqual({ shop: { command: ['bin/rails', 'server', '--binding', '0.0.0.0', '--port', '3000'] } });
  expect(config(read({ Gemfile: 'gem "sinatra"\n', '.env.example': 'PORT=4567\n' })).images?.shop?.command?.at(-1)).toBe('tcp://0.0.0.0:4567');
});

describe('a named user of a Dockerfile', () => {
  test.each([
    ['RUN addgroup -g 5 g && adduser --system --uid 1001 web', 1001],
    ['RUN adduser -S web -u 1002 -G g; echo done', 1002],
    ['ARG UID="991"\nRUN useradd -l -u "${UID}" \\\n  -m web', 991],
    ['RUN useradd --uid=1003 web', 1003],
    ['RUN useradd -u 1004 other', undefined],
    ['RUN useradd web', undefined],
  ])('by %s', (line, uid) => {
    const detected = read({ Dockerfile: `FROM node:24 AS base\n${line}\nFROM base\nEXPOSE 80\nUSER web:web\n` });
    expect(config(detected).components?.web?.runAsUser).toBe(uid);
  });
});

test('each part of a monorepo has its own example variables', () => {
  const detected = read({
    'apps/web/Dockerfile': 'FROM x\nEXPOSE 3000\n',
    'apps/web/.env.example': 'DATABASE_URL=postgres://a:b@localhost:5432/portal\nMODE=x\n',
    'apps/api/Dockerfile': 'FROM x\nEXPOSE 4000\n',
  });
  expect(config(detected).components).toMatchObject({
    web: { env: { DATABASE_URL: { from: 'db.url' }, MODE: 'x' } },
    api: expect.not.objectContaining({ env: {} }),
  });
  expect(detected.services).toMatchObject([{ type: 'postgresql', database: 'portal' }]);
});

test('the health path of a framework also applies with a command from Compose', () => {
  const files = { Gemfile: "gem 'rails'", 'bin/rails': '#!', 'config/routes.rb': 'get "up" => "rails/health#show"\n', Dockerfile: 'FROM ruby\n' };
  const detected = compose('services: { web: { build: ., command: rails s -p 3000, ports: ["3000:3000"] } }', files);
  expect(config(detected).components?.web).toMatchObject({ ports: { http: { containerPort: 3000 } }, readinessProbe: { httpGet: { path: '/up' } } });
});

describe('a Procfile', () => {
  const Procfile = 'web: gunicorn shop.wsgi\nworker: celery -A shop worker\nrelease: python manage.py migrate\nshell: a && b\n';
  test('adds workers and release jobs', () => {
    const detected = read({ 'requirements.txt': 'gunicorn', Procfile, '.env.example': 'MODE=x\n' });
    expect(config(detected)).toMatchObject({
      images: { shop: { command: ['gunicorn', 'shop.wsgi'] } },
      components: {
        web: { ports: { http: { containerPort: 8080 } }, env: { MODE: 'x' } },
        worker: { args: ['celery', '-A', 'shop', 'worker'], env: { MODE: 'x' } },
      },
      jobs: { release: { args: ['python', 'manage.py', 'migrate'], env: { MODE: 'x' } } },
    });
    expect(unmapped(detected)).toEqual(['shell: it needs a shell: set it as args of a component, with the shell']);
  });
  test('adds processes that the Compose file does not run', () => {
    const beside = (text: string) => compose(`services:\n  web: { build: ., ports: ["80:80"], environment: { MODE: x } }\n${text}`, { Procfile });
    const detected = beside('');
    expect(config(detected)).toMatchObject({
      components: { web: {}, worker: { args: ['celery', '-A', 'shop', 'worker'], env: { MODE: 'x' } } },
      jobs: { release: { args: ['python', 'manage.py', 'migrate'] } },
    });
    expect(unmapped(detected)).toEqual(['shell: it needs a shell: set it as args of a component, with the shell']);
    const same = beside('  tasks: { build: ., command: celery -A shop worker -c 4 }\n  migrate: { build: ., restart: "no", command: "./migrate" }\n');
    expect(Object.keys(config(same).components ?? {})).toEqual(['web', 'tasks']);
    expect(Object.keys(config(same).jobs ?? {})).toEqual(['migrate']);
    expect(unmapped(same)).toContain('worker: tasks in the Compose file runs it already');
    expect(unmapped(same)).toContain('release: migrate in the Compose file runs it already');
  });
  test('does not duplicate a web process with the same program', () => {
    const Procfile = 'web: bin/rails server\nrelease: bin/rails db:migrate\n';
    const detected = compose('services: { web: { build: ., command: bundle exec rails s, ports: ["80:80"] } }', { Procfile });
    expect(config(detected).jobs).toEqual({ release: { args: ['bin/rails', 'db:migrate'] } });
  });
  test('is ignored if each folder has its own image', () => {
    expect(Object.keys(config(read({ Procfile, 'api/Dockerfile': 'FROM x' })).components ?? {})).toEqual(['api']);
  });
});

test('names avoid reserved device names of Windows', () => {
  expect([toLabel('con'), toLabel('COM1'), toLabel('contact')]).toEqual(['con-0', 'com1-0', 'contact']);
});

describe('the version of the language', () => {
  const project = (range: string) => `[project]\nname = "shop"\nrequires-python = "${range}"\n`;
  const versions = (files: Record<string, string>) => read(files).project?.versions;

  test('is the one of the image first, then others in the range', () => {
    const Dockerfile = 'ARG PYTHON=3.12\nFROM node:22 AS assets\nFROM python:${PYTHON}-slim\nUSER 1000\n';
    expect(versions({ 'pyproject.toml': project('>=3.11'), Dockerfile })).toEqual({
      value: ['3.12', '3.14', '3.11'],
      source: 'Dockerfile:3, pyproject.toml requires-python',
    });
    expect(versions({ 'pyproject.toml': project('>=3.11'), Dockerfile: 'FROM python:3.14\n' })?.value).toEqual(['3.14', '3.11']);
    expect(versions({ 'package.json': '{ "name": "shop" }', Dockerfile: 'FROM docker.io/library/node:22.11-slim\n' })).toEqual({
      value: ['22'],
      source: 'Dockerfile:1',
    });
  });

  test('stays pinned', () => {
    expect(versions({ 'pyproject.toml': project('>=3.11'), '.python-version': '3.13\n', Dockerfile: 'FROM python:3.12\n' })?.value).toEqual(['3.13']);
  });
});
