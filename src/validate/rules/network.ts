import { publishedBy } from '../../config/published.ts';
import type { AuxiliaryServiceProvider, Egress } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { configComponents, configProcesses, configTargets, providers } from './targets.ts';

export const metricsPublic: Rule = {
  code: 'METRICS_PUBLIC',
  explanation: {
    meaning: 'Prometheus reads a component at a path that everybody can read: a route or an exposed port serves it.',
    remedy: 'Serve the metrics on a port of their own, or add `public: true` if everybody may read them.',
  },
  check: (config) =>
    configComponents(config).flatMap(({ name, component, pathTo }): Finding[] => {
      const { metrics } = component;
      if (typeof metrics !== 'object' || metrics.public === true || config.monitoring?.prometheus !== true) return [];
      const { port, path = '/metrics' } = metrics;
      const publisher = publishedBy(config, name, component, { port, path });
      if (publisher === undefined) return [];
      const at = pathTo('metrics');
      return [
        {
          at,
          onName: true,
          message: `${printPath(at)} is ${path} of port '${port}', which everybody can read through ${printPath(publisher)}`,
          hint: "Serve metrics on another port: ports: { metrics: { containerPort: 9090 } }, metrics: { port: 'metrics' }. If everybody may read them, add public: true.",
        },
      ];
    }),
};

/** Only a warning: an app need not have metrics. */
export const metricsUnread: Rule = {
  code: 'METRICS_UNREAD',
  explanation: {
    meaning: 'Prometheus is on but does not read a component: everybody could read /metrics on each of its ports.',
    remedy: 'Add a port `metrics`, or set `metrics`: to a port and `public: true`, or to false if there are none.',
  },
  severity: 'warning',
  check: (config) =>
    configComponents(config).flatMap(({ name, component }): Finding[] => {
      const ports = Object.keys(component.ports ?? {});
      if (config.monitoring?.prometheus !== true || component.metrics !== undefined || ports.length === 0) return [];
      const publishers = ports.map((port) => publishedBy(config, name, component, { port, path: '/metrics' }));
      // Without a route it need not speak HTTP at all.
      const route = publishers.find((publisher) => publisher?.[0] === 'routes');
      if (publishers.includes(undefined) || route === undefined) return [];
      return [
        {
          at: ['components', name],
          onName: true,
          message: `Prometheus does not read component '${name}': everybody could read its metrics through ${printPath(route)}`,
          hint: "Add ports: { metrics: { containerPort: 9090 } } if it serves them there, or metrics: { port: '…', public: true }, or metrics: false.",
        },
      ];
    }),
};

/** Link-local addresses, where clouds serve credentials and where an agent on the node answers. */
const linkLocal = 0xa9fe;

/** Whether a network of IPv4 contains all link-local addresses and more. */
function containsLinkLocal(cidr: string): boolean {
  const [address = '', length = ''] = cidr.split('/');
  const [first = 0, second = 0] = address.split('.').map(Number);
  const prefix = Number(length);
  return prefix < 16 && (first * 256 + second) >> (16 - prefix) === linkLocal >> (16 - prefix);
}

const cidrsOf = (value: Egress | AuxiliaryServiceProvider): readonly string[] => ('cidrs' in value ? (value.cidrs ?? []) : []);

export const metadataReachable: Rule = {
  code: 'METADATA_REACHABLE',
  explanation: {
    meaning: 'A network contains the link-local addresses, where clouds serve the credentials of a node to every pod that can connect.',
    remedy: 'Leave out `cidrs`, which means every address but those, or name smaller networks.',
  },
  check: (config) => {
    const findings = (networks: readonly string[], at: Path): Finding[] =>
      networks.flatMap((cidr, index) =>
        containsLinkLocal(cidr)
          ? [
              {
                at: [...at, index],
                message: `${printPath([...at, index])} is '${cidr}', which contains 169.254.169.254, where clouds serve the credentials of the node`,
                hint: 'Leave out cidrs for every other address. To reach that one on purpose, name it: 169.254.169.254/32.',
              },
            ]
          : [],
      );
    return [
      ...configProcesses(config).flatMap(({ process, pathTo }) =>
        (process.egress ?? []).flatMap((rule: Egress, index: number) => findings(cidrsOf(rule), [...pathTo('egress'), index, 'cidrs'])),
      ),
      ...configTargets(config).flatMap((target) => providers(target).flatMap(({ value, path }) => findings(cidrsOf(value), [...path, 'cidrs']))),
    ];
  },
};
