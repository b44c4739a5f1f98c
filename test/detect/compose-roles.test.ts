/** Which services of a Compose file are the app, and which Compose file is read. */
import { describe, expect, test } from 'vitest';
import { compose, config, database, read, unmapped } from './proposed.ts';

const names = (detected: Parameters<typeof config>[0]) => [Object.keys(config(detected).components ?? {}), Object.keys(config(detected).jobs ?? {})];

describe('a service that only runs once', () => {
  const init = '  init: { build: ./tools, command: ./init, restart: "no" }\n';
  test('does not hide the published app', () => {
    const detected = compose(`services:\n${init}  app: { image: ghcr.io/acme/app, ports: ["8000:8000"], depends_on: [db, init] }\n${database}`, {
      Dockerfile: 'FROM x\nUSER 1000\n',
      'tools/Dockerfile': 'FROM y\nUSER 1001\n',
    });
    expect(names(detected)).toEqual([['app'], ['init']]);
    expect(config(detected).components?.app).toMatchObject({ ports: { http: { containerPort: 8000 } }, runAsUser: 1000 });
    expect(config(detected).images).toEqual({ shop: {}, 'shop-init': { context: 'tools', dockerfile: 'tools/Dockerfile' } });
  });
  test('is never a component; an unused Dockerfile is reported', () => {
    const detected = compose(`services:\n${init}  web: { build: ./tools, restart: "no" }\n`, { Dockerfile: 'FROM x\n', 'tools/Dockerfile': 'FROM y\n' });
    expect(names(detected)).toEqual([['app'], ['init', 'web']]);
    expect(unmapped(detected)).toContain('long-running process: every detected process exits: app is a placeholder for the one that keeps running');
    expect(unmapped(detected).join('\n')).toContain('Dockerfile: no process in compose.yaml is built from it');
  });
  test('is marked if its command needs a shell', () => {
    const detected = compose('services:\n  web: { build: ., ports: ["80:80"] }\n  once: { build: ., restart: "no", command: "a && b" }\n');
    expect(config(detected).jobs?.once?.args).toEqual(['fill-in']);
  });
});

test('a published app behind a built server is a process of the app', () => {
  const behind = (web: string) =>
    compose(`services:
  app: { image: "nextcloud:fpm", volumes: ["data:/var/www"], environment: { REDIS_HOST: cache }, depends_on: [cache] }
  web: { build: ./web, ports: ["80:80"], volumes: ["data:/var/www:ro"], depends_on: ${web} }
  cron: { image: "nextcloud:fpm", entrypoint: /cron.sh, depends_on: [cache] }
  cache: { image: redis }
`);
  expect(names(behind('[app]'))[0]).toEqual(['web', 'app', 'cron']);
  expect(config(behind('[app]')).components?.cron).toMatchObject({ image: 'shop-app', command: ['/cron.sh'] });
  // A built service with a database is the app.
  expect(names(behind('[app, cache]'))[0]).toEqual(['web']);
});

describe('a third-party service, if the app is not in the file', () => {
  const text = `services:\n${database}  traces: { image: acme/traces, ports: ["9411:9411"] }\n`;
  const pom = '<project><artifactId>orders</artifactId></project>';
  test('is not the app if there are sources', () => {
    const detected = compose(text, { 'pom.xml': pom, 'src/main/resources/application.properties': 'server.port=8081\n' });
    expect(config(detected).components).toMatchObject({ web: { ports: { http: { containerPort: 8081 } } } });
    expect(unmapped(detected).join('\n')).toContain('services.traces: acme/traces is not a known service');
    expect(names(compose(text, { 'backend/pom.xml': pom }))[0]).toEqual(['web']);
  });
  test('is the app if it has its name, or nothing else can be', () => {
    expect(names(compose('services: { x: { image: "acme/orders:1", ports: ["80:80"] } }', { 'pom.xml': pom }))[0]).toEqual(['x']);
    expect(names(compose(text))[0]).toEqual(['traces']);
  });
});

test('the only process of an image listens on the port of its Dockerfile, whatever its command', () => {
  const text = (more: string) => compose(`services:\n  web: { build: ., command: serve }\n${more}`, { Dockerfile: 'FROM x\nEXPOSE 8000\n' });
  expect(config(text('')).components?.web?.ports).toEqual({ http: { containerPort: 8000 } });
  expect(config(text('  other: { build: ., command: work }\n')).components?.web?.ports).toBeUndefined();
});

test('a scheduler runs in a single pod', () => {
  const detected = compose(
    'services:\n  web: { build: ., ports: ["80:80"] }\n  beat: { build: ., command: run }\n  b: { build: ., command: celery -A x beat }\n',
  );
  expect(Object.entries(config(detected).components ?? {}).map(([, { mode }]) => mode)).toEqual([undefined, 'standalone', 'standalone']);
});

