import { flag, integer, listOf, mapOf, metadata, object, oneOf, override, ref, text } from './builders.ts';
import type { Definitions, Schema } from './schema.ts';

type ProcessKind = 'component' | 'job' | 'cronJob';

/** The schema of a field, for each kind of process that has it. */
type ProcessField = Partial<Record<ProcessKind, Schema>>;

const ofJobs = (schema: Schema): ProcessField => ({ job: schema, cronJob: schema });
const ofAll = (schema: Schema): ProcessField => ({ component: schema, ...ofJobs(schema) });

const args = (...example: string[]) => listOf({ type: 'string' }, 'Replaces the image’s CMD (Kubernetes `args`).', { examples: [example] });

const environmentVariables = 'Environment variables by name. A password is never a literal: use `from` or `secretKeyRef`.';
const env = (description: string) => mapOf('EnvVariableName', 'EnvValue', description, { examples: [{ DATABASE_URL: { from: 'db.url' }, LOG_LEVEL: 'info' }] });
const envOfPods = env(`${environmentVariables} \`$(NAME)\` in a text stands for another variable, which is set before it.`);

const egress = (process: string) =>
  listOf(
    ref('Egress'),
    `What the NetworkPolicy lets the ${process} reach beside DNS, this app's pods and its auxiliary services. Default: HTTPS everywhere; [] is nothing.`,
    { examples: [[{ cidrs: ['10.30.0.0/16'], ports: [587] }]] },
  );

const volumesOfJobs = mapOf('VolumeName', 'Volume', 'Volumes that it shares with components, by their name, and existing claims.', {
  examples: [{ uploads: { mountPath: '/app/uploads' } }],
});

