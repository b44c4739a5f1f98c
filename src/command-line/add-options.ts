import { serviceTypes } from '../auxiliary-services/index.ts';
import type { OptionDescription } from './option-description.ts';

/** What `add` adds, as it is called on the command line. */
export const addKinds = ['environment', 'cluster', 'component', 'job', 'cron-job', 'service', 'route'] as const;

export type AddKind = (typeof addKinds)[number];

const provided = ['service', 'environment'] as const;
const processes = ['component', 'job', 'cron-job'] as const;
const timed = ['job', 'cron-job'] as const;

/** The options of `add` by name, with the kinds that take them; one is for the thing that is added, `<key>=` for one of its users. */
export const addOptions = {
  clusters: { type: 'string', value: 'name,…', of: ['environment'], description: 'Its clusters, in the order in which they are synced.' },
  delivery: {
    type: 'string',
    value: 'continuous-deployment|continuous-delivery',
    choices: ['continuous-deployment', 'continuous-delivery'],
    of: ['environment'],
    description: 'Who writes Git: CI at once, or a promotion.',
  },
  sync: { type: 'string', value: 'automatic|manual', choices: ['automatic', 'manual'], of: ['environment'], description: 'Who applies: Argo CD, or a person.' },
  'promote-from': { type: 'string', value: 'environment', of: ['environment'], description: 'Where its images are promoted from.' },
  approval: {
    type: 'string',
    value: 'pull-request|github-environment|argo-cd',
    choices: ['pull-request', 'github-environment', 'argo-cd'],
    of: ['environment'],
    description: 'How a promotion is let in.',
  },
  reviewers: { type: 'string', value: '@team,…', of: ['environment'], description: 'Who lets it in.' },
  mode: {
    type: 'string',
    value: 'standalone|multi-instance',
    choices: ['standalone', 'multi-instance'],
    of: ['environment'],
    description: 'Default: the app’s mode.',
  },
  namespace: { type: 'string', value: 'name', of: ['environment'], description: 'Default: name of the app and its own, shop-staging.' },
  secrets: { type: 'string', value: 'kubernetes|vault', choices: ['kubernetes', 'vault'], of: ['environment'], description: 'Where its secrets come from.' },
  location: { type: 'string', value: 'cloud|on-premise', choices: ['cloud', 'on-premise'], of: ['cluster'], description: 'Where it runs.' },
  gateway: { type: 'string', value: 'namespace/name', of: ['cluster'], description: 'The Gateway that routes attach to.' },
  'ingress-class': { type: 'string', value: 'name', of: ['cluster'], description: 'IngressClass, where it has no Gateway.' },
  'storage-class': { type: 'string', value: 'name', of: ['cluster'], description: 'StorageClass of volumes.' },
  links: { type: 'string', value: 'aws|google-cloud,…', of: ['cluster'], description: 'Clouds whose managed databases it reaches, on-premise.' },
  'image-pull': {
    type: 'string',
    value: 'node|secret=name|externalSecrets=name|mirror=host',
    of: ['cluster'],
    description: 'How it pulls images. Default: its nodes may.',
  },
  'kubernetes-version': { type: 'string', value: '1.33', of: ['cluster'], description: 'Its minor version.' },
  image: { type: 'string', value: 'name', of: processes, description: 'The image that it runs, where there are several.' },
  command: { type: 'string', value: 'words', of: processes, description: 'What runs in place of the image’s ENTRYPOINT: "node worker.js".' },
  args: { type: 'string', value: 'words', of: processes, description: 'What takes the place of the image’s CMD: --args="--queue mail".' },
  port: {
    type: 'string',
    multiple: true,
    value: 'name[=number]',
    of: ['component', 'route'],
    description: 'A component’s ports: http=8080, may be given several times. A route’s port: http.',
  },
  health: { type: 'string', value: 'path', of: ['component'], description: 'Path that its first port answers when it is ready. Default: that it listens.' },
  replicas: { type: 'string', value: 'number', of: ['component'], description: 'Number of pods.' },
  env: {
    type: 'string',
    multiple: true,
    value: 'NAME=value',
    of: processes,
    description: 'A variable: LOG_LEVEL=info, DATABASE_URL=from:db.url, TOKEN=secret:name/key. May be given several times.',
  },
  schedule: { type: 'string', value: '0 3 * * *', of: ['cron-job'], description: 'When it runs: minute, hour, day of the month, month, day of the week.' },
  'time-zone': { type: 'string', value: 'name', of: ['cron-job'], description: 'Time zone of the schedule: Europe/Berlin. Default: the cluster’s.' },
  'concurrency-policy': {
    type: 'string',
    value: 'Forbid|Replace|Allow',
    choices: ['Forbid', 'Replace', 'Allow'],
    of: ['cron-job'],
    description: 'Where the run before has not ended: left out, replaced, or both. Default: Forbid.',
  },
  phase: {
    type: 'string',
    value: 'Sync|PostSync',
    choices: ['Sync', 'PostSync'],
    of: ['job'],
    description: 'When: before the app’s new pods, or once they are healthy. Default: Sync.',
  },
  'backoff-limit': { type: 'string', value: 'number', of: timed, description: 'How often a pod that failed is tried again. Default: 2.' },
  'active-deadline-seconds': { type: 'string', value: 'number', of: timed, description: 'Time that it has in all. Default: 900 for a job.' },
  type: {
    type: 'string',
    value: serviceTypes.join('|'),
    choices: serviceTypes,
    of: ['service'],
    description: 'What it is.',
  },
  'service-version': { type: 'string', value: 'version', of: ['service'], description: 'Its version, where it is a database, a cache or a broker.' },
  database: { type: 'string', value: 'name', of: ['service'], description: 'Name of the database, where it has one.' },
  provider: {
    type: 'string',
    multiple: true,
    value: '[key=]embedded|operator|external',
    of: provided,
    description: 'How an environment gets a service. The key: which environment, or of a new one which service; none: all.',
  },
  'provider-host': { type: 'string', multiple: true, value: '[key=]host', of: provided, description: 'Host of an external one.' },
  'provider-port': {
    type: 'string',
    multiple: true,
    value: '[key=]number',
    of: provided,
    description: 'Port of an external one. Default: the usual one of its type.',
  },
  'provider-secret': { type: 'string', multiple: true, value: '[key=]name', of: provided, description: 'Secret with its credentials.' },
  'provider-bucket': { type: 'string', multiple: true, value: '[key=]name', of: provided, description: 'Bucket of an object store.' },
  'accept-data-loss': {
    type: 'string',
    multiple: true,
    value: 'key',
    of: provided,
    description: 'Lets an embedded one run where approval is: it has no backup.',
  },
  component: { type: 'string', value: 'name', of: ['route'], description: 'The component that answers.' },
  path: { type: 'string', value: 'path', of: ['route'], description: 'Path prefix. Default: /.' },
  host: {
    type: 'string',
    multiple: true,
    value: 'key=host,…',
    of: ['route', 'environment'],
    description: 'Hosts. The key: in which environment, or of a new one for which route. May be given several times.',
  },
} as const satisfies Record<string, OptionDescription & { of: readonly AddKind[] }>;

export type AddFlag = keyof typeof addOptions;
