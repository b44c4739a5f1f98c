import { definePipeline } from './config.js';

// depot: stock and orders on Django. Celery takes its tasks from RabbitMQ, pages are cached in Memcached, scans are documents
// in MongoDB, the orders of the old shop are read from its MySQL. dev runs all of that itself; prod has it elsewhere.
const env = {
  DJANGO_SETTINGS_MODULE: 'depot.settings',
  SECRET_KEY: { secretKeyRef: { name: 'depot-django', key: 'secret-key' } },
  DATABASE_URL: { from: 'db.url' },
  LEGACY_HOST: { from: 'legacy.host' },
  LEGACY_PORT: { from: 'legacy.port' },
  LEGACY_NAME: { from: 'legacy.database' },
  LEGACY_USER: { from: 'legacy.username' },
  LEGACY_PASSWORD: { from: 'legacy.password' },
  CELERY_BROKER_URL: { from: 'tasks.url' },
  MEMCACHED_HOST: { from: 'pages.host' },
  MEMCACHED_PORT: { from: 'pages.port' },
  MONGODB_URL: { from: 'scans.url' },
  CARRIER_HOST: { from: 'carrier.host' },
  CARRIER_TOKEN: { from: 'carrier.token' },
} as const;

/** User name and password of a service that runs elsewhere. */
const login = (name: string) => ({ name, keys: { username: 'username', password: 'password' } });
/** The carrier has one interface for tests and one that sends parcels. */
const carrier = { provider: 'external', secret: { name: 'depot-carrier', keys: { token: 'token' } } } as const;

export default definePipeline({
  app: { name: 'depot', description: 'Stock and orders', language: 'python', mode: 'multi-instance', owners: ['@acme/depot'] },
  repositories: {
    app: { slug: 'acme/depot', ignoreFiles: ['.prettierignore'] },
    config: { slug: 'acme/depot-config', path: '../config', owners: ['@acme/platform'] },
  },
  registry: { type: 'ghcr' },
  images: { depot: { command: ['gunicorn', '--bind', '0.0.0.0:8000', 'depot.wsgi'] } },
  ci: { versions: ['3.13'], packageManager: 'uv' },
  clusters: {
    'eu-1': { location: 'cloud', kubernetesVersion: '1.31', architectures: ['amd64'], dns: { port: 8053 }, gateway: { name: 'public', namespace: 'gateways' }, imagePull: { secret: 'ghcr-pull' },
      mirrors: { 'docker.io': 'mirror.example.com/dockerhub' } },
  },
  components: {
    web: {
      env,
      ports: { http: { containerPort: 8000 } },
      readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
      egress: [{ ports: [443] }],
      // Names of other hosts are asked for once, not in each search domain first.
      pod: { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } },
      container: {
        env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
        lifecycle: { preStop: { exec: { command: ['bin/drain', '--wait', '8'] } } },
      },
    },
    worker: {
      env,
      command: ['celery', '--app', 'depot', 'worker', '--concurrency', '4'],
      // A task that runs is finished; one that does not start is left in the queue.
      terminationGracePeriodSeconds: 120,
      pod: {
        shareProcessNamespace: true,
        volumes: [{ name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '256Mi' } }],
      },
      container: {
        envFrom: [{ secretRef: { name: 'depot-carriers' }, prefix: 'CARRIER_' }],
        resources: { requests: { 'ephemeral-storage': '1Gi' }, limits: { 'ephemeral-storage': '2Gi' } },
      },
    },
  },
  jobs: {
    migrate: { env, command: ['python', 'manage.py', 'migrate', '--no-input'] },
  },
  routes: { public: { component: 'web', port: 'http' } },
  auxiliaryServices: {
    db: { type: 'mariadb', parameters: { charset: 'utf8mb4' } },
    legacy: { type: 'mysql', database: 'shop' },
    scans: { type: 'mongodb' },
    tasks: { type: 'rabbitmq' },
    pages: { type: 'memcached' },
    carrier: { type: 'custom' },
  },
  environments: {
    dev: {
      clusters: ['eu-1'],
      mode: 'standalone',
      delivery: 'continuous-deployment',
      sync: 'automatic',
      routes: { public: { hosts: ['depot.dev.example.com'] } },
      auxiliaryServices: {
        db: { provider: 'embedded', storage: '5Gi' },
        legacy: { provider: 'embedded' },
        scans: { provider: 'embedded' },
        tasks: { provider: 'embedded' },
        pages: { provider: 'embedded' },
        // A stand-in that runs in the cluster: its Service listens on 80, its pods on 8080.
        carrier: { ...carrier, host: 'carrier.stand-ins.svc', port: 80, targetPort: 8080 },
      },
    },
    prod: {
      clusters: ['eu-1'],
      delivery: 'continuous-delivery',
      sync: 'manual',
      promoteFrom: 'dev',
      approval: { by: 'pull-request', reviewers: ['@acme/platform'] },
      secrets: { store: 'vault' },
      components: {
        web: { replicas: 2, pod: { hostAliases: [{ ip: '10.30.4.10', hostnames: ['mysql.shop.example.com'] }] } },
        worker: { replicas: 2, container: { resources: { limits: { 'ephemeral-storage': '8Gi' } } } },
      },
      routes: { public: { hosts: ['depot.example.com'] } },
      auxiliaryServices: {
        db: { provider: 'external', host: 'depot.c1x2.eu-west-1.rds.amazonaws.com', secret: login('depot-db'), cidrs: ['10.20.0.0/16'], parameters: { ssl_mode: 'REQUIRED' } },
        legacy: { provider: 'external', host: 'mysql.shop.example.com', secret: login('depot-legacy'), cidrs: ['10.30.4.0/24'] },
        // mongodb+srv:// finds the members of the set by itself.
        scans: { provider: 'external', host: 'depot.ab1cd.mongodb.net', secret: { name: 'depot-scans', keys: { url: 'url' } } },
        tasks: { provider: 'external', host: 'depot.rmq.cloudamqp.com', secret: login('depot-tasks') },
        // In memory alone: there is nothing to lose.
        pages: { provider: 'embedded' },
        carrier: { ...carrier, host: 'api.carrier.example', port: 443 },
      },
    },
  },
});
