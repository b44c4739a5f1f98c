import { definePipeline } from './config.js';

export default definePipeline({
  app: { name: 'mail', description: 'Sends the mail of the shop', language: 'node', owners: ['@acme/mail'] },
  repositories: {
    app: { slug: 'acme/mail' },
    config: { slug: 'acme/config', path: '../config', owners: ['@acme/platform'] },
  },
  registry: { type: 'ecr', account: '123456789012', region: 'eu-west-1', role: 'mail-ci' },
  argocd: { topology: 'hub', cluster: 'prod-eu' },
  clusters: {
    'dev-eu': { location: 'cloud', gateway: { name: 'public', namespace: 'gateways' } },
    'prod-eu': { location: 'cloud', gateway: { name: 'public', namespace: 'gateways' } },
  },
  components: {
    // A worker: no ports, so no Service and no route.
    worker: {
      env: { QUEUE_URL: { from: 'queue.url' }, SMTP_PASSWORD: { secretKeyRef: { name: 'mail-smtp', key: 'password' } } },
      livenessProbe: { exec: { command: ['node', 'healthcheck.js'] } },
    },
  },
  auxiliaryServices: { queue: { type: 'redis', maxmemoryPolicy: 'noeviction' } },
  environments: {
    dev: {
      clusters: ['dev-eu'],
      delivery: 'continuous-deployment',
      sync: 'automatic',
      auxiliaryServices: { queue: { provider: 'embedded' } },
    },
    prod: {
      clusters: ['prod-eu'],
      delivery: 'continuous-delivery',
      sync: 'manual',
      promoteFrom: 'dev',
      approval: { by: 'argo-cd', reviewers: ['@acme/platform'] },
      secrets: { store: 'vault' },
      auxiliaryServices: { queue: { provider: 'external', host: 'mail.abc.euw1.cache.amazonaws.com', secret: { name: 'mail-queue', keys: { url: 'url' } } } },
    },
  },
});
