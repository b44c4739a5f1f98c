import { annotations, flag, integer, labels, listOf, mapOf, object, oneOf, override, ref, text } from './builders.ts';
import type { Definitions, Schema } from './schema.ts';

type ProcessKind = 'component' | 'job' | 'cronJob';

/** The schema of a field, for each kind of process that has it. */
type ProcessField = Partial<Record<ProcessKind, Schema>>;

const ofJobs = (schema: Schema): ProcessField => ({ job: schema, cronJob: schema });
const ofAll = (schema: Schema): ProcessField => ({ component: schema, ...ofJobs(schema) });

const args = (...example: string[]) => listOf({ type: 'string' }, 'Arguments that replace the CMD of the image (Kubernetes `args`).', { examples: [example] });

const environmentVariables = 'Environment variables, by name. For passwords, use `from` or `secretKeyRef` instead of a literal value.';
const env = (description: string) => mapOf('EnvVariableName', 'EnvValue', description, { examples: [{ DATABASE_URL: { from: 'db.url' }, LOG_LEVEL: 'info' }] });
const envOfPods = env(`${environmentVariables} \`$(NAME)\` in a value expands to another variable, which must be defined before it.`);

const egress = listOf(
  ref('Egress'),
  'Outbound connections that the NetworkPolicy allows, in addition to DNS, the components of the app and the auxiliary services that it uses. An empty list allows nothing else. Default: HTTPS (port 443) to all addresses except cloud metadata servers.',
  { examples: [[{ cidrs: ['10.30.0.0/16'], ports: [587] }]] },
);

const volumesOfJobs = mapOf('VolumeName', 'Volume', 'Persistent volumes, by name: volumes shared with components (`ReadWriteMany`), or existing claims.', {
  examples: [{ uploads: { mountPath: '/app/uploads' } }],
});

