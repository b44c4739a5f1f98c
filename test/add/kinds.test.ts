/** Every kind on the shop example: only adds text, and generate finds nothing to do. */
import { describe, expect, test } from 'vitest';
import { added, openGenerated } from './run-add.ts';

/** A command line, and the text that it adds to the config. */
const cases: [string | string[], string[]][] = [
  ['cluster prod-dc2 --location on-premise', ["\n    'prod-dc2': { location: 'on-premise' },"]],
  ['cluster prod-dc2 --location on-premise --links aws', ["\n    'prod-dc2': { location: 'on-premise', links: ['aws'] },"]],
  [
    'cluster dev-us --location cloud --gateway gateways/public --storage-class fast --image-pull mirror=mirror.example.com --kubernetes-version 1.34',
    [
      "\n    'dev-us': {\n      location: 'cloud',\n      kubernetesVersion: '1.34',\n      storageClass: 'fast',\n      gateway: { name: 'public', namespace: 'gateways' },\n      imagePull: { mirror: 'mirror.example.com' },\n    },",
    ],
  ],
  [
    'environment staging --clusters dev-eu --delivery continuous-delivery --sync automatic --promote-from dev --approval github-environment --reviewers @acme/shop,@ann --provider db=operator --provider cache=external --provider-host cache=cache.example.com --host public=staging.example.com',
    [
      `
    staging: {
      clusters: ['dev-eu'],
      delivery: 'continuous-delivery',
      sync: 'automatic',
      promoteFrom: 'dev',
      approval: { by: 'github-environment', reviewers: ['@acme/shop', '@ann'] },
      routes: { public: { hosts: ['staging.example.com'] } },
      auxiliaryServices: { db: { provider: 'operator' }, cache: { provider: 'external', host: 'cache.example.com' } },
    },`,
    ],
  ],
  [
    'environment qa --clusters dev-eu --delivery continuous-deployment --sync automatic --mode standalone --namespace qa --secrets vault --provider embedded --provider-secret cache=qa-cache',
    [
      `
    qa: {
      clusters: ['dev-eu'],
      mode: 'standalone',
      namespace: 'qa',
      delivery: 'continuous-deployment',
      sync: 'automatic',
      secrets: { store: 'vault' },
      auxiliaryServices: {
        db: { provider: 'embedded' },
        cache: { provider: 'embedded', secret: { name: 'qa-cache', keys: { password: 'password' } } },
      },
    },`,
    ],
  ],
  ['component worker', ['\n    worker: {},']],
  [
    [
      'component',
      'worker',
      '--command',
      'node "worker 1.js"',
      '--args=--queue mail',
      '--replicas',
      '1',
      '--env',
      'LOG_LEVEL=info',
      '--env',
      'DATABASE_URL=from:db.url',
    ],
    [
      `
    worker: {
      command: ['node', 'worker 1.js'],
      args: ['--queue', 'mail'],
      env: { LOG_LEVEL: 'info', DATABASE_URL: { from: 'db.url' } },
      replicas: 1,
    },`,
    ],
  ],
  [
    'component admin --port http=8081 --port grpc=9000 --health /healthz --env TOKEN=secret:shop-admin/token',
    [
      `
    admin: {
      env: { TOKEN: { secretKeyRef: { name: 'shop-admin', key: 'token' } } },
      ports: { http: { containerPort: 8081 }, grpc: { containerPort: 9000 } },
      readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
    },`,
    ],
  ],
  ['job migrate', ['\n  jobs: { migrate: {} },']],
  [
    [
      'job',
      'reindex',
      '--command',
      'npm run reindex',
      '--env',
      'DATABASE_URL=from:db.url',
      '--phase',
      'PostSync',
      '--backoff-limit',
      '0',
      '--active-deadline-seconds',
      '3600',
    ],
    [
      `
  jobs: {
    reindex: {
      command: ['npm', 'run', 'reindex'],
      env: { DATABASE_URL: { from: 'db.url' } },
      phase: 'PostSync',
      backoffLimit: 0,
      activeDeadlineSeconds: 3600,
    },
  },`,
    ],
  ],
  [['cron-job', 'clean-up', '--schedule', '0 3 * * *'], ["\n  cronJobs: { 'clean-up': { schedule: '0 3 * * *' } },"]],
  [
    [
      'cron-job',
      'report',
      '--schedule',
      '*/5 8-18 * * 1-5',
      '--time-zone',
      'Europe/Berlin',
      '--concurrency-policy',
      'Replace',
      '--args=report --quiet',
      '--env',
      'TOKEN=secret:shop-report/token',
      '--backoff-limit',
      '1',
      '--active-deadline-seconds',
      '240',
    ],
    [
      `
  cronJobs: {
    report: {
      schedule: '*/5 8-18 * * 1-5',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Replace',
      args: ['report', '--quiet'],
      env: { TOKEN: { secretKeyRef: { name: 'shop-report', key: 'token' } } },
      backoffLimit: 1,
      activeDeadlineSeconds: 240,
    },
  },`,
    ],
  ],
  [
    'service queue --type redis --provider dev=embedded --provider prod=external --provider-host prod=queue.example.com --provider-secret prod=shop-queue',
    [
      ", queue: { type: 'redis' }",
      ", queue: { provider: 'embedded' }",
      `
        queue: {
          provider: 'external',
          host: 'queue.example.com',
          secret: { name: 'shop-queue', keys: { password: 'password' } },
        },`,
    ],
  ],
  [
    'service reports --type postgresql --service-version 16 --database reports --provider embedded --accept-data-loss prod',
    [
      ", reports: { type: 'postgresql', version: '16', database: 'reports' }",
      ", reports: { provider: 'embedded' }",
      "\n        reports: {\n          provider: 'embedded',\n          dataLoss: 'accepted',\n        },",
    ],
  ],
  [
    'service files --type object-store --provider-host s3.example.com --provider-bucket dev=files-dev --provider-bucket prod=files --provider-secret shop-files',
    [
      ", files: { type: 'object-store' }",
      ", files: { provider: 'external', host: 's3.example.com', bucket: 'files-dev', secret: { name: 'shop-files', keys: { accessKeyId: 'access-key-id', secretAccessKey: 'secret-access-key' } } }",
      `
        files: {
          provider: 'external',
          host: 's3.example.com',
          bucket: 'files',
          secret: { name: 'shop-files', keys: { accessKeyId: 'access-key-id', secretAccessKey: 'secret-access-key' } },
        },`,
    ],
  ],
  [
    'service pages --type memcached --provider embedded',
    [", pages: { type: 'memcached' }", ", pages: { provider: 'embedded' }", "\n        pages: {\n          provider: 'embedded',\n        },"],
  ],
  [
    'service events --type custom --provider-host kafka.example.com --provider-port 9092 --provider-port prod=9093 --provider-secret prod=shop-events',
    [
      ", events: { type: 'custom' }",
      ", events: { provider: 'external', host: 'kafka.example.com', port: 9092 }",
      `
        events: {
          provider: 'external',
          host: 'kafka.example.com',
          port: 9093,
          secret: { name: 'shop-events', keys: { username: 'username', password: 'password' } },
        },`,
    ],
  ],
  [
    'service mail --type smtp --provider-host mail.example.com',
    [
      ", mail: { type: 'smtp' }",
      ", mail: { provider: 'external', host: 'mail.example.com' }",
      "\n        mail: {\n          provider: 'external',\n          host: 'mail.example.com',\n        },",
    ],
  ],
  [
    'route admin --component web --port http --path /admin --host dev=admin.dev.example.com --host prod=admin.example.com,backoffice.example.com',
    [
      ", admin: { component: 'web', port: 'http', path: '/admin' }",
      ", admin: { hosts: ['admin.dev.example.com'] }",
      ", admin: { hosts: ['admin.example.com', 'backoffice.example.com'] }",
    ],
  ],
];