describe('the start command', () => {
  test('is carried over completely or not at all', () => {
    const detected = compose(`services:
  web: { build: ., ports: ["80:80"], entrypoint: [/bin/start], command: "a && b" }
  api: { build: api, ports: ["81:81"], entrypoint: "a && b", command: [serve] }
  worker: { build: ., entrypoint: [/bin/start], command: "a && b" }
`);
    expect(config(detected).components?.web).not.toHaveProperty('command');
    expect(config(detected).components?.api).not.toHaveProperty('args');
    expect(unmapped(detected).filter((text) => text.includes('the other half'))).toHaveLength(2);
    // The default command of its image would start a second web.
    expect(config(detected).components?.worker).toMatchObject({ command: ['/bin/start'], args: ['fill-in'] });
  });
  test('is not a command for development', () => {
    const start = (more: string, start: string) => config(compose(`services:\n  web: { build: ., ${more} command: ${start} }\n`)).components?.web?.args;
    const commands = [
      'python manage.py runserver 0:80',
      'npm run dev',
      'pnpm dev',
      'bin/dev',
      'dotnet watch run',
      'php artisan serve',
      'flask --app x run --debug',
    ];
    for (const command of commands) {
      expect(start('ports: ["80:80"],', command), command).toBeUndefined();
      // The default command of the image would start another process.
      expect(start('', command), command).toEqual(['fill-in']);
    }
    expect(start('', 'gunicorn x --reload')).toEqual(['gunicorn', 'x']);
    expect(start('', 'npm run devices')).toEqual(['npm', 'run', 'devices']);
  });
  test('contains no host that only the Compose network resolves', () => {
    const detected = compose(`services:
  web:
    build: .
    ports: ["80:80"]
    command: ["sh", "-c", "until </dev/tcp/db/5432; do :; done; ./wait-for-it.sh db:5432 -- dockerize -wait tcp://db:5432 app:80 db.example:1"]
  worker: { build: ., command: pg_isready -h db }
${database}`);
    expect(config(detected).components?.web?.args?.[2]).toBe(
      'until </dev/tcp/fill-in/5432; do :; done; ./wait-for-it.sh fill-in:5432 -- dockerize -wait tcp://fill-in:5432 app:80 db.example:1',
    );
    expect(config(detected).components?.worker?.args).toEqual(['pg_isready', '-h', 'fill-in']);
    expect(unmapped(detected).filter((text) => text.includes('only the Compose network resolves db'))).toHaveLength(2);
  });
});

describe('the Compose file to read', () => {
  const development = 'services: { web: { build: ., ports: ["3000:3000"], command: dev } }';
  test('is the one for production if it is complete', () => {
    const production = 'services: { web: { image: acme/shop, ports: ["80:8000"] } }';
    const detected = read({ 'docker-compose.yaml': development, 'docker-compose.production.yaml': production });
    expect(config(detected).components?.web).not.toHaveProperty('args');
    expect(unmapped(detected)).toContain(
      'another Compose file: not read, because docker-compose.production.yaml was: create-gitops-app import compose docker-compose.yaml reads it instead',
    );
    const override = read({ 'compose.yaml': development, 'compose.prod.yaml': 'services: { web: { restart: always } }' });
    expect(config(override).components?.web?.args).toEqual(['dev']);
  });
  test('can be in a Docker folder, with its example variables', () => {
    const detected = read({
      'manage.py': '',
      'docker/docker-compose.yml': 'services: { web: { build: { context: .., dockerfile: docker/Dockerfile }, ports: ["8000:8000"], env_file: .env } }',
      'docker/Dockerfile': 'FROM x\nCOPY manage.py .\n',
      'docker/.env.example': 'MODE=x\n',
    });
    expect(config(detected)).toMatchObject({ images: { shop: { dockerfile: 'docker/Dockerfile' } }, components: { web: { env: { MODE: 'x' } } } });
    expect(Object.keys(config(read({ 'docker/Dockerfile': 'FROM x\nCOPY . .\n' })).components ?? {})).toEqual(['web']);
  });
});

test('the build context of a sub-folder follows the COPY paths of its Dockerfile', () => {
  const text = 'services:\n  web: { image: acme/web, ports: ["80:80"], depends_on: [db] }\n  streaming: { image: acme/streaming, depends_on: [db] }\n';
  const detected = compose(`${text}${database}`, {
    Dockerfile: 'FROM x\n',
    'yarn.lock': '',
    'streaming/Dockerfile': 'FROM x\nCOPY yarn.lock ./\nCOPY streaming ./\n',
  });
  expect(config(detected).images).toEqual({ shop: {}, 'shop-streaming': { dockerfile: 'streaming/Dockerfile' } });
});

test('variables of other services are not variables of the app', () => {
  const detected = compose(
    'services:\n  web: { build: ., ports: ["80:80"], environment: [TZ] }\n  db: { image: "postgres:16", environment: [POSTGRES_USER, TZ] }\n',
    {
      '.env.example': 'TZ=UTC\nPOSTGRES_USER=me\nMODE=x\n',
    },
  );
  expect(config(detected).components?.web?.env).toEqual({ TZ: 'UTC', MODE: 'x' });
});

test('the container port is known even if the host port is not', () => {
  expect(config(compose('services: { web: { build: ., ports: ["${APP_PORT}:8065"] } }')).components?.web?.ports).toEqual({ http: { containerPort: 8065 } });
});

test('everything that is not carried over has a reason', () => {
  const detected = compose(`services:
  web:
    build: .
    ports: ["80:80"]
    extends: { file: common.yaml, service: web }
    volumes: ["./config.toml:/etc/app/config.toml", "./conf.d:/etc/app/conf.d"]
    environment: { EMPTY: "", NONE: }
  db: { image: "postgres:13-alpine" }
`);
  expect(unmapped(detected)).toEqual([
    expect.stringMatching(/^services\.web\.extends: it extends a service in another file/),
    'services.web.volumes: add the file to the image, or to files: /etc/app/config.toml',
    expect.stringContaining('if the app keeps data in /etc/app/conf.d'),
    expect.stringContaining('services.db.image: version 13-alpine is not supported'),
    'EMPTY: it has no value',
    'NONE: its value comes from the shell that starts Compose: add it to env if the app needs it',
  ]);
});
