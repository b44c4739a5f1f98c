import type * as config from '../generated/pipeline-config.ts';
import type { Component } from '../model/model.ts';
import { closed, describe, ref, text } from '../render/json-schema.ts';
import { type Context, everyKind, plain, type Topic } from './field.ts';
import { atLeast, present } from './parts.ts';

const component = ['component'] as const;

/** How many pods there are, what each gets, and what is read of it. */
export const pods = {
  replicas: {
    ...plain,
    kinds: component,
    empty: ({ mode }) => (mode === 'standalone' ? 1 : 2),
    resolve: (given, { mode }) => (mode === 'standalone' ? 1 : given),
    valuesSchema: atLeast(0),
    required: component,
  },
  autoscaling: {
    kinds: component,
    merge: 'byKey',
    empty: null,
    resolve: ({ minReplicas = 2, maxReplicas, targetCPUUtilizationPercentage = 70 }, { mode }) =>
      mode === 'standalone' ? null : { minReplicas, maxReplicas, targetCPUUtilizationPercentage },
    values: switched,
    valuesSchema: describe(
      'Autoscaling',
      closed(
        {
          enabled: { type: 'boolean', description: 'true: a HorizontalPodAutoscaler sets the number of pods.' },
          minReplicas: atLeast(2),
          maxReplicas: atLeast(2),
          targetCPUUtilizationPercentage: { type: 'integer', minimum: 1, maximum: 100 },
        },
        ['enabled'],
      ),
    ),
    required: component,
  },
  resources: {
    kinds: everyKind,
    merge: 'byInnerKey',
    empty: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: null, memory: '512Mi' } },
    resolve: ({ requests, limits }) => ({
      requests: { cpu: requests?.cpu ?? '100m', memory: requests?.memory ?? '128Mi' },
      limits: { cpu: limits?.cpu ?? null, memory: limits?.memory ?? '512Mi' },
    }),
    values: ({ requests, limits }) => ({ requests, limits: present(limits) }),
    valuesSchema: ref('Resources'),
    required: everyKind,
  },
  metrics: {
    kinds: component,
    merge: 'replace',
    empty: defaultMetrics,
    resolve: (given, { prometheus }) => (given === false || !prometheus ? null : { port: given.port, path: given.path ?? '/metrics' }),
    values: switched,
    valuesSchema: closed(
      {
        enabled: { type: 'boolean', description: 'true: Prometheus scrapes the component.' },
        port: { ...ref('PortName'), description: 'Name of the port.' },
        path: { ...text, description: 'Path of the endpoint.' },
      },
      ['enabled'],
      { description: 'Endpoint that Prometheus scrapes, if monitoring.prometheus is enabled.' },
    ),
    required: component,
  },
  terminationGracePeriodSeconds: { ...plain, kinds: component, empty: 30, valuesSchema: atLeast(10), required: component },
  podAnnotations: {
    ...plain,
    kinds: component,
    merge: 'byKey',
    empty: {},
    resolve: (given) => ({ ...given }),
    valuesSchema: { type: 'object', propertyNames: ref('MetadataKey'), additionalProperties: ref('MetadataValue') },
  },
} satisfies Topic;

/** What is off in one environment and on in another: Helm cannot take back what a file above says. */
function switched(fields: object | null): object {
  return fields === null ? { enabled: false } : { enabled: true, ...fields };
}

function defaultMetrics({ process, prometheus }: Context): Component['metrics'] {
  const ports = Object.keys((process as config.Component).ports ?? {});
  const port = ports.includes('metrics') ? 'metrics' : ports[0];
  return port === undefined || !prometheus ? null : { port, path: '/metrics' };
}
