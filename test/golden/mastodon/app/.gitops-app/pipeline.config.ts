import { definePipeline } from './config.js';

// https://github.com/mastodon/mastodon: web, streaming and workers share media; the scheduler of Sidekiq is one pod.
export default definePipeline({
  app: { name: 'mastodon', language: 'ruby', owners: ['@acme/social'] },
  repositories: {
    app: { slug: 'acme/mastodon' },
    config: { slug: 'acme/social-config', path: '../config', owners: ['@acme/platform'] },
  },
  registry: { type: 'ecr', account: '123456789012', region: 'eu-west-1', role: 'mastodon-ci' },
  ci: { jobs: 'build-only' },
  images: {
    mastodon: {},
    streaming: { dockerfile: 'streaming/Dockerfile' },
  },
  clusters: {
    eu: { location: 'cloud', gateway: { name: 'public', namespace: 'gateways', redirectFrom: 'http' } },
    // OpenShift.
    dc1: { location: 'on-premise', storageClass: 'ceph', imagePull: { externalSecrets: 'aws' }, ingressClassName: 'haproxy',
      dns: 'openshift', apiServer: { ports: [6443], cidrs: ['10.10.0.0/28'] }, operators: { cloudNativePG: 'openshift-operators' } },
  },
  components: {
    web: {
      image: 'mastodon',
      args: ['bundle', 'exec', 'puma', '-C', 'config/puma.rb'],
      env: {
        DATABASE_URL: { from: 'db.url' },
        REDIS_URL: { from: 'cache.url' },
        SECRET_KEY_BASE: { secretKeyRef: { name: 'mastodon-secrets', key: 'secret-key-base' } },
      },
      ports: { http: { containerPort: 3000 }, metrics: { containerPort: 9394 } },
      readinessProbe: { httpGet: { path: '/health', port: 'http', httpHeaders: [{ name: 'Host', value: 'social.example.com' }] } },
      startupProbe: { httpGet: { path: '/health', port: 'http', scheme: 'HTTP' }, failureThreshold: 30 },
      runAsUser: 991,
      securityContext: { runAsGroup: 991 },
      volumes: { media: { mountPath: '/opt/mastodon/public/system', size: '100Gi', storageClass: 'shared', accessModes: ['ReadWriteMany'] } },
      files: {
        '/opt/mastodon/config/puma.rb': "port ENV.fetch('PORT', 3000)\nthreads 5, 5\npreload_app!\n",
        '/opt/mastodon/config/push.pem': { secretKeyRef: { name: 'mastodon-push', key: 'private.pem' } },
      },
      podAnnotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' },
      serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/mastodon-media' } },
    },
    streaming: {
      image: 'streaming',
      env: { DATABASE_URL: { from: 'db.url' }, REDIS_URL: { from: 'cache.url' } },
      ports: { http: { containerPort: 4000 } },
      readinessProbe: { httpGet: { path: '/api/v1/streaming/health', port: 'http' } },
      runAsUser: 991,
    },
    sidekiq: {
      image: 'mastodon',
      args: ['bundle', 'exec', 'sidekiq'],
      env: { DATABASE_URL: { from: 'db.url' }, REDIS_URL: { from: 'cache.url' } },
      egress: [{ ports: [443] }, { ports: [3478], protocol: 'UDP' }],
      serviceAccount: { identity: 'eks-pod-identity' },
      runAsUser: 991,
      volumes: { media: { mountPath: '/opt/mastodon/public/system' } },
    },
    scheduler: {
      image: 'mastodon',
      mode: 'standalone',
      args: ['bundle', 'exec', 'sidekiq', '-c', '1', '-q', 'scheduler'],
      env: { DATABASE_URL: { from: 'db.url' }, REDIS_URL: { from: 'cache.url' } },
      runAsUser: 991,
    },
    // Opens its port and drops to another user by itself.
    relay: {
      image: 'mastodon',
      args: ['bin/relay'],
      // It reads the address from a file of its image.
      uses: ['cache'],
      ports: { http: { containerPort: 8080 }, ssh: { containerPort: 2222, servicePort: 22, exposed: true } },
      service: { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
      readinessProbe: { tcpSocket: { port: 'ssh' } },
      runAsUser: 0,
      securityContext: { runAsNonRoot: false, readOnlyRootFilesystem: false, capabilities: { add: ['SETGID', 'SETUID'] } },
      volumes: { archive: { mountPath: '/archive', existingClaim: 'mastodon-archive', accessModes: ['ReadWriteMany'], readOnly: true } },
    },
  },
  jobs: {
    migrate: {
      image: 'mastodon',
      args: ['bundle', 'exec', 'rails', 'db:migrate'],
      env: { DATABASE_URL: { from: 'db.url' } },
      runAsUser: 991,
    },
    'remove-media': {
      image: 'mastodon',
      phase: 'PostSync',
      args: ['bin/tootctl', 'media', 'remove'],
      env: { DATABASE_URL: { from: 'db.url' }, REDIS_URL: { from: 'cache.url' } },
      runAsUser: 991,
      volumes: { media: { mountPath: '/opt/mastodon/public/system' } },
    },
  },
  cronJobs: {
    'clean-up': {
      image: 'mastodon',
      schedule: '30 3 * * 1-5',
      timeZone: 'Europe/Berlin',
      startingDeadlineSeconds: 600,
      activeDeadlineSeconds: 3600,
      args: ['bin/tootctl', 'statuses', 'remove'],
      env: { DATABASE_URL: { from: 'db.url' }, REDIS_URL: { from: 'cache.url' } },
      runAsUser: 991,
      files: { '/etc/clean-up/days': '90\n' },
    },
  },
  routes: {
    public: { component: 'web', port: 'http' },
    streaming: { component: 'streaming', port: 'http', path: '/api/v1/streaming', timeout: '1h' },
  },
  auxiliaryServices: { db: { type: 'postgresql' }, cache: { type: 'redis', maxmemoryPolicy: 'noeviction' } },
  monitoring: { prometheus: true },
  environments: {
    staging: {
      clusters: ['dc1'],
      delivery: 'continuous-deployment',
      sync: 'automatic',
      secrets: { store: 'kubernetes' },
      routes: { public: { hosts: ['social.staging.example.com'] }, streaming: { hosts: ['social.staging.example.com'], annotations: { 'haproxy.org/timeout-tunnel': '1h' } } },
      auxiliaryServices: { db: { provider: 'operator' }, cache: { provider: 'embedded' } },
    },
    prod: {
      clusters: ['eu'],
      delivery: 'continuous-delivery',
      sync: 'manual',
      promoteFrom: 'staging',
      approval: { by: 'pull-request', reviewers: ['@acme/platform'] },
      secrets: { store: 'vault' },
      components: {
        web: {
          autoscaling: { minReplicas: 3, maxReplicas: 12 },
          nodeSelector: { 'node.kubernetes.io/pool': 'web' },
          tolerations: [{ key: 'pool', value: 'web', effect: 'NoSchedule' }],
          priorityClassName: 'high',
        },
        relay: { service: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' } } },
        sidekiq: { replicas: 6, nodeSelector: { 'node.kubernetes.io/pool': 'workers' } },
      },
      cronJobs: { 'clean-up': { schedule: '0 * * * *', failedJobsHistoryLimit: 3 } },
      routes: { public: { hosts: ['social.example.com'] }, streaming: { hosts: ['social.example.com'] } },
      auxiliaryServices: {
        db: { provider: 'external', host: 'db.social.example.com', secret: { name: 'mastodon-db', keys: { url: 'url' } } },
        cache: { provider: 'external', host: 'cache.social.example.com', secret: { name: 'mastodon-cache', keys: { password: 'password' } } },
      },
    },
  },
});
