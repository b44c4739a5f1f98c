import { definePipeline } from './.gitops-app/config.js';

// Every name here is a word or number that YAML 1.1 takes for something else, or looks like one: no reader may.
export default definePipeline({
  app: { name: 'y', description: 'off', language: 'node', owners: ['@acme/true'] },
  repositories: {
    app: { slug: 'acme/y', defaultBranch: 'on' },
    config: { slug: 'acme/no', path: '../config', defaultBranch: 'yes', owners: ['@acme/true'] },
  },
  registry: { type: 'ghcr' },
  images: { off: { repository: '123' } },
  ci: { versions: ['24'] },
  argocd: { topology: 'hub', cluster: 'off', namespace: 'no' },
  clusters: {
    on: { location: 'cloud', name: 'true', storageClass: 'n', ingressClassName: 'yes', imagePull: { secret: 'false' } },
    off: { location: 'on-premise', storageClass: 'no', gateway: { name: 'on', namespace: 'off', sectionName: 'y' }, imagePull: { secret: 'on' } },
  },
  components: {
    on: {
      ports: { on: { containerPort: 8080, exposed: true }, y: { containerPort: 8081 } },
      service: { type: 'LoadBalancer', annotations: { on: 'off' } },
      readinessProbe: { httpGet: { path: '/', port: 'on' } },
      env: {
        y: 'yes',
        NO: { from: 'n.url' },
        ON: { from: 'yes.password' },
        N: { secretKeyRef: { name: '1.10', key: '1e5' } },
        OFF: '1_000',
      },
      files: { '/etc/on': 'off\n', '/etc/off': { secretKeyRef: { name: 'off', key: 'on' } } },
      nodeSelector: { on: 'yes', no: '1' },
      priorityClassName: 'off',
      serviceAccount: { annotations: { on: 'true' } },
      podAnnotations: { on: '1e5', off: '~' },
      metrics: { port: 'y' },
    },
    off: { mode: 'standalone', env: { TRUE: 'true' }, volumes: { no: { mountPath: '/data', size: '1Gi' } } },
  },
  jobs: { true: { env: { NULL: '~' } } },
  cronJobs: { no: { schedule: '0 3 * * *', timeZone: 'Europe/Oslo' } },
  routes: { false: { component: 'on', port: 'on', annotations: { on: 'no' } } },
  auxiliaryServices: { n: { type: 'postgresql', database: 'yes', extensions: ['hstore'] }, yes: { type: 'redis' } },
  monitoring: { prometheus: true, grafana: true, namespace: 'true' },
  environments: {
    no: {
      clusters: ['on'],
      namespace: 'false',
      delivery: 'continuous-deployment',
      sync: 'automatic',
      routes: { false: { hosts: ['y.no'], tlsSecret: 'yes' } },
      auxiliaryServices: {
        n: { provider: 'embedded', secret: { name: 'on', keys: { username: 'y', password: 'n' } } },
        yes: { provider: 'embedded', secret: { name: '0x1f', keys: { password: '1.0' } } },
      },
    },
    yes: {
      clusters: ['on', 'off'],
      namespace: 'on',
      delivery: 'continuous-delivery',
      sync: 'manual',
      promoteFrom: 'no',
      approval: { by: 'pull-request', reviewers: ['@acme/true'] },
      secrets: { store: 'vault', clusterSecretStore: 'off', path: 'on/1e5' },
      components: { on: { autoscaling: { minReplicas: 2, maxReplicas: 4 } } },
      routes: { false: { hosts: ['no.no'] } },
      auxiliaryServices: {
        n: { provider: 'operator', instances: 1 },
        yes: { provider: 'external', host: 'yes.no', secret: { name: '0o17', keys: { password: '010' } } },
      },
    },
  },
});
