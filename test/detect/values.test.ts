/** How create interprets values of variables. */
import { describe, expect, test } from 'vitest';
import { compose, config, read, unmapped } from './proposed.ts';

const env = (lines: string, services = '') =>
  config(compose(`services:\n  web: { build: ., ports: ["80:80"] }\n${services}`, { '.env.example': lines })).components?.web?.env;

describe('the example file of variables', () => {
  test('supports variables in values, quotes, escapes and multi-line values', () => {
    const lines = [
      ...['NAME=shop', 'TITLE="The ${NAME} \\"one\\""', "RAW='${NAME} $x'", 'LINES="a', 'b" # c', 'PRICE="\\$5"', 'SITE=${NAME}.example:${UNKNOWN}'],
      ...['OPEN="never', 'LAST=${NAME}#x # y'],
    ].join('\n');
    expect(env(lines)).toEqual({
      ...{ NAME: 'shop', TITLE: 'The shop "one"', RAW: '${NAME} $x', LINES: 'a\nb', PRICE: '$5', SITE: 'fill-in' },
      ...{ OPEN: '"never', LAST: 'shop#x' },
    });
  });
  test('composes a URL from its parts', () => {
    expect(env('U=me\nDATABASE_URL=postgres://${U}@db:5432/x\n', '  db: { image: "postgres:16" }\n')).toMatchObject({ DATABASE_URL: { from: 'db.url' } });
  });
});

test.each([
  ...['BROKER=cache:6379', 'CONNECTION=Server=db;Database=x', 'DSN=host=db user=x', 'ORIGINS=a.example:1,cache:6379'],
  ...['HOSTS_LIST=localhost,127.0.0.1', 'ORIGINS=["http://localhost:3000", "http://127.0.0.1"]', 'STORE=http://store:9000/x'],
  ...[
    'A=your_token',
    'A=bucket_name_here',
    'A=get_a_key_from_aws',
    'A=change-me',
    'A=ChangeMe',
    'A=changeUser',
    'A=xxx',
    'A=pk_test_xxx',
    'A=A0XXXXXXX',
    'A=replace-with-yours',
    'A=<host>',
  ],
])('%s is nothing to run with', (line) => {
  const services = '  cache: { image: redis }\n  db: { image: "elasticsearch:8" }\n';
  expect(Object.values(env(line, services) ?? {})).toEqual(['fill-in']);
});

test.each(['A=changelog', 'A=here', 'A=a.example:6379', 'A=0.0.0.0:80', 'URLS=http://+:8080', 'A=yours', 'A=replacement', 'A=db'])('%s is a value', (line) => {
  expect(Object.values(env(line, '  db: { image: "elasticsearch:8" }\n') ?? {})).toEqual([line.slice(line.indexOf('=') + 1)]);
});

test.each([
  ['BIND_ADDR=0.0.0.0:3000', 3000],
  ['LISTEN_ADDRESS=:4000', 4000],
  ['ASPNETCORE_URLS=http://+:5000', 5000],
  ['SERVER_PORT=6000', 6000],
  ['BIND_ADDR=0.0.0.0:3000\nPORT=7000', 7000],
  ['UPSTREAM_ADDR=a.example:9000', 8080],
])('a process listens where it is told to: %s', (lines, port) => {
  expect(config(read({ 'go.mod': 'module acme/shop\n', '.env.example': lines })).components?.web?.ports).toEqual({ http: { containerPort: port } });
});

test('variables of the database image are outputs of the database for the app', () => {
  const services = '  db: { image: "postgres:16" }\n';
  const all = 'POSTGRES_USER=me\nPOSTGRES_PASSWORD=x\nPOSTGRES_DB=shop\nMYSQL_PASSWORD=y\n';
  expect(env(all, services)).toEqual({
    ...{ POSTGRES_USER: { from: 'db.username' }, POSTGRES_PASSWORD: { from: 'db.password' }, POSTGRES_DB: { from: 'db.database' } },
    MYSQL_PASSWORD: { secretKeyRef: { name: 'shop-env', key: 'MYSQL_PASSWORD' } },
  });
  expect(env('POSTGRES_PASSWORD=x\n', `${services}  old: { image: "postgres:15" }\n`)).toEqual({
    POSTGRES_PASSWORD: { secretKeyRef: { name: 'shop-env', key: 'POSTGRES_PASSWORD' } },
  });
});

test('a public key is not a secret, and variables inlined at build time are reported', () => {
  expect(env('STRIPE_PUBLISHABLE_KEY=pk_live_1\nSTRIPE_SECRET_KEY=sk_test_xxx\n')).toEqual({
    STRIPE_PUBLISHABLE_KEY: 'pk_live_1',
    STRIPE_SECRET_KEY: { secretKeyRef: { name: 'shop-env', key: 'STRIPE_SECRET_KEY' } },
  });
  const detected = compose('services:\n  web: { build: ., environment: { NEXT_PUBLIC_SITE: shop, VITE_API: "http://localhost:1" } }\n');
  expect(config(detected).components?.web?.env).toEqual({ NEXT_PUBLIC_SITE: 'shop', VITE_API: 'fill-in' });
  expect(unmapped(detected).map((text) => text.split(':')[0])).toEqual(['NEXT_PUBLIC_SITE', 'VITE_API']);
});

test('a mail server has the user and password in variables of Django', () => {
  expect(env('EMAIL_HOST=mail\nEMAIL_PORT=25\nEMAIL_HOST_USER=\nEMAIL_HOST_PASSWORD=\n', '  mail: { image: axllent/mailpit }\n')).toEqual({
    EMAIL_HOST: { from: 'mail.host' },
    EMAIL_PORT: { from: 'mail.port' },
    EMAIL_HOST_USER: { from: 'mail.username' },
    EMAIL_HOST_PASSWORD: { from: 'mail.password' },
  });
});

test('a Redis without its password in a variable is reported', () => {
  const reached = (more: string) => unmapped(compose(`services:\n  web: { build: ., environment: { REDIS_HOST: cache${more} } }\n  cache: { image: redis }\n`));
  expect(reached('')).toEqual([expect.stringMatching(/^REDIS_HOST: cache requires a password, .*{ from: 'cache.password' }/)]);
  expect(reached(', REDIS_PASSWORD: x')).toEqual([]);
  expect(reached(', URL: "redis://cache"')).toEqual([]);
});

test('a reserved name of JavaScript is not a variable', () => {
  const detected = compose('services: { web: { build: { context: ., args: { "__proto__": x } }, environment: { "__proto__": x, constructor: y } } }');
  expect(config(detected).components?.web?.env).toEqual({ constructor: 'y' });
  expect(unmapped(detected).map((text) => text.split(':')[0])).toEqual(['services.web.build.args.__proto__', '__proto__']);
});

describe('the name of the app', () => {
  const named = (files: Record<string, string>) => read({ ...files, '.git/HEAD': '', '.git/config': '' }).name;
  test('is the project’s own', () => {
    expect(named({ 'package.json': '{ "name": "@acme/till" }' })).toEqual({ value: 'till', source: 'package.json' });
  });
  test.each([
    ['of a skeleton', { 'composer.json': '{ "name": "laravel/laravel" }' }],
    ['of a part', { 'backend/package.json': '{ "name": "app" }' }],
  ])('is the repository’s rather than the one %s', (_, files) => {
    expect(named(files).source).toBe('folder name');
  });
});
