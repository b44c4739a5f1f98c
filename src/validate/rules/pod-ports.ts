import type { Egress } from '../../generated/pipeline-config.ts';
import { printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { type ConfigProcess, configProcesses, configTargets, providers } from './targets.ts';

/** Whether a host is a Service of the cluster: `api.other.svc`, `api.other.svc.cluster.local`, or a name without a domain. */
function isService(host: string): boolean {
  if (host === 'localhost' || host.startsWith('[')) return false;
  return host.endsWith('.svc') || host.includes('.svc.') || host.endsWith('.cluster.local') || !host.includes('.');
}

/** A warning: only the cluster knows which port the pods listen on. */
export const podPortUnknown: Rule = {
  code: 'POD_PORT_UNKNOWN',
  explanation: {
    meaning:
      'A process connects to a Service of the cluster. Its NetworkPolicy opens the port of the Service, but it sees the port of the pods, which may differ.',
    remedy:
      'Set `targetPort` of the external service to the port of its pods, even if it is the same: `kubectl get endpointslices` shows it. A Service that only a variable names can be described as an external service of type `custom`.',
  },
  severity: 'warning',
  check: (config) => [
    ...configTargets(config).flatMap((target) =>
      providers(target).flatMap(({ value, path }): Finding[] => {
        if (value.provider !== 'external' || value.targetPort !== undefined || !isService(value.host)) return [];
        return [
          {
            at: [...path, 'host'],
            message: `${printPath([...path, 'host'])} is '${value.host}', a Service of the cluster, but the port of its pods is not known`,
            hint: 'Add targetPort with the port of the pods: kubectl get endpointslices shows it.',
          },
        ];
      }),
    ),
    ...configProcesses(config).flatMap((each) => servicesInVariables(each, config.app.name)),
  ],
};

const defaultPorts: Readonly<Record<string, number>> = {
  'http:': 80,
  'ws:': 80,
  'https:': 443,
  'wss:': 443,
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'amqp:': 5672,
};

/** URLs of Services outside of the app whose port is closed, or that of no pod: without root, none listens below 1024. */
function servicesInVariables({ process, pathTo }: ConfigProcess, app: string): Finding[] {
  const open = (process.egress ?? [{ ports: [443] }]).flatMap(({ ports }: Egress) => ports);
  return Object.entries(process.env ?? {}).flatMap(([name, value]): Finding[] => {
    const url = typeof value === 'string' && value.includes('://') && URL.canParse(value) ? new URL(value) : undefined;
    // PLAIN_TEXT_SECRET has more to say about one with a password.
    if (url === undefined || url.password !== '' || url.hostname === '' || !isService(url.hostname) || url.hostname.startsWith(`${app}-`)) return [];
    const port = url.port === '' ? defaultPorts[url.protocol] : Number(url.port);
    if (port === undefined || (port >= 1024 && open.includes(port)) || (port < 1024 && open.some((each: number) => each >= 1024))) return [];
    const at = pathTo('env', name);
    return [
      {
        at,
        message: `${printPath(at)} names '${url.host}', a Service of the cluster, but no rule of egress opens the port of its pods`,
        hint: 'Add egress with the port of the pods (kubectl get endpointslices shows it), or describe it as an external service of type custom with targetPort.',
      },
    ];
  });
}
