import { definePipeline } from './config.js';

// chatwoot: customer support on Rails. A web process, Sidekiq without ports, a migration before each release; dev, staging,
// and prod on two clusters, each with data of its own. docs/real-apps.md names the source of each fact.
const reviewers = ['@acme/platform', '@acme/support-leads'];

// All processes of Rails read the same variables.
const env = {
  RAILS_ENV: 'production',
  NODE_ENV: 'production',
  INSTALLATION_ENV: 'helm',
  RAILS_LOG_TO_STDOUT: 'true',
  SECRET_KEY_BASE: { secretKeyRef: { name: 'chatwoot-rails', key: 'secret-key-base' } },
  POSTGRES_HOST: { from: 'db.host' },
  POSTGRES_PORT: { from: 'db.port' },
  POSTGRES_DATABASE: { from: 'db.database' },
  POSTGRES_USERNAME: { from: 'db.username' },
  POSTGRES_PASSWORD: { from: 'db.password' },
  REDIS_URL: { from: 'redis.url' },
  ACTIVE_STORAGE_SERVICE: 's3_compatible',
  STORAGE_ENDPOINT: { from: 'files.endpoint' },
  STORAGE_REGION: { from: 'files.region' },
  STORAGE_BUCKET_NAME: { from: 'files.bucket' },
  STORAGE_ACCESS_KEY_ID: { from: 'files.accessKeyId' },
  STORAGE_SECRET_ACCESS_KEY: { from: 'files.secretAccessKey' },
  STORAGE_FORCE_PATH_STYLE: 'true',
  SMTP_ADDRESS: { from: 'mail.host' },
  SMTP_PORT: { from: 'mail.port' },
  SMTP_USERNAME: { from: 'mail.username' },
  SMTP_PASSWORD: { from: 'mail.password' },
  SMTP_AUTHENTICATION: 'login',
  SMTP_ENABLE_STARTTLS_AUTO: 'true',
  MAILER_SENDER_EMAIL: 'Support <support@example.com>',
  ENABLE_ACCOUNT_SIGNUP: 'false',
} as const;

/** What every Rails container has: the image names no user, and Rails writes below tmp. */
const rails = { env, runAsUser: 1000, writablePaths: ['/app/tmp'] } as const;

/** Mail and pages link to the address of the installation. */
const address = (host: string) => {
  const own = { env: { FRONTEND_URL: `https://${host}` } };
  return { components: { web: own, worker: own }, routes: { public: { hosts: [host] } } };
};

/** User name and password of a service that runs elsewhere. */
const login = (name: string) => ({ name, keys: { username: 'username', password: 'password' } });
const accessKey = { name: 'chatwoot-files', keys: { accessKeyId: 'access-key-id', secretAccessKey: 'secret-access-key' } };

/** Test environments share Amazon's object store and mail server, each with its own bucket. */
const testServices = (environment: string) =>
  ({
    files: { provider: 'external', host: 's3.eu-west-1.amazonaws.com', region: 'eu-west-1', bucket: `acme-chatwoot-${environment}`, secret: accessKey },
    mail: { provider: 'external', host: 'mail.test.example.com', secret: login('chatwoot-mail') },
  }) as const;

