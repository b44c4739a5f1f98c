import { definePipeline } from './config.js';

// dev and staging share one cluster, each in its namespace; two images; GHCR; a volume in standalone mode.
const reviewers = ['@acme/platform', '@acme/library-leads'];

export default definePipeline({
  app: { name: 'library', description: 'Lends books', language: 'node', owners: ['@acme/library'] },
  repositories: {
    app: { slug: 'acme/library', defaultBranch: 'trunk' },
    config: { slug: 'acme/library-config', path: '../config', owners: ['@acme/platform'] },
  },
  registry: { type: 'ghcr' },
  images: { library: {}, indexer: { dockerfile: 'indexer/Dockerfile', context: 'indexer' } },
  ci: { versions: ['24', '22'], packageManager: 'pnpm', runsOn: 'ubuntu-24.04' },
  clusters: {
    'test-eu': { location: 'cloud', ingressClassName: 'nginx-plus', imagePull: { secret: 'ghcr-pull' } },
    'prod-dc1': { location: 'on-premise', storageClass: 'ceph', kubernetesVersion: '1.34', ingressClassName: 'haproxy', imagePull: { mirror: 'mirror.dc1.example.com/ghcr' } },
  },
  components: {
    web: {
      ports: { http: { containerPort: 3000, servicePort: 80 }, metrics: { containerPort: 9100 } },
      startupProbe: { tcpSocket: { port: 'http' }, failureThreshold: 30 },
      readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
      resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '512Mi' } },
      env: { PORT: '3000', DB_HOST: { from: 'db.host' }, DB_PORT: { from: 'db.port' }, DB_NAME: { from: 'db.database' }, DB_USER: { from: 'db.username' }, DB_PASSWORD: { from: 'db.password' }, DATABASE_URL: 'postgres://$(DB_USER):$(DB_PASSWORD)@$(DB_HOST):$(DB_PORT)/$(DB_NAME)?application_name=library' },
      writablePaths: ['/app/cache'],
    },
    indexer: {
      image: 'indexer',
      command: ['node', 'indexer.js'],
      args: ['--interval', '1_000'],
      env: { DATABASE_URL: { from: 'db.url' } },
      runAsUser: 1000,
      metrics: false,
    },
  },
  routes: {
    public: { component: 'web', port: 'http' },
    api: { component: 'web', port: 'http', path: '/api' },
  },
  auxiliaryServices: { db: { type: 'postgresql', version: '16' } },
  monitoring: { prometheus: true },
  environments: {
    dev: {
      clusters: ['test-eu'],
      mode: 'standalone',
      delivery: 'continuous-deployment',
      sync: 'automatic',
      components: { web: { volumes: { data: { mountPath: '/app/data', size: '5Gi' } } } },
      routes: { public: { hosts: ['library.dev.example.com'] } },
      auxiliaryServices: { db: { provider: 'embedded', storage: '2Gi' } },
    },
    staging: {
      clusters: ['test-eu'],
      delivery: 'continuous-delivery',
      sync: 'automatic',
      promoteFrom: 'dev',
      approval: { by: 'github-environment', reviewers },
      routes: { public: { hosts: ['library.staging.example.com'] }, api: { hosts: ['api.library.staging.example.com'] } },
      auxiliaryServices: { db: { provider: 'operator', instances: 1 } },
    },
    prod: {
      clusters: ['prod-dc1'],
      namespace: 'library',
      delivery: 'continuous-delivery',
      sync: 'manual',
      promoteFrom: 'staging',
      approval: { by: 'pull-request', reviewers },
      secrets: { store: 'vault', clusterSecretStore: 'vault-dc1', path: 'platform/library' },
      components: { web: { autoscaling: { minReplicas: 3, maxReplicas: 10 } }, indexer: { replicas: 1 } },
      routes: { public: { hosts: ['library.example.com', 'www.library.example.com'], tlsSecret: 'library-tls' }, api: { hosts: ['api.library.example.com'], tlsSecret: 'library-tls' } },
      auxiliaryServices: { db: { provider: 'operator', storage: '50Gi' } },
    },
  },
});
