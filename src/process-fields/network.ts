import type * as config from '../generated/pipeline-config.ts';
import type { Component } from '../model/model.ts';
import { closed, describe, port, ref } from '../render/json-schema.ts';
import type { Topic } from './field.ts';
import { present, unless } from './parts.ts';

const component = ['component'] as const;

/** Ports, and the Service for those that are reachable from outside the cluster. */
export const network = {
  ports: {
    kinds: component,
    merge: 'byKey',
    empty: [],
    resolve: (ports) =>
      Object.entries(ports).map(([name, { containerPort, servicePort = containerPort, protocol = 'TCP', exposed = false }]) => ({
        name,
        containerPort,
        servicePort,
        protocol,
        exposed,
      })),
    values: (ports) =>
      Object.fromEntries(
        ports.map(({ name, containerPort, servicePort, protocol, exposed }) => [
          name,
          present({ containerPort, servicePort, protocol: unless('TCP', protocol), exposed: unless(false, exposed) }),
        ]),
      ),
    valuesSchema: {
      type: 'object',
      propertyNames: ref('PortName'),
      additionalProperties: describe(
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
      ),
    },
  },
  service: {
    kinds: component,
    merge: 'byInnerKey',
    empty: resolveService({}),
    resolve: resolveService,
    values: ({ type, ...rest }) => present({ type: unless('ClusterIP', type), ...rest }),
    valuesSchema: ref('Service'),
  },
} satisfies Topic;

function resolveService({ type = 'ClusterIP', annotations, externalTrafficPolicy }: config.Service): Component['service'] {
  return { type, annotations: { ...annotations }, externalTrafficPolicy: externalTrafficPolicy ?? null };
}
