import type { Model } from '../../../src/model/model.ts';
import { closed, fields, port, ref, rule, type Schema, text } from './schema-parts.ts';

/** What components and jobs run. */
const container = (model: Model): Record<string, Schema> => ({
  image: { enum: model.images.map(({ name }) => name) },
  command: { type: 'array', items: { type: 'string' } },
  args: { type: 'array', items: { type: 'string' } },
  env: { type: 'object', propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }, additionalProperties: ref('EnvValue') },
  resources: ref('Resources'),
  runAsUser: { type: 'integer', minimum: 0 },
  securityContext: ref('SecurityContext'),
  egress: { type: 'array', items: ref('Egress') },
  writablePaths: { type: 'array', items: text, uniqueItems: true },
  volumes: { type: 'object', propertyNames: ref('VolumeName'), additionalProperties: ref('Volume') },
  files: { type: 'object', propertyNames: ref('FilePath'), additionalProperties: ref('FileContent') },
  nodeSelector: { type: 'object', propertyNames: ref('MetadataKey'), additionalProperties: ref('LabelValue') },
  tolerations: { type: 'array', items: ref('Toleration') },
  priorityClassName: ref('ResourceName'),
});

/** Who runs as root says so twice. */
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
  return closed(
    {
      ...container(model),
      phase: { enum: ['Sync', 'PostSync'] },
      backoffLimit: { type: 'integer', minimum: 0 },
      activeDeadlineSeconds: { type: 'integer', minimum: 10 },
    },
    ['image', 'phase', 'backoffLimit', 'activeDeadlineSeconds', 'resources', 'runAsUser'],
    root,
  );
}

/** Values of a cron job. */
export function cronJob(model: Model): Schema {
  const count = { type: 'integer', minimum: 0 };
  return closed(
    {
      ...container(model),
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
}

/** Values of a component. */
export function component(model: Model): Schema {
  return closed(
    {
      ...container(model),
      mode: { enum: ['standalone', 'multi-instance'] },
      ports: {
        type: 'object',
        propertyNames: ref('PortName'),
        additionalProperties: closed({ containerPort: port, servicePort: port, protocol: { enum: ['TCP', 'UDP'] }, exposed: { type: 'boolean' } }, [
          'containerPort',
          'servicePort',
        ]),
      },
      service: ref('Service'),
      startupProbe: ref('Probe'),
      readinessProbe: ref('Probe'),
      livenessProbe: ref('Probe'),
      replicas: { type: 'integer', minimum: 0 },
      autoscaling: closed(
        {
          enabled: { type: 'boolean' },
          minReplicas: { type: 'integer', minimum: 2 },
          maxReplicas: { type: 'integer', minimum: 2 },
          targetCPUUtilizationPercentage: { type: 'integer', minimum: 1, maximum: 100 },
        },
        ['enabled'],
      ),
      metrics: closed({ enabled: { type: 'boolean' }, port: ref('PortName'), path: text }, ['enabled']),
      terminationGracePeriodSeconds: { type: 'integer', minimum: 10 },
      podAnnotations: { type: 'object', propertyNames: ref('MetadataKey'), additionalProperties: ref('MetadataValue') },
      serviceAccount: ref('ServiceAccount'),
    },
    ['image', 'replicas', 'autoscaling', 'resources', 'metrics', 'terminationGracePeriodSeconds', 'runAsUser'],
    root,
  );
}
