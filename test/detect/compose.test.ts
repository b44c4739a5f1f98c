/** What create carries over from Compose files of published apps, and what it reports instead. */
import { describe, expect, test } from 'vitest';
import { detectedText } from '../../src/create/detected-text.ts';
import { proposedProviders, proposedServices } from '../../src/create/services.ts';
import { compose, config, database, read, unmapped } from './proposed.ts';

describe('an app with a published image', () => {
  test('is the service that depends on databases, not the proxy in front of it', () => {
    const detected = compose(`services:
  proxy: { image: acme.example/edge, links: [app, store] }
  app:
    image: ghcr.io/acme/app:1.2
    ports: ["80:3000"]
    environment: { DATABASE_URL: "postgres://a:b@db:5432/shop" }
    healthcheck: { test: "curl -f localhost:3000/api/health || exit 1" }
  store: { image: minio/minio }
  events: { image: "clickhouse/clickhouse-server:24" }
${database}`);
    expect(config(detected).components).toEqual({
      app: {
        ports: { http: { containerPort: 3000 } },
        readinessProbe: { httpGet: { path: '/api/health', port: 'http' } },
        env: { DATABASE_URL: { from: 'db.url' } },
      },
    });
    expect(unmapped(detected).filter((text) => /^services\.(proxy|events):/.test(text))).toHaveLength(2);
    expect(unmapped(detected)).toContain(
      'services.app.image: CI builds the image, but there is no Dockerfile yet. To use the published image: FROM ghcr.io/acme/app:1.2',
    );
  });

  test('uses the Dockerfile of the repository if there is one, and has workers with the same image', () => {
    const detected = compose(
      `services:
  web: { image: acme/app, depends_on: [db], ports: ["3000:3000"] }
  worker: { image: acme/app, depends_on: [web], command: worker }
${database}`,
      { Dockerfile: 'FROM node:24\nUSER 1000\n' },
    );
    expect(config(detected).components).toEqual({
      web: expect.objectContaining({ ports: { http: { containerPort: 3000 } }, runAsUser: 1000 }),
      worker: { args: ['worker'], runAsUser: 1000 },
    });
    expect(config(detected).images).toBeUndefined();
    expect(unmapped(detected).join('\n')).not.toContain('FROM acme/app');
  });

  test('can be the only service', () => {
    expect(Object.keys(config(compose('services: { status: { image: acme/status, ports: ["3001:3001"] } }')).components ?? {})).toEqual(['status']);
  });

  test('with two images builds the second from a folder of its name', () => {
    const detected = compose(`services:
  api: { image: acme/api, ports: ["80:80"], environment: { DB_HOST: db } }
  web: { image: acme/web, ports: ["81:81"], depends_on: [api] }
${database}`);
    expect(config(detected).images).toEqual({ shop: {}, 'shop-web': { context: 'web', dockerfile: 'web/Dockerfile' } });
  });
});

test('a named volume is writable, a mount of the host is not', () => {
  const detected = compose(`services:
  app:
    image: acme/app
    scale: 2
    ports: ["80:3000"]
    tmpfs: /run
    volumes:
      - data:/var/lib/app
      - ./config:/etc/app:ro
      - { type: volume, source: media, target: /srv/media }
      - cache:/tmp
      - /home/app/.cache
`);
  expect(config(detected).components?.app?.writablePaths).toEqual(['/run', '/var/lib/app', '/srv/media', '/home/app/.cache']);
  expect(unmapped(detected).filter((text) => text.includes('is lost with the pod'))).toHaveLength(3);
});

test('paths of the framework are writable, besides those in the files', () => {
  const files = { Gemfile: "gem 'rails'", 'bin/rails': '#!', Dockerfile: 'FROM ruby\nWORKDIR /rails\n' };
  const detected = compose(
    'services:\n  web: { build: ., ports: ["80:80"], volumes: ["storage:/rails/storage", "logs:/rails/log"] }\n  job: { build: ., command: x, tmpfs: [/rails/tmp/] }\n',
    files,
  );
  expect(config(detected).components).toMatchObject({
    web: { volumes: { storage: { mountPath: '/rails/storage' } }, writablePaths: ['/rails/log', '/rails/tmp'] },
    job: { writablePaths: ['/rails/tmp/', '/rails/log'] },
  });
});

