import { definePipeline } from './config.js';

export default definePipeline({
  app: { name: 'shop', language: 'node', mode: 'multi-instance', owners: ['@acme/shop'] },
  repositories: {
    app: { slug: 'acme/shop' },
    config: { slug: 'acme/shop-config', path: '../config', owners: ['@acme/platform'] },
  },
  registry: { type: 'ecr', account: '123456789012', region: 'eu-west-1', role: 'shop-ci' },
  argocd: { topology: 'per-cluster' },
  clusters: {
    'dev-eu': { location: 'cloud', gateway: { name: 'public', namespace: 'gateways' } },
    'prod-dc1': { location: 'on-premise', storageClass: 'ceph', imagePull: { externalSecrets: 'aws' }, ingressClassName: 'haproxy',
      monitoring: { labels: { release: 'dc1' }, namespaceLabels: { monitoring: 'enabled' }, dashboardLabels: { grafana_dashboard: 'true' } } },
    'prod-eu': { location: 'cloud', gateway: { name: 'public', namespace: 'gateways' } },
  },
  components: {
    web: {
      ports: { http: { containerPort: 8080 }, metrics: { containerPort: 9090 } },
      readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
      env: { DATABASE_URL: { from: 'db.url' }, CACHE_URL: { from: 'cache.url' } },
    },
  },
  routes: { public: { component: 'web', port: 'http' } },
  auxiliaryServices: { db: { type: 'postgresql', version: '17' }, cache: { type: 'redis' } },
  monitoring: { prometheus: true, grafana: true },
  extraManifests: {
    'feature-flags': {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'shop-feature-flags', labels: { 'app.kubernetes.io/part-of': 'shop' } },
      data: { 'flags.json': '{ "greeting": "{{ .name }}" }', checkout: 'old' },
    },
  },
  environments: {
    dev: {
      clusters: ['dev-eu'],
      mode: 'standalone',
      delivery: 'continuous-deployment',
      sync: 'automatic',
      secrets: { store: 'kubernetes' },
      routes: { public: { hosts: ['shop.dev.example.com'] } },
      auxiliaryServices: { db: { provider: 'embedded' }, cache: { provider: 'embedded' } },
    },
    prod: {
      clusters: ['prod-dc1', 'prod-eu'],
      delivery: 'continuous-delivery',
      sync: 'manual',
      promoteFrom: 'dev',
      approval: { by: 'pull-request', reviewers: ['@acme/platform'], groups: ['acme:platform'] },
      secrets: { store: 'vault' },
      components: { web: { replicas: 3 } },
      extraManifests: {
        quota: { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'shop' }, spec: { hard: { pods: 1500000, 'requests.cpu': '20' } } },
      },
      routes: { public: { hosts: ['shop.example.com'] } },
      auxiliaryServices: {
        db: {
          provider: 'external',
          host: 'shop.c1x2.eu-west-1.rds.amazonaws.com',
          database: 'shop',
          secret: { name: 'shop-db', keys: { username: 'username', password: 'password' } },
        },
        cache: { provider: 'external', host: 'shop.abc.euw1.cache.amazonaws.com', secret: { name: 'shop-cache', keys: { password: 'password' } } },
      },
      overrides: {
        'prod-dc1': {
          auxiliaryServices: { db: { provider: 'operator' }, cache: { provider: 'embedded', dataLoss: 'accepted' } },
          extraManifests: {
            'feature-flags': { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shop-feature-flags' }, data: { checkout: 'new' } },
          },
        },
      },
    },
  },
  patches: [
    { output: 'app/ci', operations: [{ op: 'replace', path: '/jobs/test/timeout-minutes', value: 30 }] },
    {
      output: 'config/argocd-applications',
      path: 'argocd/prod-dc1/applications/shop-prod-prod-dc1.yaml',
      operations: [{ op: 'add', path: '/spec/syncPolicy/syncOptions/-', value: 'ApplyOutOfSyncOnly=true' }],
    },
    { output: 'app/ruleset', operations: [{ op: 'add', path: '/rules/-', value: { type: 'required_signatures' } }] },
  ],
});
