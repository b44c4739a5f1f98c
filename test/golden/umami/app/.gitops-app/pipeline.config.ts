import { definePipeline } from './config.js';

// umami 2: web analytics. One process, which migrates its database when it starts; one pod everywhere, on one cluster.
// docs/real-apps.md names the source of each fact.
export default definePipeline({
  app: { name: 'umami', description: 'Web analytics', language: 'node', mode: 'standalone', owners: ['@acme/analytics'] },
  repositories: {
    app: { slug: 'acme/umami' },
    config: { slug: 'acme/umami-config', path: '../config', owners: ['@acme/platform'] },
  },
  registry: { type: 'ghcr' },
  images: { umami: { args: { DATABASE_TYPE: 'postgresql' } } },
  ci: { jobs: 'build-only' },
  clusters: {
    'eu-1': { location: 'cloud', gateway: { name: 'public', namespace: 'gateways' }, imagePull: { secret: 'ghcr-pull' } },
  },
  components: {
    web: {
      ports: { http: { containerPort: 3000 } },
      env: {
        DATABASE_URL: { from: 'db.url' },
        DATABASE_TYPE: 'postgresql',
        APP_SECRET: { secretKeyRef: { name: 'umami-app', key: 'app-secret' } },
      },
      // The first start migrates the database.
      startupProbe: { httpGet: { path: '/api/heartbeat', port: 'http' }, periodSeconds: 5, failureThreshold: 60 },
      readinessProbe: { httpGet: { path: '/api/heartbeat', port: 'http' }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 5 },
      runAsUser: 1001,
      // Yarn keeps its state in the home of the user; Next.js keeps rendered pages.
      writablePaths: ['/home/nextjs', '/app/.next/cache'],
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    },
  },
  routes: { public: { component: 'web', port: 'http' } },
  auxiliaryServices: { db: { type: 'postgresql', version: '15' } },
  environments: {
    dev: {
      clusters: ['eu-1'],
      delivery: 'continuous-deployment',
      sync: 'automatic',
      routes: { public: { hosts: ['umami.dev.example.com'] } },
      auxiliaryServices: { db: { provider: 'embedded' } },
    },
    prod: {
      clusters: ['eu-1'],
      delivery: 'continuous-delivery',
      sync: 'manual',
      promoteFrom: 'dev',
      approval: { by: 'pull-request', reviewers: ['@acme/platform'] },
      routes: { public: { hosts: ['umami.example.com'] } },
      auxiliaryServices: { db: { provider: 'operator', storage: '20Gi', instances: 1 } },
    },
  },
});