test('folders that the framework needs exist below a volume, although it starts empty', () => {
  const files = { 'composer.json': '{}', artisan: '#!', Dockerfile: 'FROM php\nWORKDIR /app\n' };
  const { web } = config(compose('services: { web: { build: ., ports: ["80:80"], volumes: ["x:/app/storage"] } }', files)).components ?? {};
  expect(web?.volumes).toEqual({ x: { mountPath: '/app/storage', size: '1Gi' } });
  expect(web?.writablePaths).toContain('/app/storage/framework/views');
});

describe('a named volume', () => {
  test('is proposed, for one pod', () => {
    const detected = compose(
      'services: { web: { build: ., ports: ["80:80"], volumes: ["data:/data", "my media:/srv/media", "log:/app/log", "gems:/usr/local/bundle"] } }',
    );
    expect(config(detected).components?.web).toMatchObject({
      mode: 'standalone',
      volumes: { data: { mountPath: '/data', size: '1Gi' }, 'my-media': { mountPath: '/srv/media', size: '1Gi' } },
      writablePaths: ['/app/log'],
    });
    expect(unmapped(detected)).toEqual([
      expect.stringMatching(/^services\.web\.volumes: \/app\/log is writable/),
      'services.web.volumes: files that the app reads belong in the image',
    ]);
    expect(detectedText(detected)).toMatch(/volume my-media +\/srv\/media +compose\.yaml:1\n/);
  });
  test('is not proposed if several processes or pods write to it', () => {
    const detected = compose(`services:
  web: { build: ., ports: ["80:80"], volumes: ["media:/media"] }
  worker: { build: ., command: work, volumes: ["media:/media"] }
  many: { build: ., command: x, deploy: { replicas: 2 }, volumes: ["more:/more"] }
  once: { build: ., command: y, restart: "no", volumes: ["alone:/alone"] }
`);
    expect(Object.values(config(detected).components ?? {}).some(({ volumes }) => volumes !== undefined)).toBe(false);
    expect(config(detected).components?.web).toMatchObject({ writablePaths: ['/media'] });
    const shared = /^services\.(web|worker)\.volumes: web and worker share \/media: add volumes: .*ReadWriteMany/;
    expect(unmapped(detected).slice(0, 2)).toEqual([expect.stringMatching(shared), expect.stringMatching(shared)]);
    expect(detectedText(detected).split('Not carried over')[0]).toMatch(/\/media[\s\S]*\/more[\s\S]*\/alone/);
  });
});

test('three processes of one published image share a build', () => {
  const detected = compose(`services:
  api: { image: acme/api, environment: { REDIS_HOST: cache } }
  web: { image: acme/site, environment: { REDIS_HOST: cache, API: "http://api:80" }, ports: ["80:80"] }
  worker: { image: acme/site, environment: { REDIS_HOST: cache }, command: worker }
  cache: { image: redis }
`);
  expect(config(detected).images).toEqual({ shop: {}, 'shop-api': { context: 'api', dockerfile: 'api/Dockerfile' } });
});

test('components connect to each other by the names of their Services', () => {
  const detected = compose(`services:
  web:
    build: web
    ports: ["80:8000"]
    environment: { API_URL: "http://api:8080/v1", API_HOST: api-1, API_WRONG_URL: "http://api:9999", SITE: "http://site", NAME: api }
  api: { build: api, container_name: api-1, expose: [8080] }
  site: { build: site, expose: [80] }
`);
  expect(config(detected).components?.web?.env).toEqual({
    API_URL: 'http://shop-api:8080/v1',
    API_HOST: 'shop-api',
    API_WRONG_URL: 'fill-in',
    SITE: 'http://shop-site',
    NAME: 'api',
  });
});

