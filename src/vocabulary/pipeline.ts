import { listOf, mapOf, ref } from './builders.ts';
import type { Schema } from './schema.ts';

/** The config itself. */
export const pipeline: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://create-gitops-app.dev/schemas/pipeline.schema.json',
  title: 'PipelineConfig',
  description: 'Both repositories of one app’s GitOps pipeline.',
  type: 'object',
  additionalProperties: false,
  required: ['app', 'repositories', 'registry', 'clusters', 'components', 'environments'],
  properties: {
    app: ref('App', 'The app itself.'),
    repositories: ref('Repositories', 'The app repository and the config repository.'),
    registry: ref('Registry', 'Where images are pushed and pulled.'),
    images: mapOf('ImageName', 'Image', 'Container images that CI builds. Default: one image of the app’s name from ./Dockerfile.'),
    ci: ref('Ci', 'How CI builds and tests the app.'),
    argocd: ref('ArgoCd', 'Where Argo CD runs.'),
    clusters: mapOf('ClusterName', 'Cluster', 'The Kubernetes clusters, by name.', { minProperties: 1 }),
    components: mapOf('ComponentName', 'Component', 'The processes of the app, by name: web, worker, … Empty where there are only cron jobs.'),
    jobs: mapOf('JobName', 'Job', 'What runs once before or after each release, by name: a database migration, a cache that is warmed.'),
    cronJobs: mapOf('CronJobName', 'CronJob', 'What runs by a schedule, by name: a clean-up, a report. An app may be nothing else.'),
    routes: mapOf('RouteName', 'Route', 'Ways in from outside, by name. Hosts stand under the environment.'),
    auxiliaryServices: ref(
      'ServiceMap',
      'Databases, caches, object stores and mail servers that the app uses, by name. Each environment says how it gets them.',
    ),
    monitoring: ref('Monitoring', 'Prometheus and Grafana.'),
    extraManifests: mapOf('ManifestName', 'ExtraManifest', 'Kubernetes objects that the chart renders as they are, in every environment, by a name of yours.'),
    environments: mapOf('EnvironmentName', 'Environment', 'Where the app is deployed, by name.', { minProperties: 1 }),
    patches: listOf(ref('Patch'), 'Changes of generated YAML and JSON files, applied each time that they are generated.', {
      examples: [[{ output: 'app/ci', operations: [{ op: 'replace', path: '/jobs/test/timeout-minutes', value: 30 }] }]],
    }),
    generator: ref('Generator', 'How the generated repositories call this generator.'),
  },
};
