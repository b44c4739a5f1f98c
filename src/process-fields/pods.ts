import type * as config from '../generated/pipeline-config.ts';
import type { Component } from '../model/model.ts';
import { closed, describe, ref, text } from '../render/json-schema.ts';
import { type Context, everyKind, plain, type Topic } from './field.ts';
import { atLeast, present } from './parts.ts';

const component = ['component'] as const;

/** The number of pods, their resources, and their metrics. */
export const pods = {
  replicas: {
    ...plain,
    kinds: component,
    empty: ({ mode }) => (mode === 'standalone' ? 1 : 2),
    resolve: (replicas, { mode }) => (mode === 'standalone' ? 1 : replicas),
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
          enabled: { type: 'boolean', description: 'Whether a HorizontalPodAutoscaler controls the number of pods.' },
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
    empty: resolveResources({}),
    resolve: resolveResources,
    values: ({ requests, limits }) => ({ requests, limits: present(limits) }),
    valuesSchema: ref('Resources'),
    required: everyKind,
  },
  metrics: {
    kinds: component,
    merge: 'replace',
    empty: defaultMetrics,
    resolve: (metrics, { prometheus }) => (metrics === false || !prometheus ? null : { port: metrics.port, path: metrics.path ?? '/metrics' }),
    values: switched,
    valuesSchema: closed(
      {
        enabled: { type: 'boolean', description: 'Whether Prometheus scrapes the component.' },
        port: { ...ref('PortName'), description: 'Name of the port.' },
        path: { ...text, description: 'Path of the endpoint.' },
      },
      ['enabled'],
      { description: 'Metrics endpoint that Prometheus scrapes, if `monitoring.prometheus` is enabled.' },
    ),
    required: component,
  },
  terminationGracePeriodSeconds: { ...plain, kinds: component, empty: 30, valuesSchema: atLeast(10), required: component },
  podAnnotations: {
    ...plain,
    kinds: component,
    merge: 'byKey',
    empty: {},
    resolve: (annotations) => ({ ...annotations }),
    valuesSchema: { type: 'object', propertyNames: ref('MetadataKey'), additionalProperties: ref('MetadataValue') },
  },
} satisfies Topic;

function resolveResources({ requests, limits }: config.Resources): Component['resources'] {
  return {
    requests: { cpu: requests?.cpu ?? '100m', memory: requests?.memory ?? '128Mi' },
    limits: { cpu: limits?.cpu ?? null, memory: limits?.memory ?? '512Mi' },
  };
}

/** With a switch, because Helm cannot remove a key that an earlier values file has set. */
function switched(fields: object | null): object {
  return fields === null ? { enabled: false } : { enabled: true, ...fields };
}

/** The port called metrics, else the first one; never one where everybody could read them. */
function defaultMetrics({ process, prometheus, isPublic }: Context): Component['metrics'] {
  const path = '/metrics';
  const ports = Object.keys((process as config.Component).ports ?? {}).filter((port) => !isPublic(port, path));
  const port = ports.includes('metrics') ? 'metrics' : ports[0];
  return port === undefined || !prometheus ? null : { port, path };
}