test.each([
  ['an address', '', '{ API_URL: "http://api:8000" }'],
  ['an order', 'depends_on: [api], ', '{}'],
])('the route leads to the component that depends on the others by %s', (_, dependsOn, environment) => {
  const detected = compose(`services:
  api: { build: api, ports: ["8000:8000"], depends_on: [db] }
  site: { build: site, ${dependsOn}ports: ["80:80"], environment: ${environment} }
  worker: { build: api, command: work, depends_on: [db] }
${database}`);
  expect(config(detected).routes).toEqual({ public: { component: 'site', port: 'http' } });
});

test('nested defaults of variables are resolved', () => {
  const detected = compose(`services:
  app:
    build: .
    environment:
      MONGO: "\${MONGO:-mongodb://\${HOST:-files.example}:\${PORT_:-27017}/x}"
      DATABASE_URL: postgres://a:\${PASSWORD}@db:5432/shop
  db: { image: "postgres:\${VERSION:-15.3}" }
`);
  expect(detected.services).toEqual([expect.objectContaining({ type: 'postgresql', version: '15' })]);
  expect(config(detected).components?.app?.env).toEqual({ MONGO: 'mongodb://files.example:27017/x', DATABASE_URL: { from: 'db.url' } });
});

describe('in a file for development', () => {
  const text = `services:
  base: &base { build: { context: ., args: { NODE_ENV: development, EDITION: full } }, env_file: .env }
  web: { <<: *base, ports: ["80:3000"] }
  worker: { <<: *base, image: other, command: worker }
`;
  test('a template service is ignored', () => {
    expect(Object.keys(config(compose(text)).components ?? {})).toEqual(['web', 'worker']);
    expect(unmapped(compose(text)).join('\n')).not.toContain('services.base');
    expect(Object.keys(config(compose('services:\n  a: &a { build: . }\n  b: { <<: *a, command: x }\n')).components ?? {})).toEqual(['a', 'b']);
  });
  test('development mode is not built into the image', () => {
    expect(config(compose(text)).images).toEqual({ shop: { args: { EDITION: 'full' } } });
  });
  test('the example replaces env_file, even if Compose uses one of its variables', () => {
    const detected = compose(`${text}  cache: { image: redis, command: "redis-server --requirepass $REDIS_PASSWORD" }\n`, {
      '.env.example': 'MODE=x\nREDIS_PASSWORD=\nREDIS_HOST=cache\n',
    });
    const env = { MODE: 'x', REDIS_HOST: { from: 'cache.host' }, REDIS_PASSWORD: { from: 'cache.password' } };
    expect(config(detected).components).toMatchObject({ web: { env }, worker: { env } });
    expect(unmapped(detected).join('\n')).not.toContain('env_file');
  });
  test('other Compose files are reported', () => {
    expect(unmapped(compose(text, { 'docker-compose.production.yaml': '', 'compose.test.yaml': '' }))).toContain(
      'another Compose file: not read, because compose.yaml was: create-gitops-app import compose docker-compose.production.yaml reads it instead',
    );
  });
});

test('only the image of the app gets the detected command', () => {
  const detected = compose('services:\n  web: { build: ., ports: ["80:80"] }\n  docs: { build: docs }\n', { 'package.json': '{"main": "server.js"}' });
  expect(config(detected).images).toMatchObject({ shop: { command: ['node', 'server.js'] } });
  expect(config(detected).images?.['shop-docs']?.command).toBeUndefined();
});

test('a Dockerfile in a Docker folder is built from the top', () => {
  expect(config(read({ Gemfile: '', 'docker/Dockerfile': 'FROM x\nCOPY . .\n' })).images).toEqual({ shop: { dockerfile: 'docker/Dockerfile' } });
  expect(config(read({ 'docker/Dockerfile': 'FROM x\nCOPY site .\n', 'docker/site/index.html': '' })).images).toEqual({
    shop: { context: 'docker', dockerfile: 'docker/Dockerfile' },
  });
});