/** Every field of a process, in the order in which the kinds show theirs. */
const processFields: Record<string, ProcessField> = {
  image: ofAll(ref('ImageName', 'The image that it runs, a name of `images`. Default: the only image, or the one of the app’s name.')),
  mode: {
    component: oneOf(
      ['standalone', 'multi-instance'],
      'standalone: exactly one pod beside scaled others, such as a scheduler. Default: the environment’s mode.',
      {
        examples: ['standalone'],
      },
    ),
  },
  schedule: { cronJob: ref('CronSchedule', 'When it runs: minute, hour, day of the month, month, day of the week. No seconds.') },
  timeZone: {
    cronJob: text('Time zone of the schedule, by its name in the IANA database. Default: that of the cluster’s controller, mostly UTC.', {
      pattern: '^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$',
      examples: ['Europe/Berlin'],
    }),
  },
  suspend: { cronJob: flag('true: no run is started.', { default: false, examples: [true] }) },
  concurrencyPolicy: {
    cronJob: oneOf(
      ['Forbid', 'Replace', 'Allow'],
      'Where the run before has not ended. Forbid: this one is left out. Replace: the one before is stopped. Allow: both run.',
      { default: 'Forbid', examples: ['Replace'] },
    ),
  },
  startingDeadlineSeconds: {
    cronJob: integer('How late a run may start that was missed, in seconds. Default: any time before the next one.', {
      minimum: 10,
      maximum: 86400,
      examples: [600],
    }),
  },
  successfulJobsHistoryLimit: {
    cronJob: integer('How many runs that succeeded are kept, with their logs.', { minimum: 0, maximum: 100, default: 3, examples: [1] }),
  },
  failedJobsHistoryLimit: { cronJob: integer('How many runs that failed are kept, with their logs.', { minimum: 0, maximum: 100, default: 1, examples: [3] }) },
  command: ofAll(listOf({ type: 'string' }, 'Replaces the image’s ENTRYPOINT (Kubernetes `command`).', { examples: [['node', 'worker.js']] })),
  args: { component: args('--queue', 'mail'), job: args('bundle', 'exec', 'rails', 'db:migrate'), cronJob: args('bin/clean-up') },
  env: { component: envOfPods, job: envOfPods, cronJob: env(environmentVariables) },
  phase: {
    job: oneOf(
      ['Sync', 'PostSync'],
      "When Argo CD runs it. Sync: after databases and caches are there, before the app's pods; a job that fails ends the sync, and the pods stay as they are. PostSync: once the app's pods are healthy. PreSync is not offered: it would run before the Secrets and databases of the chart.",
      { default: 'Sync', examples: ['PostSync'] },
    ),
  },
  backoffLimit: ofJobs(integer('How often a pod that failed is tried again.', { minimum: 0, maximum: 10, default: 2, examples: [0] })),
  activeDeadlineSeconds: {
    job: integer('Time that the job has in all, in seconds: a job that hangs must not hold a release for ever.', {
      minimum: 10,
      maximum: 86400,
      default: 900,
      examples: [900],
    }),
    cronJob: integer('Time that a run has in all, in seconds. Default: as long as it takes.', {
      minimum: 10,
      maximum: 86400,
      examples: [3600],
    }),
  },
  ports: {
    component: mapOf('PortName', 'Port', 'Named container ports; each becomes a port of the component’s Service. None is legal: a worker has no Service.', {
      examples: [{ http: { containerPort: 8080 } }],
    }),
  },
  service: { component: ref('Service', 'How ports with `exposed` are reached from outside the cluster, where a route cannot: SSH, DNS, games.') },
  readinessProbe: { component: ref('Probe', 'When the pod may receive traffic. Without one a rolling update cannot see a broken release.') },
  livenessProbe: {
    component: ref('Probe', 'When the container is restarted. None by default: a liveness probe that fails under load makes an outage of a slow moment.'),
  },
  startupProbe: { component: ref('Probe', 'Holds the other probes back until the app has started.') },
  replicas: { component: integer('Number of pods. Standalone is always 1.', { minimum: 0, maximum: 1000, default: 2, examples: [3] }) },
  autoscaling: { component: ref('Autoscaling', 'A HorizontalPodAutoscaler; it then owns the number of pods. Not in standalone mode.') },
  resources: ofAll(ref('Resources', 'CPU and memory that a pod asks for and may use.')),
  metrics: {
    component: ref(
      'Metrics',
      'Where Prometheus reads this component. Default: the port named `metrics`, else the first port, at /metrics, where `monitoring.prometheus` is on.',
    ),
  },
  terminationGracePeriodSeconds: {
    component: integer('Time from SIGTERM to SIGKILL, in seconds.', { minimum: 10, default: 30, maximum: 3600, examples: [30] }),
  },
  runAsUser: ofAll(
    integer(
      'Numeric user of the container; always rendered, because the kubelet refuses a named user under runAsNonRoot. 0 only with securityContext.runAsNonRoot: false.',
      { minimum: 0, maximum: 2147483647, default: 10001, examples: [10001] },
    ),
  ),
  egress: { component: egress('component'), job: egress('job'), cronJob: egress('cron job') },
  writablePaths: ofAll(
    listOf(ref('AbsolutePath'), 'Absolute paths that become an emptyDir: the root file system is read-only. /tmp is always writable.', {
      uniqueItems: true,
      examples: [['/app/tmp']],
    }),
  ),
  volumes: {
    component: mapOf(
      'VolumeName',
      'Volume',
      'Volumes that keep data, by name: one of the component’s own (ReadWriteOnce, standalone), or one that pods and jobs share by its name (ReadWriteMany).',
      { examples: [{ data: { mountPath: '/data', size: '10Gi' } }] },
    ),
    ...ofJobs(volumesOfJobs),
  },
  files: ofAll(
    mapOf(
      'FilePath',
      'FileContent',
      'Files by their absolute path: a text, which stands in Git, or a key of a Secret. Mounted read-only; a new text starts new pods.',
      { examples: [{ '/etc/app/config.yaml': 'level: info\n', '/etc/app/key.pem': { secretKeyRef: { name: 'shop-key', key: 'key.pem' } } }] },
    ),
  ),
  securityContext: ofAll(ref('SecurityContext', 'What the pod may do beyond the strictest standard of Kubernetes. Default: nothing.')),
  nodeSelector: ofAll(mapOf('MetadataKey', 'LabelValue', 'Labels of the nodes that it may run on.', { examples: [{ 'kubernetes.io/arch': 'arm64' }] })),
  tolerations: ofAll(
    listOf(ref('Toleration'), 'Taints of nodes that it may run on all the same.', {
      examples: [[{ key: 'dedicated', operator: 'Equal', value: 'shop', effect: 'NoSchedule' }]],
    }),
  ),
  priorityClassName: ofAll(ref('ResourceName', 'PriorityClass of the cluster: who gives way where nodes are full.', { examples: ['high'] })),
  podAnnotations: { component: metadata('Annotations of its pods.', { examples: [{ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' }] }) },
  serviceAccount: { component: ref('ServiceAccount', 'A ServiceAccount of its own, as workload identity wants it. Default: the app’s, which has no rights.') },
};

function fieldsOf(kind: ProcessKind): Definitions {
  const fields = Object.entries(processFields).map(([name, field]) => [name, field[kind]] as const);
  return Object.fromEntries(fields.filter((field): field is [string, Schema] => field[1] !== undefined));
}

const component = object('A process of the app.', fieldsOf('component'));
const job = object('A Job that Argo CD runs with each release. It must bear being run again: every sync runs it.', fieldsOf('job'));
const cronJob = object('A job that Kubernetes runs by a schedule.', fieldsOf('cronJob'), ['schedule']);

export const processes = {
  Component: component,
  Job: job,
  CronJob: cronJob,
  ComponentOverride: override(component, 'Fields of a component that differ.'),
  JobOverride: override(job, 'Fields of a job that differ.'),
  CronJobOverride: override(cronJob, 'Fields of a cron job that differ.'),
} satisfies Definitions;
