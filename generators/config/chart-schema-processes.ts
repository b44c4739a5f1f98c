import type { Model } from '../../src/model/model.ts';
import { closed, port, ref, type Schema, text } from './schema-parts.ts';

/** What components and jobs run. */
const container = (model: Model): Record<string, Schema> => ({
  image: { enum: model.images.map(({ name }) => name) },
  command: { type: 'array', items: { type: 'string' } },
  args: { type: 'array', items: { type: 'string' } },
  env: { type: 'object', propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }, additionalProperties: ref('EnvValue') },
  resources: ref('Resources'),
  runAsUser: { type: 'integer', minimum: 1 },
  egress: { type: 'array', items: ref('Egress') },
  writablePaths: { type: 'array', items: text, uniqueItems: true },
});

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
  );
}

/** Values of a component. */
export function component(model: Model): Schema {
  return closed(
    {
      ...container(model),
      ports: {
        type: 'object',
        propertyNames: ref('PortName'),
        additionalProperties: closed({ containerPort: port, servicePort: port, protocol: { enum: ['TCP', 'UDP'] } }, ['containerPort', 'servicePort']),
      },
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
      volume: ref('Volume'),
    },
    ['image', 'replicas', 'autoscaling', 'resources', 'metrics', 'terminationGracePeriodSeconds', 'runAsUser'],
  );
}
