import type { Topic } from './field.ts';
import { closed, present, ref, unless } from './parts.ts';

const component = ['component'] as const;
const port = { type: 'integer', minimum: 1, maximum: 65535 };

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
      additionalProperties: closed({ containerPort: port, servicePort: port, protocol: { enum: ['TCP', 'UDP'] }, exposed: { type: 'boolean' } }, [
        'containerPort',
        'servicePort',
      ]),
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