test('keys with other names in the config are carried over', () => {
  const detected = compose(`services:
  web: { build: ., stop_grace_period: 1m30s, scale: 3, environment: { DATABASE_URL: "postgres://db/shop?schema=public" } }
  worker: { build: ., command: x, stop_grace_period: 1s }
  db: { image: "pgvector/pgvector:pg17" }
  maps: { image: "postgis/postgis:16-3.4" }
`);
  expect(config(detected).components?.web).toMatchObject({ terminationGracePeriodSeconds: 90, replicas: 3 });
  expect(proposedServices(detected.services).auxiliaryServices).toEqual({
    db: { type: 'postgresql', version: '17', extensions: ['vector'], parameters: { schema: 'public' } },
    maps: { type: 'postgresql', version: '16' },
  });
  expect(unmapped(detected).map((text) => text.split(':')[0])).toEqual(['services.worker.stop_grace_period', 'services.maps.image']);
});

test('databases, caches and brokers are detected by their images', () => {
  const detected = compose(`services:
  web:
    build: .
    environment:
      DATABASE_URL: "mysql://shop:shop@db/shop"
      DB_HOST: db
      DB_NAME: orders
      BROKER_URL: "amqp://guest:guest@broker:5672"
      MEMCACHED_HOST: pages
      MONGO_URL: "mongodb://root:example@documents:27017/orders"
  db: { image: "mariadb:10.11", environment: { MARIADB_DATABASE: orders } }
  old: { image: "mysql:8.0.39-debian", environment: [MYSQL_DATABASE=shop] }
  broker: { image: "rabbitmq:3.13-management" }
  pages: { image: "memcached:alpine" }
  documents: { image: "mongo:7.0", environment: { MONGO_INITDB_DATABASE: orders } }
`);
  expect(proposedServices(detected.services).auxiliaryServices).toEqual({
    db: { type: 'mariadb', version: '10.11', database: 'orders' },
    old: { type: 'mysql', version: '8.0', database: 'shop' },
    broker: { type: 'rabbitmq', version: '3.13' },
    pages: { type: 'memcached' },
    documents: { type: 'mongodb', version: '7.0', database: 'orders' },
  });
  expect(config(detected).components?.web?.env).toEqual({
    DATABASE_URL: { from: 'db.url' },
    DB_HOST: { from: 'db.host' },
    DB_NAME: { from: 'db.database' },
    BROKER_URL: { from: 'broker.url' },
    MEMCACHED_HOST: { from: 'pages.host' },
    MONGO_URL: { from: 'documents.url' },
  });
  const { pages, db } = proposedProviders('shop', 'prod', detected.services).auxiliaryServices ?? {};
  expect([pages, db]).toEqual([
    { provider: 'external', host: 'pages.fill-in' },
    { provider: 'external', host: 'db.fill-in', secret: { name: 'shop-db', keys: { username: 'username', password: 'password' } } },
  ]);
});

test('a service that exits is a job of each release', () => {
  const detected = compose(`services:
  web: { build: ., ports: ["80:80"], depends_on: { migrate: { condition: service_completed_successfully } } }
  migrate: { build: ., command: bin/migrate, environment: { DATABASE_URL: "postgres://db/shop" } }
${database}`);
  expect(Object.keys(config(detected).components ?? {})).toEqual(['web']);
  expect(config(detected).jobs).toEqual({ migrate: { args: ['bin/migrate'], env: { DATABASE_URL: { from: 'db.url' } } } });
});

test('data volumes differ from files of the image', () => {
  const detected = compose(`services:
  web:
    build: .
    scale: 2
    volumes:
      - data:/var/lib/app
      - \${UPLOADS:-./up}:/uploads
      - .:/app
      - ./config.yaml:/etc/app.yaml:ro
      - /var/run/docker.sock:/var/run/docker.sock
      - { type: bind, source: ./files, target: /files }
      - { type: tmpfs, target: /cache }
`);
  expect(unmapped(detected).map((text) => text.replace('services.web.volumes: ', ''))).toEqual([
    expect.stringMatching(/^\/var\/lib\/app is writable, .* volumes: { data: { mountPath: '\/var\/lib\/app', size } }/),
    expect.stringContaining("volumes: { data: { mountPath: '/uploads', size } }"),
    'files that the app reads belong in the image',
    'files that the app reads belong in the image',
    'a pod has no access to files of its node',
    expect.stringContaining("volumes: { data: { mountPath: '/files', size } }"),
    expect.stringContaining('/cache is writable'),
  ]);
  expect(config(detected).components?.web?.writablePaths).toEqual(['/var/lib/app', '/cache']);
  // First, because it is about data.
  expect(detectedText(detected)).toMatch(/\n\nData that is lost with each pod.*\n.*\/var\/lib\/app.*\n.*\/uploads.*\n.*\/files.*\n\nNot carried over/);
});

