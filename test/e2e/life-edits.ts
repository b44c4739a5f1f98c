/** What a team does to the config of an app in its life. Each edit is also undone: the edit back is one more of a life. */
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';

// biome-ignore lint/suspicious/noExplicitAny: parts of a config are changed at will
type Loose = any;

/** One change of a config. */
interface Edit {
  /** What is added or changed. */
  edit: string;
  change: (config: Loose) => void;
  /** Components and services whose pods have a reason to be replaced; of a LifeEdit, both ways. */
  rolls?: readonly string[];
  /** Claims that are there afterwards, with their sizes: `namespace claim size`. */
  claims?: readonly string[];
}

export interface LifeEdit extends Edit {
  /** What the way back does. */
  back: string;
  /** Further changes on top of it, before the way back, with the names in `allow.recreate` of each. */
  further?: readonly (Edit & { recreates: readonly string[] })[];
  /** Objects that stay after the way back, because they hold data: `Kind name`. */
  stays?: readonly string[];
  /** Names in `allow.recreate`, without which generate refuses the edit: there, and back. */
  recreates?: readonly [readonly string[], readonly string[]];
  /** true: the app gets another name, which has a runbook of its own. */
  renames?: boolean;
}

/** The app as it begins: without jobs, volumes and autoscaling. */
export function lifeConfig(): PipelineConfig {
  return structuredClone(examples.shop?.config) as Loose;
}