describe('add', () => {
  test.each(cases)('%s', async (line, texts) => {
    const { add, read, check } = await openGenerated();
    const before = read();
    const { code, err } = await add(line);
    expect(code, err).toBe(0);
    expect(added(before, read(), texts)).toBe(before);
    expect((await check()).code).toBe(0);
  });

  test('one after the other', async () => {
    const { add, check, diff } = await openGenerated();
    for (const line of [
      'cluster prod-dc2 --location on-premise --ingress-class haproxy --image-pull externalSecrets=aws',
      'component worker',
      'component admin --port http=8081',
      'job migrate --env DATABASE_URL=from:db.url',
      'job reindex --phase PostSync',
      ['cron-job', 'clean-up', '--schedule', '0 3 * * *'],
      'service queue --type redis --provider embedded --accept-data-loss prod',
      'route admin --component admin --port http --host dev=admin.dev.example.com',
      'environment qa --clusters prod-dc2 --delivery continuous-deployment --sync automatic --provider embedded --host admin=admin.qa.example.com --secrets vault --mode standalone --namespace qa',
    ]) {
      const { code, err } = await add(line);
      expect(code, `${String(line)}\n${err}`).toBe(0);
    }
    expect((await check()).code).toBe(0);
    expect((await diff()).out).toBe('Nothing to do: every file is up to date.\n');
  });
});