test('CPU and memory are carried over', () => {
  const detected = compose(`services:
  web:
    build: .
    deploy: { resources: { limits: { cpus: "0.50", memory: 1G }, reservations: { memory: 256M } } }
  small: { build: ., command: a, mem_limit: 64m }
  odd: { build: ., command: b, mem_limit: 64m, mem_reservation: 1g }
`);
  expect(config(detected).components).toMatchObject({
    web: { resources: { requests: { memory: '256Mi' }, limits: { cpu: '500m', memory: '1Gi' } } },
    small: { resources: { requests: { memory: '64Mi' }, limits: { memory: '64Mi' } } },
    odd: { resources: { requests: { memory: '64Mi' }, limits: { memory: '64Mi' } } },
  });
  expect(unmapped(detected)).toEqual([]);
});

test('extends is resolved in the same file; other files are not read', () => {
  const detected = compose(`services:
  base: { build: ., environment: { A: a, B: b } }
  web: { extends: base, environment: { B: c }, ports: ["80:80"] }
  far: { extends: { file: far.yaml, service: base } }
  round: { extends: about, build: . }
  about: { extends: round }
`);
  expect(config(detected).components?.web?.env).toEqual({ A: 'a', B: 'c' });
  expect(unmapped(detected)).toContain('services.far: it extends a service in another file, which was not read: import the output of `docker compose config`');
});

test('unsupported values are reported and ignored', () => {
  const detected = compose(`services:
  web: { build: ., ports: ["3000-3005:3000-3005", "53:53/udp", "80:8080"], command: null, healthcheck: { test: NONE } }
  site: { build: "https://git.example/site.git" }
  other: { build: ../other }
`);
  expect(config(detected).components).toEqual({ web: expect.objectContaining({ ports: { http: { containerPort: 8080 } } }) });
  expect(detected.unmapped.map(({ key }) => key)).toEqual(['services.web.ports', 'services.web.ports', 'services.site.build', 'services.other.build']);
  expect(unmapped(compose('services:\n\tweb: x\n'))).toEqual(['the whole file: it is not YAML, or has no services']);
});

test('a command with quotes needs no shell', () => {
  const detected = compose(`services:\n  web: { build: ., command: 'sh -c "migrate && serve"' }\n`);
  expect(config(detected).components?.web?.args).toEqual(['sh', '-c', 'migrate && serve']);
});

