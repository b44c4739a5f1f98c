import type { Port, Route } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import { didYouMean } from '../../text/closest.ts';
import { listNames } from '../../text/list-names.ts';
import { probesOf } from './components.ts';
import type { Finding, Rule } from './rule.ts';
import { type ConfigComponent, configComponents, servedRoutes } from './targets.ts';

/** A place that refers to a port by its name. */
interface PortUse {
  port: string;
  at: Path;
}

/** The port names in probes, metrics and served routes. */
function portUses({ name, component, target, pathTo }: ConfigComponent, routes: Record<string, Route> | undefined): PortUse[] {
  const uses: PortUse[] = [];
  for (const { field, probe } of probesOf(component))
    for (const handler of ['httpGet', 'tcpSocket'] as const) {
      const port = probe[handler]?.port;
      if (port !== undefined) uses.push({ port, at: [...pathTo(field), handler, 'port'] });
    }
  if (typeof component.metrics === 'object') uses.push({ port: component.metrics.port, at: [...pathTo('metrics'), 'port'] });
  for (const { name: routeName } of servedRoutes(target)) {
    const route = Object.hasOwn(routes ?? {}, routeName) ? routes?.[routeName] : undefined;
    if (route?.component === name) uses.push({ port: route.port, at: ['routes', routeName, 'port'] });
  }
  return uses;
}

const hasPort = (ports: Record<string, Port>, name: string) => Object.hasOwn(ports, name);

export const unknownPort: Rule = {
  code: 'UNKNOWN_PORT',
  explanation: {
    meaning: 'The component has no port of that name.',
    remedy: 'Fix the name, or add the port.',
  },
  check: (config) =>
    configComponents(config).flatMap((each) => {
      const ports = each.component.ports ?? {};
      const names = Object.keys(ports);
      return portUses(each, config.routes)
        .filter(({ port }) => !hasPort(ports, port))
        .map(({ port, at }): Finding => {
          const message = `${printPath(at)} is '${port}'; `;
          if (names.length > 0) return { at, message: `${message}known ports: ${listNames(names)}.${didYouMean(port, names)}` };
          return {
            at,
            message: `${message}component '${each.name}' has no ports`,
            hint: `Add ports: { ${port}: { containerPort: 8080 } }. A worker without ports uses an exec probe and has no route.`,
          };
        });
    }),
};

export const portProtocol: Rule = {
  code: 'PORT_PROTOCOL',
  explanation: {
    meaning: 'A UDP port is used where TCP is required.',
    remedy: 'Use a TCP port.',
  },
  check: (config) =>
    configComponents(config).flatMap((each) => {
      const ports = each.component.ports ?? {};
      return portUses(each, config.routes)
        .filter(({ port }) => hasPort(ports, port) && ports[port]?.protocol === 'UDP')
        .map(({ port, at }) => ({ at, message: `${printPath(at)} is '${port}', a UDP port; TCP is required here`, hint: 'Use a TCP port.' }));
    }),
};

export const portExposureMismatch: Rule = {
  code: 'PORT_EXPOSURE_MISMATCH',
  explanation: {
    meaning: 'A port is exposed but its Service is not reachable from outside the cluster, or the other way round.',
    remedy: 'Set both `service.type` and `exposed: true` on a port.',
  },
  check: (config) =>
    configComponents(config).flatMap(({ name, component, pathTo }): Finding[] => {
      const ports = Object.entries<Port>(component.ports ?? {}).filter(([, { exposed }]) => exposed === true);
      const type = component.service?.type ?? 'ClusterIP';
      if (type === 'ClusterIP')
        return ports.map(([port]) => {
          const at = pathTo('ports', port, 'exposed');
          return {
            at,
            message: `${printPath(at)} is true, but the Service of '${name}' is ClusterIP, so it is not reachable from outside the cluster`,
            hint: "Add service: { type: 'LoadBalancer' } or { type: 'NodePort' }.",
          };
        });
      if (ports.length > 0) return [];
      const at = pathTo('service', 'type');
      return [{ at, message: `${printPath(at)} is '${type}', but no port of '${name}' is exposed`, hint: 'Set exposed: true on a port.' }];
    }),
};

export const portDuplicate: Rule = {
  code: 'PORT_DUPLICATE',
  explanation: {
    meaning: 'Two ports of a component use the same number.',
    remedy: 'Give each its own.',
  },
  local: true,
  check: (config) =>
    configComponents(config).flatMap(({ name, component, pathTo }) => {
      const taken = new Map<string, string>();
      return Object.entries<Port>(component.ports ?? {}).flatMap(([portName, { containerPort, servicePort, protocol = 'TCP' }]): Finding[] => {
        const field = servicePort === undefined ? 'containerPort' : 'servicePort';
        for (const [kind, number] of [
          ['containerPort', containerPort],
          ['servicePort', servicePort ?? containerPort],
        ] as const) {
          const key = `${kind} ${number}/${protocol}`;
          const other = taken.get(key) ?? portName;
          taken.set(key, other);
          if (other === portName) continue;
          const at = pathTo('ports', portName, kind === 'containerPort' ? kind : field);
          const message = `${printPath(at)} is ${number}, which port '${other}' of '${name}' uses too`;
          const from = [other, portName].flatMap((port) => ['servicePort', 'protocol'].map((key) => pathTo('ports', port, key)));
          return [{ at, message, hint: `Give each port its own ${kind}.`, from }];
        }
        return [];
      });
    }),
};