export const lifeEdits: readonly LifeEdit[] = [
  {
    edit: 'first job, cron job, worker with a shared volume, HPA, service',
    back: 'the last of each is removed',
    change: (config) => {
      config.components.worker = { command: ['node', 'worker.js'], volumes: { media: { mountPath: '/media', size: '1Gi', accessModes: ['ReadWriteMany'] } } };
      config.jobs = { migrate: { command: ['node', 'migrate.js'] } };
      config.cronJobs = { purge: { command: ['node', 'purge.js'], schedule: '30 3 * * *' } };
      config.auxiliaryServices.sessions = { type: 'memcached' };
      config.components.worker.env = { SESSIONS: { from: 'sessions.host' } };
      config.environments.prod.components.worker = { autoscaling: { minReplicas: 2, maxReplicas: 4 } };
      for (const name of ['dev', 'prod']) config.environments[name].auxiliaryServices.sessions = { provider: 'embedded' };
    },
  },
  {
    edit: 'a second port with a route of its own, a file and a ConfigMap',
    back: 'they are removed',
    change: (config) => {
      config.components.web.ports.admin = { containerPort: 8081 };
      config.components.web.files = { '/etc/shop/limits.json': '{}' };
      config.routes.admin = { component: 'web', port: 'admin' };
      config.environments.dev.routes.admin = { hosts: ['admin.dev.example.com'] };
      config.environments.prod.routes.admin = { hosts: ['admin.example.com'] };
    },
    rolls: ['web'],
  },
  {
    edit: 'monitoring is switched off',
    back: 'it is switched on',
    change: (config) => {
      config.monitoring = { prometheus: false, grafana: false };
    },
  },
  {
    edit: 'the last route and all ports go',
    back: 'they come back',
    change: (config) => {
      for (const layer of [config, ...Object.values<Loose>(config.environments)]) delete layer.routes;
      config.components.web = { env: config.components.web.env };
    },
    rolls: ['web'],
  },
  {
    edit: 'mode of dev: multi-instance',
    back: 'standalone',
    change: (config) => {
      config.environments.dev.mode = 'multi-instance';
    },
    rolls: ['web'],
  },
  {
    edit: 'provider of cache in prod-dc1: external; of db there: external',
    back: 'embedded; operator',
    change: (config) => {
      const outside = (host: string, keys: object) => ({ provider: 'external', host, secret: { name: `dc1-${host.split('.')[0]}`, keys } });
      config.environments.prod.overrides['prod-dc1'].auxiliaryServices = {
        db: outside('db.dc1.example.com', { username: 'username', password: 'password' }),
        cache: outside('cache.dc1.example.com', { password: 'password' }),
      };
    },
    rolls: ['web'],
  },
  {
    edit: 'gateway of prod-eu: ingress',
    back: 'gateway',
    change: (config) => {
      config.clusters['prod-eu'] = { location: 'cloud', ingressClassName: 'haproxy' };
    },
  },
  {
    edit: 'prod leaves the cluster prod-dc1',
    back: 'prod comes back to prod-dc1',
    change: (config) => {
      config.environments.prod.clusters = ['prod-eu'];
      delete config.environments.prod.overrides;
      delete config.clusters['prod-dc1'];
    },
  },
  {
    edit: 'namespace of prod: shop-live',
    back: 'shop-prod',
    change: (config) => {
      config.environments.prod.namespace = 'shop-live';
    },
  },
  {
    edit: 'component web is renamed front',
    back: 'front is renamed web',
    change: (config) => {
      for (const layer of [config, ...Object.values<Loose>(config.environments)])
        if (layer.components?.web !== undefined) {
          layer.components.front = layer.components.web;
          delete layer.components.web;
        }
      config.routes.public.component = 'front';
    },
    rolls: ['web', 'front'],
    recreates: [['front'], ['web']],
  },
  {
    edit: 'storage class of prod-dc1 is another one',
    back: 'ceph',
    change: (config) => {
      config.clusters['prod-dc1'].storageClass = 'rook';
    },
    recreates: [['cache'], ['cache']],
  },
  {
    edit: 'volumes of db in dev and of cache in prod-dc1 grow',
    back: 'they shrink in the config: what has grown keeps its size',
    change: (config) => {
      config.environments.dev.auxiliaryServices.db.storage = '20Gi';
      config.environments.prod.overrides['prod-dc1'].auxiliaryServices.cache.storage = '3Gi';
    },
    recreates: [
      ['db', 'cache'],
      ['db', 'cache'],
    ],
    claims: ['shop-dev data-shop-db-0 20Gi', 'shop-prod data-shop-cache-0 3Gi'],
  },
  {
    edit: 'web in dev gets its first volume: a Deployment becomes a StatefulSet',
    back: 'its volumes go: a Deployment again',
    change: (config) => {
      config.environments.dev.components = { web: { volumes: { spool: { mountPath: '/spool', size: '1Gi' } } } };
    },
    rolls: ['web'],
    recreates: [['web'], ['web']],
    claims: ['shop-dev spool-shop-web-0 1Gi'],
    further: [
      {
        edit: 'that volume grows',
        change: (config) => {
          config.environments.dev.components.web.volumes.spool.size = '2Gi';
        },
        recreates: ['web'],
        claims: ['shop-dev spool-shop-web-0 2Gi'],
      },
      {
        edit: 'a second volume',
        change: (config) => {
          config.environments.dev.components.web.volumes.cache = { mountPath: '/cache', size: '1Gi' };
        },
        rolls: ['web'],
        recreates: ['web'],
        claims: ['shop-dev spool-shop-web-0 2Gi', 'shop-dev cache-shop-web-0 1Gi'],
      },
      {
        edit: 'the first volume goes',
        change: (config) => {
          delete config.environments.dev.components.web.volumes.spool;
        },
        rolls: ['web'],
        recreates: ['web'],
        claims: ['shop-dev cache-shop-web-0 1Gi'],
      },
    ],
  },
  {
    edit: 'environment prod is renamed live',
    back: 'live is renamed prod',
    change: (config) => {
      const { prod, ...others } = config.environments;
      config.environments = { ...others, live: prod };
    },
  },
  {
    edit: 'the app is renamed store',
    back: 'store is renamed shop',
    change: (config) => {
      config.app.name = 'store';
      config.auxiliaryServices.db.database = 'shop';
    },
    renames: true,
  },
];
