/** The runbook that leads through a rename: everything that holds data, and every name that changes. */
import { describe, expect, test } from 'vitest';
import { runbooks } from '../../generators/config/runbooks/runbooks.ts';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import type { Model } from '../../src/model/model.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { blocksOf } from '../e2e/runbook.ts';
import { bashFindings } from '../judges/bash.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests change any part of a config
type Change = (config: any) => void;

function app(name: string, change: Change = () => {}): Model {
  const config = structuredClone(examples.shop?.config) as PipelineConfig;
  Object.assign(config.app, { name, ...(name === 'shop' ? {} : { renamedFrom: 'shop' }) });
  change(config);
  return resolve(config);
}

/** The page of an app that is renamed; the change is in the config before and after. */
function page(change?: Change, after: Change = () => {}): string {
  const model = app('store', (config) => {
    change?.(config);
    after(config);
  });
  return runbooks.files(model, { version: '1.0.0', planned: [], former: app('shop', change) }).find(({ path }) => path.endsWith('/rename.md'))?.content ?? '';
}

const commands = (text: string, heading: string) =>
  blocksOf(text)
    .filter((block) => block.heading === heading || block.section === heading)
    .map((block) => block.commands)
    .join('');

test('is there only while the app has its former name, too', () => {
  const paths = runbooks.files(app('store'), { version: '1.0.0', planned: [] }).map(({ path }) => path);
  expect(paths).not.toContain('docs/store/runbooks/rename.md');
  expect(page()).toContain('# Rename shop to store');
});

test('every block is bash', () => {
  const everything = page(withEverything);
  for (const { commands: text } of blocksOf(everything)) expect(bashFindings(text), text).toBe('');
});

const withEverything: Change = (config) => {
  config.components.worker = {
    mode: 'standalone',
    command: ['node', 'worker.js'],
    volumes: {
      spool: { mountPath: '/spool', size: '1Gi' },
      media: { mountPath: '/media', size: '1Gi', accessModes: ['ReadWriteMany'] },
      old: { mountPath: '/old', existingClaim: 'archive' },
    },
  };
  config.auxiliaryServices.queue = { type: 'rabbitmq' };
  config.auxiliaryServices.sessions = { type: 'memcached' };
  for (const name of ['queue', 'sessions']) config.environments.dev.auxiliaryServices[name] = { provider: 'embedded' };
  for (const name of ['queue', 'sessions']) config.environments.prod.auxiliaryServices[name] = { provider: 'embedded', dataLoss: 'accepted' };
};

describe('the data of an environment', () => {
  const moves = (text: string) => commands(text, 'dev on dev-eu').match(/^move .*$/gm);

  test('every volume moves, also those that exist without the chart; messages do not', () => {
    const text = page(withEverything);
    expect(moves(text)).toEqual([
      'move dev-eu shop-dev spool-shop-worker-0 store-dev spool-store-worker-0',
      'move dev-eu shop-dev shop-media store-dev store-media',
      'move dev-eu shop-dev data-shop-db-0 store-dev data-store-db-0',
      'move dev-eu shop-dev data-shop-cache-0 store-dev data-store-cache-0',
      'move dev-eu shop-dev archive store-dev archive',
    ]);
    expect(commands(text, 'dev on dev-eu')).toContain('exec shop-queue-0 -- rabbitmqctl list_queues name messages');
    expect(text).toContain('- **Not moved**: messages of RabbitMQ (`queue`)');
    expect(text).toContain('- **Not moved**: what is only in memory (`sessions`)');
  });

  test('what has left with the rename does not move', () => {
    expect(moves(page(undefined, (config) => delete config.environments.dev.auxiliaryServices.cache))).toEqual([
      'move dev-eu shop-dev data-shop-db-0 store-dev data-store-db-0',
    ]);
  });

  test('a database of an operator is filled before the app starts', () => {
    const lines = commands(page(), 'prod on prod-dc1').split('\n');
    const at = (part: string) => lines.findIndex((line) => line.includes(part));
    expect(at('stop prod-dc1 shop-prod shop ingresses')).toBeLessThan(at('--resource postgresql.cnpg.io:Cluster:store-db'));
    expect(lines.at(-2)).toBe('copy_database prod-dc1 shop-prod shop-db shop store-prod store-db store');
  });

  test('the way back syncs what nobody else syncs', () => {
    expect(commands(page(), 'Back: dev on dev-eu')).not.toContain('app sync');
    expect(commands(page(), 'Back: prod on prod-eu')).toContain('argocd app sync shop-prod-prod-eu --prune');
  });

  test('the way back moves the same volumes', () => {
    expect(commands(page(), 'Back: dev on dev-eu').match(/^move .*$/gm)).toEqual([
      'move dev-eu store-dev data-store-db-0 shop-dev data-shop-db-0',
      'move dev-eu store-dev data-store-cache-0 shop-dev data-shop-cache-0',
    ]);
  });
});

describe('secrets', () => {
  const prepare = (text: string) => commands(text, 'Prepare');

  test('are copied, under their new names', () => {
    const text = prepare(page());
    expect(text).toContain('copy_secret dev-eu shop-dev shop-db store-dev store-db');
    expect(text).toContain(
      'vault kv get -mount=secret -format=json shop/prod/shop-cache | jq .data.data | vault kv put -mount=secret -cas=0 store/prod/store-cache -',
    );
  });

  test('a pull credential is copied only for the same images', () => {
    const same: Change = (config) => Object.assign(config, { images: { web: { repository: 'shop' } } });
    expect(prepare(page(same))).toContain('copy_secret prod-dc1 shop-prod aws store-prod aws');
    expect(prepare(page())).not.toContain(' aws ');
    expect(page(same)).not.toContain('*Registry and CI role*');
    expect(page()).toContain('follow *Registry and CI role*, *Clusters* and *Secrets*');
  });

  test('an entry of Vault that the new name still reads is not deleted', () => {
    const samePath: Change = (config) => Object.assign(config.environments.prod.secrets, { path: 'team/prod' });
    expect(commands(page(samePath), 'After the deletion')).not.toContain('kv metadata delete');
    expect(commands(page(), 'After the deletion')).toContain('vault kv metadata delete -mount=secret shop/prod/shop-db');
  });
});

test('without a hub, each Argo CD has its own Applications and files', () => {
  const text = page((config) => {
    config.argocd = { topology: 'per-cluster' };
  });
  expect(commands(text, 'After the deletion')).toContain('argocd --argocd-context prod-dc1 app delete shop-prod-prod-dc1 --cascade=false --yes');
  expect(commands(text, 'Delete shop')).toContain('argocd/prod-dc1/applications/shop-prod-prod-dc1.yaml');
});