describe('a server of unknown type', () => {
  const detected = () =>
    compose(`services:
  web:
    build: .
    environment:
      NATS_URL: nats://nats:4222
      SEARCH_HOST: search
      SEARCH_KEY: x
      BROKERS: kafka:9092
      PAGES_URL: http://pages:8000
      PLAIN_URL: http://plain
  nats: { image: nats }
  search: { image: getmeili/meilisearch, expose: [7700] }
  kafka: { image: apache/kafka }
  pages: { image: gotenberg/gotenberg }
  plain: { image: acme/plain }
  seq: { image: datalust/seq, ports: ["80:80"] }
  proxy: { image: nginx, ports: ["80:80"], depends_on: [web] }
`);
  test('is a custom service if a variable has its address, so that the NetworkPolicy allows it', () => {
    expect(proposedServices(detected().services).auxiliaryServices).toEqual(
      Object.fromEntries(['nats', 'search', 'kafka', 'pages', 'plain'].map((name) => [name, { type: 'custom' }])),
    );
    expect(proposedProviders('shop', 'dev', detected().services).auxiliaryServices).toMatchObject({
      nats: { provider: 'external', host: 'nats.dev.fill-in', port: 4222 },
      search: { provider: 'external', host: 'search.dev.fill-in', port: 7700 },
      kafka: { provider: 'external', host: 'kafka.dev.fill-in', port: 9092 },
      pages: { provider: 'external', host: 'pages.dev.fill-in', port: 8000 },
      plain: { provider: 'external', host: 'plain.dev.fill-in', port: 80 },
    });
    expect(config(detected()).components?.web?.env).toEqual({
      ...{ NATS_URL: 'fill-in', BROKERS: 'fill-in', PAGES_URL: 'fill-in', PLAIN_URL: 'fill-in' },
      ...{ SEARCH_HOST: { from: 'search.host' }, SEARCH_KEY: { secretKeyRef: { name: 'shop-env', key: 'SEARCH_KEY' } } },
    });
    expect(unmapped(detected())).toContain(
      'services.nats: deploy it separately: set its address in environments.*.auxiliaryServices.nats, and in the variables that contain more than its host or port',
    );
  });
  test('is only reported if no variable refers to it, as is a proxy', () => {
    expect(unmapped(detected())).toContainEqual(expect.stringMatching(/^services\.seq: datalust\/seq is not a known service: .* HTTPS$/));
    expect(unmapped(detected())).toContainEqual(expect.stringMatching(/^services\.proxy: nginx is a reverse proxy/));
  });
});

describe('parameters of a URL', () => {
  const detected = (web: string, worker = web) =>
    compose(`services:
  web: { build: ., environment: { DATABASE_URL: "postgres://a:b@db/shop?${web}" } }
  worker: { build: ., command: x, environment: { DB_DSN: "postgresql://a:b@db/shop?${worker}" } }
${database}`);
  const db = (web: string, worker?: string) => {
    const { services } = detected(web, worker);
    const values = [proposedServices(services), proposedProviders('shop', 'dev', services), proposedProviders('shop', 'prod', services)];
    return values.map(({ auxiliaryServices }) => (auxiliaryServices?.db as { parameters?: object } | undefined)?.parameters);
  };
  test('apply to the database if all its URLs have them', () => {
    expect(db('schema=public&pool_max_conns=10', 'schema=public&pool_max_conns=5')).toEqual([{ schema: 'public' }, undefined, undefined]);
    expect(unmapped(detected('schema=public&limit=5', 'schema=public'))).toEqual([
      'DATABASE_URL: limit=5 is not in every URL of db, or not allowed in the config, which has one URL for all',
    ]);
  });
  test('about TLS apply to the provider that they fit', () => {
    expect(db('sslmode=disable')).toEqual([undefined, { sslmode: 'disable' }, undefined]);
    expect(db('sslmode=require')).toEqual([undefined, undefined, { sslmode: 'require' }]);
  });
  test('that may be secret or have any value are reported', () => {
    expect(db('password=x&user=y&options=${X}&a=b;c')).toEqual([undefined, undefined, undefined]);
  });
});

describe('object stores and mail servers', () => {
  const detected = () =>
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
  test('are services in the config, and variables come from them', () => {
    expect(config(detected()).components?.web?.env).toEqual({
      SMTP_ADDRESS: { from: 'mail.host' },
      SMTP_PORT: { from: 'mail.port' },
      S3_ENDPOINT: { from: 'store.endpoint' },
      AWS_ACCESS_KEY_ID: { from: 'store.accessKeyId' },
      AWS_SECRET_ACCESS_KEY: { from: 'store.secretAccessKey' },
      S3_BUCKET_NAME: { from: 'store.bucket' },
      AWS_REGION: { from: 'store.region' },
    });
  });
  test('are external in every environment', () => {
    expect(proposedProviders('shop', 'dev', detected().services).auxiliaryServices).toMatchObject({
      store: { provider: 'external', host: 'store.dev.fill-in', bucket: 'fill-in' },
      mail: { provider: 'external', host: 'mail.dev.fill-in' },
    });
  });
});
