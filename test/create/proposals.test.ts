/** Whatever files a repository has, create proposes a valid config. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { collectAnswers } from '../../src/create/answers.ts';
import { pipelineOf } from '../../src/create/pipeline.ts';
import { detectFolder } from '../../src/detect/folder.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { validate } from '../../src/validate/validate.ts';
import { sample } from '../support/sample.ts';
import { temporaryFolder, write } from '../support/workspace.ts';

const names = fc.constantFrom('db', 'web', 'cache_1', 'cache-1', 'Mail', 'a.b', 'x'.repeat(60), '1', 'worker');
const variables = fc.constantFrom(
  'DATABASE_URL',
  'DB_HOST',
  'DB_PORT',
  'DB_USER',
  'DB_PASSWORD',
  'DB_NAME',
  'REDIS_URL',
  'CACHE_HOST',
  'CACHE_USER',
  'KEY',
  'API_KEY',
  'AUTH',
  'USER_PASS',
  'CREDENTIALS',
  'MY-NAME',
  'HOST',
  'SMTP_HOST',
  'S3_BUCKET',
  'AWS_ACCESS_KEY_ID',
  'PORT',
  'NODE_ENV',
  'passwordHash',
  'PASSPHRASE',
  'TOKENS',
);
const values = fc.oneof(
  fc.constantFrom(
    'postgres://u:p@db:5432/shop',
    'redis://cache_1/2',
    'postgresql+asyncpg://db/x',
    'mysql2://u:p@db:3306/shop',
    'mongodb+srv://db/x?w=majority',
    'amqp://guest:guest@cache_1//',
    'db',
    'localhost',
    'https://u:p@example.com',
    '${MISSING}',
    '${PORT:-80}',
    '',
    'true',
    '${',
  ),
  fc.string(),
);
const service = fc.record(
  {
    image: fc.constantFrom(
      'postgres',
      'postgres:9',
      'docker.io/library/postgres:17@sha256:aa',
      'redis:7',
      'mariadb:11.4-noble',
      'mysql:8',
      'mongo:7.0',
      'rabbitmq:4-management',
      'memcached',
      'valkey/valkey',
      'nginx',
      'shop',
      'minio/minio',
      'axllent/mailpit',
      '${I:-a/${B:-b}}',
      '',
    ),
    build: fc.oneof(
      fc.constantFrom('.', './web', '..', '/abs', 'a b'),
      fc.record({
        context: fc.constantFrom('web', '.'),
        dockerfile: fc.constantFrom('Dockerfile', '../x', 'docker/web.Dockerfile'),
        args: fc.dictionary(variables, values),
      }),
      fc.constant(null),
    ),
    ports: fc.array(
      fc.oneof(fc.constantFrom('80:3000', '3000', '9/udp', '127.0.0.1:1:2', '${P}', '0', '99999'), fc.integer(), fc.record({ target: fc.integer() })),
    ),
    environment: fc.oneof(
      fc.dictionary(variables, fc.oneof(values, fc.constant(null), fc.integer(), fc.boolean())),
      fc.array(fc.tuple(variables, values).map((pair) => pair.join('='))),
    ),
    command: fc.oneof(values, fc.array(fc.string())),
    entrypoint: fc.oneof(values, fc.array(fc.string())),
    user: fc.oneof(fc.constantFrom('node', '0', '1000:1000', '99999999999'), fc.integer()),
    healthcheck: fc.oneof(
      fc.record({
        test: fc.oneof(
          fc.string(),
          fc.array(fc.string()),
          fc.constantFrom('curl http://localhost/a?b', 'curl https://localhost:1', 'curl http://[::1]:99999/'),
        ),
        interval: fc.constantFrom('5s', '0s', '100h', 'x'),
        retries: fc.integer(),
        start_period: fc.constantFrom('1m', '1ms', ''),
      }),
      fc.record({ disable: fc.boolean() }),
    ),
    tmpfs: fc.oneof(fc.string(), fc.array(fc.constantFrom('/tmp', '/run:size=1', 'x'))),
    deploy: fc.record({
      replicas: fc.oneof(fc.integer(), fc.string()),
      resources: fc.dictionary(
        fc.constantFrom('limits', 'reservations'),
        fc.record({ cpus: fc.oneof(fc.double(), fc.string()), memory: fc.constantFrom('1k', '100M', '900mb', '2g', '0m', '-1', 'x') }),
      ),
    }),
    depends_on: fc.oneof(fc.array(names), fc.dictionary(names, fc.record({ condition: fc.constantFrom('service_healthy', 'service_completed_successfully') }))),
    extends: fc.oneof(names, fc.record({ service: names, file: fc.string() }), fc.record({ service: names })),
    scale: fc.oneof(fc.integer(), fc.string()),
    stop_grace_period: fc.constantFrom('5s', '1m30s', '100h', 'x', ''),
    restart: fc.constantFrom('no', 'always', ''),
    volumes: fc.array(fc.oneof(fc.string(), fc.constantFrom('data:/data', 'data:/data/a', './x:/etc/a.conf', '/a'), fc.record({ source: fc.string() }))),
  },
  { requiredKeys: [] },
);
const folder = fc.record(
  {
    'compose.yaml': fc.oneof(
      fc.dictionary(names, fc.oneof(service, fc.constant(null))).map((services) => stringify({ services })),
      fc.string(),
    ),
    '.env.example': fc.array(fc.tuple(variables, values).map((pair) => pair.join('='))).map((lines) => lines.join('\n')),
    Dockerfile: fc
      .array(
        fc.oneof(
          fc.constantFrom(
            'FROM x',
            'USER 0',
            'USER 5:5',
            'USER app',
            'EXPOSE 0',
            'EXPOSE 70000',
            'EXPOSE 80/udp 81',
            'HEALTHCHECK CMD curl http://localhost:1/x',
            'RUN a \\',
            '# c',
            'FROM x AS base',
            'FROM base',
            'ARG P=80',
            'EXPOSE $P',
            'USER $P',
            'VOLUME /data /tmp',
            'VOLUME ["/data/a", "/a b"]',
            'HEALTHCHECK --interval=9s --start-period=1m CMD curl https://localhost:99/x',
            'COPY <<EOF /x',
            'EOF',
          ),
          fc.string(),
        ),
      )
      .map((lines) => lines.join('\n')),
    Procfile: fc.array(fc.tuple(fc.oneof(names, fc.constant('release'), fc.string()), values).map((pair) => pair.join(': '))).map((lines) => lines.join('\n')),
    'package.json': fc.constant('{"name":"shop"}'),
  },
  { requiredKeys: [] },
);

test('the proposed config is valid, whatever the files say', async () => {
  const root = temporaryFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(folder, async (files) => {
      const app = join(root, `${run++}`, 'shop');
      write(app, files as Record<string, string>);
      const detected = detectFolder(app);
      const { answers } = await collectAnswers({ detected, preset: {}, yes: true });
      const { config } = await validate(pipelineOf(answers, detected).config);
      expect(resolve(config).components.length).toBeGreaterThan(0);
    }),
    { numRuns: sample(80, 300) },
  );
});
