import { serviceTypes } from '../auxiliary-services/index.ts';
import type { OptionDescription } from './option-description.ts';

/** The kinds of `add`, as on the command line. */
export const addKinds = ['environment', 'cluster', 'component', 'job', 'cron-job', 'service', 'route'] as const;

export type AddKind = (typeof addKinds)[number];

const providerKinds = ['service', 'environment'] as const;
const processKinds = ['component', 'job', 'cron-job'] as const;
const jobKinds = ['job', 'cron-job'] as const;

/** The options of `add` by name, with the kinds that take them. A value applies to the new item; `<key>=` applies it to one of its users. */
export const addOptions = {
  clusters: { type: 'string', value: 'name,…', of: ['environment'], description: 'Clusters to deploy to, in the order in which they are synced.' },
  delivery: {
    type: 'string',
    value: 'continuous-deployment|continuous-delivery',
    choices: ['continuous-deployment', 'continuous-delivery'],
    of: ['environment'],
    description: 'How images are delivered: by CI after each build, or by promotion.',
  },
  sync: {
    type: 'string',
    value: 'automatic|manual',
    choices: ['automatic', 'manual'],
    of: ['environment'],
    description: 'Whether Argo CD syncs automatically.',
  },
  'promote-from': { type: 'string', value: 'environment', of: ['environment'], description: 'Environment to promote images from.' },
  approval: {
    type: 'string',
    value: 'pull-request|github-environment|argo-cd',
    choices: ['pull-request', 'github-environment', 'argo-cd'],
    of: ['environment'],
    description: 'How promotions are approved.',
  },
  reviewers: { type: 'string', value: '@team,…', of: ['environment'], description: 'GitHub teams or users that approve promotions.' },
  mode: {
    type: 'string',
    value: 'standalone|multi-instance',
    choices: ['standalone', 'multi-instance'],
    of: ['environment'],
    description: 'Mode in this environment. Default: the mode of the app.',
  },
  namespace: {
    type: 'string',
    value: 'name',
    of: ['environment'],
    description: 'Namespace to deploy to. Default: the app and the environment, such as shop-staging.',
  },
  secrets: { type: 'string', value: 'kubernetes|vault', choices: ['kubernetes', 'vault'], of: ['environment'], description: 'Source of the secrets.' },
  location: { type: 'string', value: 'cloud|on-premise', choices: ['cloud', 'on-premise'], of: ['cluster'], description: 'Location of the cluster.' },
  gateway: { type: 'string', value: 'namespace/name', of: ['cluster'], description: 'Gateway that routes attach to.' },
  'ingress-class': { type: 'string', value: 'name', of: ['cluster'], description: 'IngressClass, if the cluster has no Gateway.' },
  'storage-class': { type: 'string', value: 'name', of: ['cluster'], description: 'StorageClass of persistent volumes.' },
  links: { type: 'string', value: 'aws|google-cloud,…', of: ['cluster'], description: 'Clouds whose managed services an on-premise cluster can reach.' },
  'image-pull': {
    type: 'string',
    value: 'node|secret=name|externalSecrets=name|mirror=host',
    of: ['cluster'],
    description: 'How the cluster pulls images. Default: node, with the permissions of its nodes.',
  },
  'kubernetes-version': { type: 'string', value: '1.33', of: ['cluster'], description: 'Kubernetes minor version.' },
  image: { type: 'string', value: 'name', of: processKinds, description: 'Image to run, if the app has several.' },
  command: { type: 'string', value: 'words', of: processKinds, description: 'Replaces the ENTRYPOINT of the image: "node worker.js".' },
  args: { type: 'string', value: 'words', of: processKinds, description: 'Replaces the CMD of the image: --args="--queue mail".' },
  port: {
    type: 'string',
    multiple: true,
    value: 'name[=number]',
    of: ['component', 'route'],
    description: 'Ports of a component: http=8080, repeatable. Port of a route: http.',
  },
  health: { type: 'string', value: 'path', of: ['component'], description: 'Path of the readiness probe on its first port. Default: a TCP probe.' },
  replicas: { type: 'string', value: 'number', of: ['component'], description: 'Number of pods.' },
  env: {
    type: 'string',
    multiple: true,
    value: 'NAME=value',
    of: processKinds,
    description: 'Environment variable: LOG_LEVEL=info, DATABASE_URL=from:db.url, TOKEN=secret:name/key. Repeatable.',
  },
  schedule: { type: 'string', value: '0 3 * * *', of: ['cron-job'], description: 'Cron schedule: minute, hour, day of month, month, day of week.' },
  'time-zone': {
    type: 'string',
    value: 'name',
    of: ['cron-job'],
    description: 'Time zone of the schedule: Europe/Berlin. Default: the time zone of the cluster.',
  },
  'concurrency-policy': {
    type: 'string',
    value: 'Forbid|Replace|Allow',
    choices: ['Forbid', 'Replace', 'Allow'],
    of: ['cron-job'],
    description: 'If the previous run has not finished: skip, replace it, or run both. Default: Forbid.',
  },
  phase: {
    type: 'string',
    value: 'Sync|PostSync',
    choices: ['Sync', 'PostSync'],
    of: ['job'],
    description: 'Before the new pods of the app, or after they are healthy. Default: Sync.',
  },
  'backoff-limit': { type: 'string', value: 'number', of: jobKinds, description: 'Number of retries. Default: 2.' },
  'active-deadline-seconds': { type: 'string', value: 'number', of: jobKinds, description: 'Time limit. Default: 900 for a job.' },
  type: {
    type: 'string',
    value: serviceTypes.join('|'),
    choices: serviceTypes,
    of: ['service'],
    description: 'Type of the service.',
  },
  'service-version': { type: 'string', value: 'version', of: ['service'], description: 'Version of a database, cache or broker.' },
  database: { type: 'string', value: 'name', of: ['service'], description: 'Name of the database, for a database service.' },
  provider: {
    type: 'string',
    multiple: true,
    value: '[key=]embedded|operator|external',
    of: providerKinds,
    description: 'Where a service runs. Key: the environment; for a new environment, the service. Default: all.',
  },
  'provider-host': { type: 'string', multiple: true, value: '[key=]host', of: providerKinds, description: 'Host of an external service.' },
  'provider-port': {
    type: 'string',
    multiple: true,
    value: '[key=]number',
    of: providerKinds,
    description: 'Port of an external service. Default: the standard port of its type.',
  },
  'provider-secret': { type: 'string', multiple: true, value: '[key=]name', of: providerKinds, description: 'Secret with the credentials.' },
  'provider-bucket': { type: 'string', multiple: true, value: '[key=]name', of: providerKinds, description: 'Bucket of an object store.' },
  'accept-data-loss': {
    type: 'string',
    multiple: true,
    value: 'key',
    of: providerKinds,
    description: 'Allows an embedded service, which has no backups, in an environment with approval.',
  },
  component: { type: 'string', value: 'name', of: ['route'], description: 'Component that serves the route.' },
  path: { type: 'string', value: 'path', of: ['route'], description: 'Path prefix. Default: /.' },
  host: {
    type: 'string',
    multiple: true,
    value: 'key=host,…',
    of: ['route', 'environment'],
    description: 'Hosts. Key: the environment; for a new environment, the route. Repeatable.',
  },
} as const satisfies Record<string, OptionDescription & { of: readonly AddKind[] }>;

export type AddFlag = keyof typeof addOptions;
