import { listOf, mapOf, ref } from './builders.ts';
import type { Schema } from './schema.ts';

/** The config itself. */
export const pipeline: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://create-gitops-app.dev/schemas/pipeline.schema.json',
  title: 'PipelineConfig',
  description: 'The GitOps pipeline of one app, in its app repository and its config repository.',
  type: 'object',
  additionalProperties: false,
  required: ['app', 'repositories', 'registry', 'clusters', 'components', 'environments'],
  properties: {
    app: ref('App', 'The app.'),
    repositories: ref('Repositories', 'The app repository and the config repository.'),
    registry: ref('Registry', 'Container registry that CI pushes images to and clusters pull them from.'),
    images: mapOf('ImageName', 'Image', 'Container images that CI builds, by name. Default: one image with the name of the app, built from ./Dockerfile.'),
    ci: ref('Ci', 'The CI workflow of the app repository.'),
    argocd: ref('ArgoCd', 'The Argo CD installation.'),
    clusters: mapOf('ClusterName', 'Cluster', 'Kubernetes clusters, by name.', { minProperties: 1 }),
    components: mapOf('ComponentName', 'Component', 'Long-running processes of the app, by name, such as web and worker. Empty if the app has only cron jobs.'),
    jobs: mapOf('JobName', 'Job', 'Jobs that run once before or after each release, by name, such as a database migration or a cache warm-up.'),
    cronJobs: mapOf('CronJobName', 'CronJob', 'Jobs that run on a schedule, by name, such as a cleanup or a report. An app can consist of cron jobs only.'),
    routes: mapOf('RouteName', 'Route', 'HTTP routes from outside the cluster, by name. Each environment sets their hosts.'),
    auxiliaryServices: ref(
      'ServiceMap',
      'Databases, caches, object stores, mail servers and other services that the app uses, by name. Each environment sets their providers.',
    ),
    monitoring: ref('Monitoring', 'Monitoring with Prometheus and Grafana.'),
    extraManifests: mapOf('ManifestName', 'ExtraManifest', 'Additional Kubernetes objects in all environments, by name. The chart renders them unchanged.'),
    environments: mapOf('EnvironmentName', 'Environment', 'Environments that the app is deployed to, by name.', { minProperties: 1 }),
    patches: listOf(ref('Patch'), 'Patches for generated YAML and JSON files, applied whenever the files are generated.', {
      examples: [[{ output: 'app/ci', operations: [{ op: 'replace', path: '/jobs/test/timeout-minutes', value: 30 }] }]],
    }),
    allow: ref('Allow', 'Changes that generate refuses until they are named here.'),
    generator: ref('Generator', 'The npm package of create-gitops-app that workflows and runbooks run.'),
  },
};
