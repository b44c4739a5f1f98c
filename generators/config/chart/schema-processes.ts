import type { Model } from '../../../src/model/model.ts';
import { closed, describe, fields, port, ref, rule, type Schema, text } from './schema-parts.ts';

/** Fields of every process. */
const process = (model: Model): Record<string, Schema> => ({
  image: { description: 'Image that it runs, a name in images.', enum: model.images.map(({ name }) => name) },
  command: { type: 'array', items: { type: 'string' } },
  args: { type: 'array', items: { type: 'string' } },
  env: { type: 'object', propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }, additionalProperties: ref('EnvValue') },
  resources: ref('Resources'),
  runAsUser: { type: 'integer', minimum: 0 },
  securityContext: ref('SecurityContext'),
  egress: { type: 'array', description: "What its NetworkPolicy allows beside DNS, the app's own pods and its auxiliary services.", items: ref('Egress') },
  writablePaths: { type: 'array', items: text, uniqueItems: true },
  volumes: { type: 'object', propertyNames: ref('VolumeName'), additionalProperties: ref('Volume') },
  files: { type: 'object', propertyNames: ref('FilePath'), additionalProperties: ref('FileContent') },
  nodeSelector: { type: 'object', propertyNames: ref('MetadataKey'), additionalProperties: ref('LabelValue') },
  tolerations: { type: 'array', items: ref('Toleration') },
  priorityClassName: ref('ResourceName'),
});

/** Running as root takes two settings, so that neither alone does it by mistake. */
const root = {
  allOf: [
    rule(
      fields({ runAsUser: { const: 0 } }, { required: ['runAsUser'] }),
      fields({ securityContext: fields({ runAsNonRoot: { const: false } }, { required: ['runAsNonRoot'] }) }, { required: ['securityContext'] }),
    ),
  ],
};

/** Values of a job. */
export function job(model: Model): Schema {
  const schema = closed(
    {
      ...process(model),
      phase: { enum: ['Sync', 'PostSync'] },
      backoffLimit: { type: 'integer', minimum: 0 },
      activeDeadlineSeconds: { type: 'integer', minimum: 10 },
    },
    ['image', 'phase', 'backoffLimit', 'activeDeadlineSeconds', 'resources', 'runAsUser'],
    root,
  );
  return describe('Job', schema);
}

/** Values of a cron job. */
export function cronJob(model: Model): Schema {
  const count = { type: 'integer', minimum: 0 };
  const schema = closed(
    {
      ...process(model),
      schedule: ref('CronSchedule'),
      timeZone: text,
      suspend: { type: 'boolean' },
      concurrencyPolicy: { enum: ['Allow', 'Forbid', 'Replace'] },
      startingDeadlineSeconds: { type: 'integer', minimum: 10 },
      successfulJobsHistoryLimit: count,
      failedJobsHistoryLimit: count,
      backoffLimit: count,
      activeDeadlineSeconds: { type: 'integer', minimum: 10 },
    },
    ['image', 'schedule', 'suspend', 'concurrencyPolicy', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit', 'backoffLimit', 'resources', 'runAsUser'],
    root,
  );
  return describe('CronJob', schema);
}

/** Values of a component. */
export function component(model: Model): Schema {
  const schema = closed(
    {
      ...process(model),
      mode: { enum: ['standalone', 'multi-instance'] },
      ports: { type: 'object', propertyNames: ref('PortName'), additionalProperties: containerPort },
      service: ref('Service'),
      startupProbe: ref('Probe'),
      readinessProbe: ref('Probe'),
      livenessProbe: ref('Probe'),
      replicas: { type: 'integer', minimum: 0 },
      autoscaling,
      metrics,
      terminationGracePeriodSeconds: { type: 'integer', minimum: 10 },
      podAnnotations: { type: 'object', propertyNames: ref('MetadataKey'), additionalProperties: ref('MetadataValue') },
      serviceAccount: ref('ServiceAccount'),
    },
    ['image', 'replicas', 'autoscaling', 'resources', 'metrics', 'terminationGracePeriodSeconds', 'runAsUser'],
    root,
  );
  return describe('Component', schema);
}

const containerPort = describe(
  'Port',
  closed(
    {
      containerPort: port,
      servicePort: port,
      protocol: { enum: ['TCP', 'UDP'], default: 'TCP' },
      exposed: { type: 'boolean', default: false },
    },
    ['containerPort', 'servicePort'],
  ),
);

const autoscaling = describe(
  'Autoscaling',
  closed(
    {
      enabled: { type: 'boolean', description: 'true: a HorizontalPodAutoscaler sets the number of pods.' },
      minReplicas: { type: 'integer', minimum: 2 },
      maxReplicas: { type: 'integer', minimum: 2 },
      targetCPUUtilizationPercentage: { type: 'integer', minimum: 1, maximum: 100 },
    },
    ['enabled'],
  ),
);

const metrics = closed(
  {
    enabled: { type: 'boolean', description: 'true: Prometheus scrapes the component.' },
    port: { ...ref('PortName'), description: 'Name of the port.' },
    path: { ...text, description: 'Path of the endpoint.' },
  },
  ['enabled'],
  { description: 'Endpoint that Prometheus scrapes, if monitoring.prometheus is enabled.' },
);