export default definePipeline({
  // Ruby and JavaScript in one Dockerfile of its own.
  app: { name: 'chatwoot', description: 'Customer support', language: 'custom', owners: ['@acme/support'] },
  repositories: {
    app: { slug: 'acme/chatwoot', defaultBranch: 'develop' },
    config: { slug: 'acme/chatwoot-config', path: '../config', owners: ['@acme/platform'] },
  },
  registry: { type: 'ghcr' },
  images: { chatwoot: { dockerfile: 'docker/Dockerfile' } },
  // Its own workflows test it.
  ci: { jobs: 'build-only' },
  argocd: { topology: 'hub', cluster: 'prod-eu' },
  clusters: {
    'test-eu': { location: 'cloud', gateway: { name: 'public', namespace: 'gateways' }, imagePull: { secret: 'ghcr-pull' } },
    'prod-dc1': { location: 'on-premise', storageClass: 'ceph', ingressClassName: 'haproxy', imagePull: { mirror: 'mirror.dc1.example.com/ghcr' } },
    'prod-eu': { location: 'cloud', gateway: { name: 'public', namespace: 'gateways' }, imagePull: { secret: 'ghcr-pull' } },
  },
  components: {
    web: {
      ...rails,
      command: ['docker/entrypoints/rails.sh'],
      args: ['bundle', 'exec', 'rails', 's', '-p', '3000', '-b', '0.0.0.0'],
      ports: { http: { containerPort: 3000 } },
      // Rails takes its time to start; /api asks neither for a login nor for a host.
      startupProbe: { httpGet: { path: '/api', port: 'http' }, timeoutSeconds: 5, failureThreshold: 30 },
      readinessProbe: { httpGet: { path: '/api', port: 'http' }, timeoutSeconds: 5 },
      env: { ...env, RAILS_MAX_THREADS: '5', ENABLE_PROMETHEUS: 'true' },
      // Its only port, which the route serves too.
      metrics: { port: 'http', public: true },
      resources: { requests: { cpu: '250m', memory: '768Mi' }, limits: { memory: '1536Mi' } },
    },
    worker: {
      ...rails,
      args: ['bundle', 'exec', 'sidekiq', '-C', 'config/sidekiq.yml'],
      env: { ...env, SIDEKIQ_CONCURRENCY: '10' },
      // Sidekiq gives running jobs 25 seconds, then puts them back into Redis.
      terminationGracePeriodSeconds: 40,
      resources: { requests: { cpu: '250m', memory: '768Mi' }, limits: { memory: '1536Mi' } },
      // Mail leaves by mail's own port; web hooks and channels by HTTPS.
      egress: [{ ports: [443] }],
    },
  },
  jobs: {
    migrate: {
      ...rails,
      args: ['bundle', 'exec', 'rails', 'db:chatwoot_prepare'],
      resources: { requests: { memory: '1000Mi' }, limits: { memory: '1000Mi' } },
    },
  },
  routes: { public: { component: 'web', port: 'http' } },
  auxiliaryServices: {
    db: { type: 'postgresql', version: '16', database: 'chatwoot', extensions: ['vector', 'pg_stat_statements', 'pg_trgm', 'pgcrypto'] },
    // Sidekiq loses jobs when Redis evicts keys.
    redis: { type: 'redis', maxmemoryPolicy: 'noeviction' },
    files: { type: 'object-store' },
    mail: { type: 'smtp' },
  },
  monitoring: { prometheus: true },
  environments: {
    dev: {
      clusters: ['test-eu'],
      mode: 'standalone',
      delivery: 'continuous-deployment',
      sync: 'automatic',
      ...address('chat.dev.example.com'),
      auxiliaryServices: { db: { provider: 'embedded', storage: '5Gi' }, redis: { provider: 'embedded' }, ...testServices('dev') },
    },
    staging: {
      clusters: ['test-eu'],
      delivery: 'continuous-delivery',
      sync: 'automatic',
      promoteFrom: 'dev',
      approval: { by: 'pull-request', reviewers },
      ...address('chat.staging.example.com'),
      auxiliaryServices: {
        db: { provider: 'operator', storage: '10Gi', instances: 1 },
        redis: { provider: 'embedded', dataLoss: 'accepted' },
        ...testServices('staging'),
      },
    },
    prod: {
      clusters: ['prod-dc1', 'prod-eu'],
      delivery: 'continuous-delivery',
      sync: 'manual',
      promoteFrom: 'staging',
      approval: { by: 'pull-request', reviewers },
      secrets: { store: 'vault' },
      components: { web: { replicas: 3 }, worker: { autoscaling: { minReplicas: 2, maxReplicas: 10, targetCPUUtilizationPercentage: 75 } } },
      overrides: {
        'prod-dc1': {
          ...address('chat.dc1.example.com'),
          auxiliaryServices: {
            db: { provider: 'operator', storage: '100Gi' },
            redis: { provider: 'external', host: 'redis.dc1.example.com', secret: { name: 'chatwoot-redis-dc1', keys: { password: 'password' } }, cidrs: ['10.20.0.0/16'] },
            files: { provider: 'external', host: 'objects.dc1.example.com', bucket: 'chatwoot', secret: { ...accessKey, name: 'chatwoot-files-dc1' }, cidrs: ['10.20.0.0/16'] },
            mail: { provider: 'external', host: 'relay.dc1.example.com', secret: login('chatwoot-mail-dc1'), cidrs: ['10.20.0.0/16'] },
          },
        },
        'prod-eu': {
          ...address('chat.example.com'),
          auxiliaryServices: {
            db: { provider: 'external', host: 'chatwoot.abc.eu-west-1.rds.amazonaws.com', secret: login('chatwoot-db') },
            redis: { provider: 'external', host: 'chatwoot.abc.euw1.cache.amazonaws.com', secret: { name: 'chatwoot-redis', keys: { password: 'password' } } },
            files: { provider: 'external', host: 's3.eu-west-1.amazonaws.com', region: 'eu-west-1', bucket: 'acme-chatwoot', secret: accessKey },
            mail: { provider: 'external', host: 'email-smtp.eu-west-1.amazonaws.com', secret: login('chatwoot-mail') },
          },
        },
      },
    },
  },
});
