import { closed, describe, port, ref } from '../render/json-schema.ts';
import type { Topic } from './field.ts';
import { present, unless } from './parts.ts';

const component = ['component'] as const;

/** Its ports, and who reaches them. */
export const network = {
  ports: {
    kinds: component,
    merge: 'byKey',
    empty: [],
    resolve: (given) =>
      Object.entries(given).map(([name, { containerPort, servicePort = containerPort, protocol = 'TCP', exposed = false }]) => ({
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
    empty: { type: 'ClusterIP', annotations: {}, externalTrafficPolicy: null },
    resolve: ({ type = 'ClusterIP', annotations, externalTrafficPolicy = null }) => ({ type, annotations: { ...annotations }, externalTrafficPolicy }),
    values: ({ type, ...rest }) => present({ type: unless('ClusterIP', type), ...rest }),
    valuesSchema: ref('Service'),
  },
} satisfies Topic;