/** Every field of a process, in the order in which the kinds show theirs. */
const processFields: Record<string, ProcessField> = {
  image: ofAll(ref('ImageName', 'Image to run, by its name in `images`. Default: the only image, or the one with the name of the app.')),
  mode: {
    component: oneOf(
      ['standalone', 'multi-instance'],
      '`standalone`: exactly one pod, such as a scheduler next to components with several pods. Default: the mode of the environment.',
      {
        examples: ['standalone'],
      },
    ),
  },
  schedule: { cronJob: ref('CronSchedule', 'Cron schedule: minute, hour, day of the month, month, day of the week, without seconds.') },
  timeZone: {
    cronJob: text('IANA time zone of the schedule. Default: the time zone of the kube-controller-manager, usually UTC.', {
      pattern: '^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$',
      examples: ['Europe/Berlin'],
    }),
  },
  suspend: { cronJob: flag('Whether to suspend the schedule, so that no runs start.', { default: false, examples: [true] }) },
  concurrencyPolicy: {
    cronJob: oneOf(
      ['Forbid', 'Replace', 'Allow'],
      'What happens if the previous run is still active. `Forbid`: the new run is skipped. `Replace`: the previous run is stopped. `Allow`: both run.',
      { default: 'Forbid', examples: ['Replace'] },
    ),
  },
  startingDeadlineSeconds: {
    cronJob: integer('How late a missed run can still start, in seconds. Default: any time before the next run.', {
      minimum: 10,
      maximum: 86400,
      examples: [600],
    }),
  },
  successfulJobsHistoryLimit: {
    cronJob: integer('Number of successful runs to keep, with their logs.', { minimum: 0, maximum: 100, default: 3, examples: [1] }),
  },
  failedJobsHistoryLimit: { cronJob: integer('Number of failed runs to keep, with their logs.', { minimum: 0, maximum: 100, default: 1, examples: [3] }) },
  command: ofAll(
    listOf({ type: 'string' }, 'Command that replaces the ENTRYPOINT of the image (Kubernetes `command`).', { examples: [['node', 'worker.js']] }),
  ),
  args: { component: args('--queue', 'mail'), job: args('bundle', 'exec', 'rails', 'db:migrate'), cronJob: args('bin/clean-up') },
  env: { component: envOfPods, job: envOfPods, cronJob: env(environmentVariables) },
  uses: ofAll(
    listOf(
      ref('ServiceName'),
      'Auxiliary services that it may connect to, in addition to those that its variables read with `from`. For addresses that are in a file, in a Secret or in code.',
      { uniqueItems: true, examples: [['cache']] },
    ),
  ),
  phase: {
    job: oneOf(
      ['Sync', 'PostSync'],
      'When Argo CD runs the job. `Sync`: after databases and caches are healthy and before the pods of the app are updated; if the job fails, the sync ends and the pods are not updated. `PostSync`: after the pods are healthy. PreSync is not available, because it runs before the chart creates Secrets and databases.',
      { default: 'Sync', examples: ['PostSync'] },
    ),
  },
  backoffLimit: ofJobs(integer('Number of retries after a pod fails.', { minimum: 0, maximum: 10, default: 2, examples: [0] })),
  activeDeadlineSeconds: {
    job: integer('Maximum duration of the job with all retries, in seconds, so that a job that hangs does not block the release.', {
      minimum: 10,
      maximum: 86400,
      default: 900,
      examples: [900],
    }),
    cronJob: integer('Maximum duration of a run with all retries, in seconds. Default: unlimited.', {
      minimum: 10,
      maximum: 86400,
      examples: [3600],
    }),
  },
  ports: {
    component: mapOf(
      'PortName',
      'Port',
      'Container ports, by name. Each becomes a port of the Service. A component without ports, such as a worker, has no Service.',
      {
        examples: [{ http: { containerPort: 8080 } }],
      },
    ),
  },
  service: { component: ref('Service', 'Service for ports with `exposed`, for protocols that routes do not support, such as SSH, DNS or game servers.') },
  readinessProbe: {
    component: ref('Probe', 'Probe that decides whether a pod receives traffic. Without it, a rolling update does not detect a broken release.'),
  },
  livenessProbe: {
    component: ref(
      'Probe',
      'Probe that decides whether a container is restarted. Default: none, because a liveness probe that fails under load turns a slow app into an outage.',
    ),
  },
  startupProbe: {
    component: ref(
      'Probe',
      'Probe that delays the other probes until the app has started. Default, where there is a `readinessProbe` and no `livenessProbe`: the `readinessProbe` every second, and a restart after ten minutes without success.',
    ),
  },
  replicas: { component: integer('Number of pods. Always 1 in standalone mode.', { minimum: 0, maximum: 1000, default: 2, examples: [3] }) },
  autoscaling: { component: ref('Autoscaling', 'HorizontalPodAutoscaler, which then controls the number of pods. Not available in standalone mode.') },
  resources: ofAll(ref('Resources', 'CPU and memory requests and limits.')),
  metrics: {
    component: ref(
      'Metrics',
      'Metrics endpoint that Prometheus scrapes, if `monitoring.prometheus` is set. Default: `/metrics` on the port named `metrics`, otherwise on the first port that is not public.',
    ),
  },
  terminationGracePeriodSeconds: {
    component: integer('Time between SIGTERM and SIGKILL, in seconds.', { minimum: 10, default: 30, maximum: 3600, examples: [30] }),
  },
  runAsUser: ofAll(
    integer(
      'Numeric user ID of the container. Always set, because the kubelet rejects user names with `runAsNonRoot`. 0 requires `securityContext.runAsNonRoot: false`.',
      { minimum: 0, maximum: 2147483647, default: 10001, examples: [10001] },
    ),
  ),
  egress: ofAll(egress),
  writablePaths: ofAll(
    listOf(ref('AbsolutePath'), 'Absolute paths to mount an emptyDir at, because the root file system is read-only. /tmp is always writable.', {
      uniqueItems: true,
      examples: [['/app/tmp']],
    }),
  ),
  volumes: {
    component: mapOf(
      'VolumeName',
      'Volume',
      'Persistent volumes, by name: a volume of this component only (`ReadWriteOnce`, standalone mode), or one that all processes with this volume name share (`ReadWriteMany`).',
      { examples: [{ data: { mountPath: '/data', size: '10Gi' } }] },
    ),
    ...ofJobs(volumesOfJobs),
  },
  files: ofAll(
    mapOf(
      'FilePath',
      'FileContent',
      'Files in the container, by absolute path: text, which is stored in Git, or a key of a Secret. They are mounted read-only; a changed text restarts the pods.',
      { examples: [{ '/etc/app/config.yaml': 'level: info\n', '/etc/app/key.pem': { secretKeyRef: { name: 'shop-key', key: 'key.pem' } } }] },
    ),
  ),
  securityContext: ofAll(ref('SecurityContext', 'Exceptions from the restricted security context. Default: none.')),
  nodeSelector: ofAll(labels('Labels of the nodes to run on.', { examples: [{ 'kubernetes.io/arch': 'arm64' }] })),
  tolerations: ofAll(
    listOf(ref('Toleration'), 'Tolerations for node taints.', {
      examples: [[{ key: 'dedicated', operator: 'Equal', value: 'shop', effect: 'NoSchedule' }]],
    }),
  ),
  priorityClassName: ofAll(
    ref('ResourceName', 'PriorityClass of the pods. Determines which pods are preempted when the nodes are full.', { examples: ['high'] }),
  ),
  podAnnotations: { component: annotations('Annotations of the pods.', { examples: [{ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' }] }) },
  serviceAccount: {
    component: ref(
      'ServiceAccount',
      'ServiceAccount of this component only, for workload identity. Default: the ServiceAccount of the app, which has no permissions.',
    ),
  },
  pod: ofAll(ref('PodSpec', 'Everything else that a Kubernetes PodSpec can say, such as `dnsConfig` or `hostAliases`.')),
  container: ofAll(ref('Container', 'Everything else that a Kubernetes Container can say, such as `envFrom` or `lifecycle`.')),
};

function fieldsOf(kind: ProcessKind): Definitions {
  const fields = Object.entries(processFields).map(([name, field]) => [name, field[kind]] as const);
  return Object.fromEntries(fields.filter((field): field is [string, Schema] => field[1] !== undefined));
}

const component = object('A long-running process of the app.', fieldsOf('component'));
const job = object('A Job that Argo CD runs with each release. It must be idempotent, because every sync runs it.', fieldsOf('job'));
const cronJob = object('A job that Kubernetes runs on a schedule.', fieldsOf('cronJob'), ['schedule']);

export const processes = {
  Component: component,
  Job: job,
  CronJob: cronJob,
  ComponentOverride: override(component, 'Overrides of the fields of a component.'),
  JobOverride: override(job, 'Overrides of the fields of a job.'),
  CronJobOverride: override(cronJob, 'Overrides of the fields of a cron job.'),
} satisfies Definitions;
