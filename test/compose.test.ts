/** What create takes over from the files that say how an app runs, as published apps have them, and what it lists instead. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { proposedComponents } from '../src/create/components.ts';
import { proposedProviders, proposedServices } from '../src/create/services.ts';
import { detectFolder, type FolderFacts } from '../src/detect/folder.ts';
import { temporaryFolder, write } from './workspace.ts';

function read(files: Record<string, string>): FolderFacts {
  const root = temporaryFolder();
  write(root, files);
  return detectFolder(root);
}

const compose = (text: string, more: Record<string, string> = {}) => read({ 'compose.yaml': text, ...more });
const config = (facts: FolderFacts) => proposedComponents('shop', facts).config;
const left = (facts: FolderFacts) => facts.left.map(({ key, why }) => `${key}: ${why}`);

const database = '  db:\n    image: postgres:16\n';

describe('an app that the compose file takes from a registry', () => {
  test('is the service that needs the databases beside it; a proxy in front of it is not', () => {
    const facts = compose(`services:
  proxy: { image: acme.example/edge, links: [app, store] }
  app:
    image: ghcr.io/acme/app:1.2
    ports: ["80:3000"]
    environment: { DATABASE_URL: "postgres://a:b@db:5432/shop" }
    healthcheck: { test: "curl -f localhost:3000/api/health || exit 1" }
  store: { image: minio/minio }
  events: { image: "clickhouse/clickhouse-server:24" }
${database}`);
    expect(config(facts).components).toEqual({
      app: {
        ports: { http: { containerPort: 3000 } },
        readinessProbe: { httpGet: { path: '/api/health', port: 'http' } },
        env: { DATABASE_URL: { from: 'db.url' } },
      },
    });
    expect(left(facts).filter((text) => /^services\.(proxy|events):/.test(text))).toHaveLength(2);
    expect(left(facts)).toContain(
      'services.app.image: CI builds the image, and there is no Dockerfile yet. To run the published one: FROM ghcr.io/acme/app:1.2',
    );
  });

  test('has its Dockerfile in the repository where there is one, and workers by the same image', () => {
    const facts = compose(
      `services:
  web: { image: acme/app, depends_on: [db], ports: ["3000:3000"] }
  worker: { image: acme/app, depends_on: [web], command: worker }
${database}`,
      { Dockerfile: 'FROM node:24\nUSER 1000\n' },
    );
    expect(config(facts).components).toEqual({
      web: expect.objectContaining({ ports: { http: { containerPort: 3000 } }, runAsUser: 1000 }),
      worker: { args: ['worker'], runAsUser: 1000 },
    });
    expect(config(facts).images).toBeUndefined();
    expect(left(facts).join('\n')).not.toContain('FROM acme/app');
  });

  test('alone in its file', () => {
    expect(Object.keys(config(compose('services: { status: { image: acme/status, ports: ["3001:3001"] } }')).components ?? {})).toEqual(['status']);
  });

  test('two images: the second is built from a folder of its name', () => {
    const facts = compose(`services:
  api: { image: acme/api, ports: ["80:80"], environment: { DB_HOST: db } }
  web: { image: acme/web, ports: ["81:81"], depends_on: [api] }
${database}`);
    expect(config(facts).images).toEqual({ shop: {}, 'shop-web': { context: 'web', dockerfile: 'web/Dockerfile' } });
  });
});

test('three processes of one published image are built once', () => {
  const facts = compose(`services:
  api: { image: acme/api, environment: { REDIS_HOST: cache } }
  web: { image: acme/site, environment: { REDIS_HOST: cache, API: "http://api:80" }, ports: ["80:80"] }
  worker: { image: acme/site, environment: { REDIS_HOST: cache }, command: worker }
  cache: { image: redis }
`);
  expect(config(facts).images).toEqual({ shop: {}, 'shop-api': { context: 'api', dockerfile: 'api/Dockerfile' } });
});

test('components know each other by the names of their Services', () => {
  const facts = compose(`services:
  web:
    build: web
    ports: ["80:8000"]
    environment: { API_URL: "http://api:8080/v1", API_HOST: api-1, API_WRONG_URL: "http://api:9999", SITE: "http://site", NAME: api }
  api: { build: api, container_name: api-1, expose: [8080] }
  site: { build: site, expose: [80] }
`);
  expect(config(facts).components?.web?.env).toEqual({
    API_URL: 'http://shop-api:8080/v1',
    API_HOST: 'shop-api',
    API_WRONG_URL: 'fill-in',
    SITE: 'http://shop-site',
    NAME: 'api',
  });
});

test('defaults of variables are followed, also inside of each other', () => {
  const facts = compose(`services:
  app:
    build: .
    environment:
      MONGO: "\${MONGO:-mongodb://\${HOST:-files.example}:\${PORT_:-27017}/x}"
      DATABASE_URL: postgres://a:\${PASSWORD}@db:5432/shop
  db: { image: "postgres:\${VERSION:-15.3}" }
`);
  expect(facts.services).toEqual([expect.objectContaining({ type: 'postgresql', version: '15' })]);
  expect(config(facts).components?.app?.env).toEqual({ MONGO: 'mongodb://files.example:27017/x', DATABASE_URL: { from: 'db.url' } });
});

test('what the config has other names for is taken over', () => {
  const facts = compose(`services:
  web: { build: ., stop_grace_period: 1m30s, scale: 3, environment: { DATABASE_URL: "postgres://db/shop?schema=public" } }
  worker: { build: ., command: x, stop_grace_period: 1s }
  db: { image: "pgvector/pgvector:pg17" }
  maps: { image: "postgis/postgis:16-3.4" }
`);
  expect(config(facts).components?.web).toMatchObject({ terminationGracePeriodSeconds: 90, replicas: 3 });
  expect(proposedServices(facts.services).auxiliaryServices).toEqual({
    db: { type: 'postgresql', version: '17', extensions: ['vector'] },
    maps: { type: 'postgresql', version: '16' },
  });
  expect(left(facts).map((text) => text.split(':')[0])).toEqual(['services.worker.stop_grace_period', 'services.maps.image', 'DATABASE_URL']);
});

test('a service that ends is a job of each release', () => {
  const facts = compose(`services:
  web: { build: ., ports: ["80:80"], depends_on: { migrate: { condition: service_completed_successfully } } }
  migrate: { build: ., command: bin/migrate, environment: { DATABASE_URL: "postgres://db/shop" } }
${database}`);
  expect(Object.keys(config(facts).components ?? {})).toEqual(['web']);
  expect(config(facts).jobs).toEqual({ migrate: { args: ['bin/migrate'], env: { DATABASE_URL: { from: 'db.url' } } } });
});

test('CPU and memory are taken over', () => {
  const facts = compose(`services:
  web:
    build: .
    deploy: { resources: { limits: { cpus: "0.50", memory: 1G }, reservations: { memory: 256M } } }
  small: { build: ., command: a, mem_limit: 64m }
`);
  expect(config(facts).components).toMatchObject({
    web: { resources: { requests: { memory: '256Mi' }, limits: { cpu: '500m', memory: '1Gi' } } },
    small: { resources: { requests: { memory: '64Mi' }, limits: { memory: '64Mi' } } },
  });
  expect(left(facts)).toEqual([]);
});

test('what a service extends in the same file is its own; another file is not read', () => {
  const facts = compose(`services:
  base: { build: ., environment: { A: a, B: b } }
  web: { extends: base, environment: { B: c }, ports: ["80:80"] }
  far: { extends: { file: far.yaml, service: base } }
`);
  expect(config(facts).components?.web?.env).toEqual({ A: 'a', B: 'c' });
  expect(left(facts)).toContain('services.far: what it extends is in another file, which was not read: import what `docker compose config` prints');
});

test('a command in quotes needs no shell to be read', () => {
  const facts = compose(`services:\n  web: { build: ., command: 'sh -c "migrate && serve"' }\n`);
  expect(config(facts).components?.web?.args).toEqual(['sh', '-c', 'migrate && serve']);
});

describe('object stores and mail servers', () => {
  const facts = () =>
    compose(`services:
  web:
    build: .
    environment:
      SMTP_ADDRESS: mail
      SMTP_PORT: 1025
      S3_ENDPOINT: http://store:9000
      AWS_ACCESS_KEY_ID: minio
      AWS_SECRET_ACCESS_KEY: minio123
      S3_BUCKET_NAME: uploads
      AWS_REGION: us-east-1
  store: { image: quay.io/minio/minio }
  mail: { image: axllent/mailpit }
`);
  test('are services of the config, and the variables come from them', () => {
    expect(config(facts()).components?.web?.env).toEqual({
      SMTP_ADDRESS: { from: 'mail.host' },
      SMTP_PORT: { from: 'mail.port' },
      S3_ENDPOINT: { from: 'store.endpoint' },
      AWS_ACCESS_KEY_ID: { from: 'store.accessKeyId' },
      AWS_SECRET_ACCESS_KEY: { from: 'store.secretAccessKey' },
      S3_BUCKET_NAME: { from: 'store.bucket' },
      AWS_REGION: { from: 'store.region' },
    });
  });
  test('run elsewhere in every environment', () => {
    expect(proposedProviders('shop', 'dev', facts().services).auxiliaryServices).toMatchObject({
      store: { provider: 'external', host: 'store.dev.fill-in', bucket: 'fill-in' },
      mail: { provider: 'external', host: 'mail.dev.fill-in' },
    });
  });
});

describe('the file of example variables', () => {
  test('a server on the usual port of this machine is a service, each by its own port', () => {
    const facts = read({
      'package.json': '{}',
      '.env.production.sample': [
        ...['PG_HOST=localhost', 'PG_PORT=5432', 'PG_USER=shop', 'CACHE_HOST=127.0.0.1', 'CACHE_PORT=6379'],
        ...['OTHER_HOST=127.0.0.1', 'OTHER_PORT=3306', 'MAIL_HOST=127.0.0.1', 'PORT=3000'],
      ].join('\n'),
    });
    expect(facts.services.map(({ name, type }) => [name, type])).toEqual([
      ['db', 'postgresql'],
      ['cache', 'redis'],
      ['mail', 'smtp'],
    ]);
    expect(config(facts).components?.web).toMatchObject({
      ports: { http: { containerPort: 3000 } },
      env: {
        PG_HOST: { from: 'db.host' },
        PG_USER: { from: 'db.username' },
        CACHE_HOST: { from: 'cache.host' },
        OTHER_HOST: 'fill-in',
        OTHER_PORT: '3306',
        MAIL_HOST: { from: 'mail.host' },
      },
    });
  });

  test('that of the tests is not read', () => {
    expect(read({ '.env.test.example': 'A=b\n' }).components).toEqual([]);
  });
});

test('a folder in the middle of a repository is told that GitHub would not see it', () => {
  const root = temporaryFolder();
  write(root, { '.git/HEAD': 'ref: refs/heads/main\n', 'apps/web/package.json': '{}' });
  expect(detectFolder(join(root, 'apps/web')).left).toEqual([
    expect.objectContaining({ source: '../..', why: expect.stringContaining('top of a repository') }),
  ]);
  expect(detectFolder(root).left).toEqual([]);
});

describe('a variable', () => {
  const env = (variables: string) => {
    const facts = compose(`services:\n  web:\n    build: .\n    environment:\n${variables}${database}`);
    return { env: config(facts).components?.web?.env, left: left(facts) };
  };
  test('that says where the app listens is kept, one that names this machine is not', () => {
    expect(env('      ADDRESS: 0.0.0.0:9000\n      HOST: "::"\n      API_HOST: localhost\n').env).toEqual({
      ADDRESS: '0.0.0.0:9000',
      HOST: '::',
      API_HOST: 'fill-in',
    });
  });
  test('that turns debugging on does not reach production', () => {
    const found = env('      APP_DEBUG: "true"\n      DEBUG: ""\n      DEBUG_LEVEL: "1"\n');
    expect(found.env).toEqual({ DEBUG_LEVEL: '1' });
    expect(found.left).toContain("APP_DEBUG: 'true' is for a developer's machine");
  });
  test('that names a mounted secret becomes one that has it', () => {
    expect(env('      DB_HOST: db\n      DB_PASSWORD_FILE: /run/secrets/a\n      LICENCE_FILE: /run/secrets/b\n      MODE_FILE: /etc/mode\n').env).toEqual({
      DB_HOST: { from: 'db.host' },
      DB_PASSWORD: { from: 'db.password' },
      LICENCE: { secretKeyRef: { name: 'shop-env', key: 'LICENCE' } },
      MODE_FILE: '/etc/mode',
    });
  });
});

test('a server that is started on a port is started on the one that was read', () => {
  const facts = read({ Gemfile: 'gem "rails"\n', 'Gemfile.lock': '    rails (8)\n', 'bin/rails': '', '.env.example': 'PORT=3000\n' });
  expect(config(facts).images).toEqual({ shop: { command: ['bin/rails', 'server', '--binding', '0.0.0.0', '--port', '3000'] } });
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
    const facts = read({ Dockerfile: `FROM node:24 AS base\n${line}\nFROM base\nEXPOSE 80\nUSER web:web\n` });
    expect(config(facts).components?.web?.runAsUser).toBe(uid);
  });
});

describe('a Procfile', () => {
  const Procfile = 'web: gunicorn shop.wsgi\nworker: celery -A shop worker\nrelease: python manage.py migrate\nshell: a && b\n';
  test('gives the workers, and what runs with each release', () => {
    const facts = read({ 'requirements.txt': 'gunicorn', Procfile, '.env.example': 'MODE=x\n' });
    expect(config(facts)).toMatchObject({
      images: { shop: { command: ['gunicorn', 'shop.wsgi'] } },
      components: {
        web: { ports: { http: { containerPort: 8080 } }, env: { MODE: 'x' } },
        worker: { args: ['celery', '-A', 'shop', 'worker'], env: { MODE: 'x' } },
      },
      jobs: { release: { args: ['python', 'manage.py', 'migrate'], env: { MODE: 'x' } } },
    });
    expect(left(facts)).toEqual(['shell: a shell must read it: give it as args of a component, with the shell']);
  });
  test('says nothing where a compose file does, or where each folder has an image of its own', () => {
    expect(Object.keys(config(compose('services: { web: { build: . } }', { Procfile })).components ?? {})).toEqual(['web']);
    expect(Object.keys(config(read({ Procfile, 'api/Dockerfile': 'FROM x' })).components ?? {})).toEqual(['api']);
  });
});
