/**
 * Evaluates rendered NetworkPolicies as Kubernetes does, and judges who reaches whom in a release: a process reaches what
 * it uses, and nobody else does. https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
import { definitionOf } from '../../src/auxiliary-services/index.ts';
import type { Model, Process, ProvidedService, Target } from '../../src/model/model.ts';
import { clusterOf, processesOf } from '../../src/model/queries.ts';
import { containersOf, type Data, matches, type PodTemplate, podTemplates } from './pods.ts';
import type { KubernetesObject } from './renders.ts';

/** One end of a connection: a pod of the release, a pod of another namespace, or an address of IPv4 outside of the cluster. */
export type End =
  | { kind: 'pod'; name: string; labels: Readonly<Record<string, string>>; ports: ReadonlyMap<string, number> }
  | { kind: 'foreign'; name: string; namespace: string; labels: Readonly<Record<string, string>> }
  | { kind: 'address'; name: string; address: string };

export interface PortNumber {
  port: number;
  protocol?: 'TCP' | 'UDP';
}

/**
 * How a network plugin reads an ipBlock. `never`: as addresses outside of the cluster alone, as Cilium does; `always`: as the
 * addresses of pods too, as iptables do. What must work is asked with the first, what must not with the second.
 */
export type PodsInBlocks = 'never' | 'always';

export function endOf(pod: PodTemplate): End {
  const ports = containersOf(pod.spec ?? {}).flatMap((container) => (container.ports ?? []) as Data[]);
  return { kind: 'pod', name: pod.workload, labels: pod.labels, ports: new Map(ports.map((port) => [port.name as string, port.containerPort as number])) };
}

export const podInNamespace = (namespace: string, labels: Readonly<Record<string, string>> = {}): End => ({
  kind: 'foreign',
  name: `a pod of ${namespace}`,
  namespace,
  labels,
});

export const addressOf = (address: string): End => ({ kind: 'address', name: address, address });

/** Whether the policies of the release let a connection pass on both sides. */
export function allows(objects: readonly KubernetesObject[], from: End, to: End, port: PortNumber, podsInBlocks: PodsInBlocks): boolean {
  const policies = (objects as Data[]).filter(({ kind }) => kind === 'NetworkPolicy');
  const side = (direction: 'Ingress' | 'Egress', own: End, peer: End) => {
    if (own.kind !== 'pod') return true;
    const selecting = policies.filter(({ spec }) => matches(spec.podSelector, own.labels) && (spec.policyTypes as string[]).includes(direction));
    const [rules, peers] = direction === 'Ingress' ? (['ingress', 'from'] as const) : (['egress', 'to'] as const);
    if (selecting.length === 0) return true;
    return selecting.some(({ spec }) =>
      (spec[rules] ?? []).some((rule: Data) => hasPeer(rule[peers], peer, podsInBlocks) && hasPort(rule.ports, port, to.kind === 'pod' ? to.ports : undefined)),
    );
  };
  return side('Egress', from, to) && side('Ingress', to, from);
}

function hasPeer(peers: Data[] | undefined, end: End, podsInBlocks: PodsInBlocks): boolean {
  if (peers === undefined || peers.length === 0) return true;
  return peers.some(({ ipBlock, namespaceSelector, podSelector }) => {
    if (ipBlock !== undefined) {
      if (end.kind !== 'address') return podsInBlocks === 'always' && ipBlock.cidr.endsWith('/0');
      return isIn(end.address, ipBlock.cidr) && !(ipBlock.except ?? []).some((cidr: string) => isIn(end.address, cidr));
    }
    if (end.kind === 'address') return false;
    if (end.kind === 'pod' ? namespaceSelector !== undefined && Object.keys(namespaceSelector).length > 0 : namespaceSelector === undefined) return false;
    if (end.kind === 'foreign' && !matches(namespaceSelector, { 'kubernetes.io/metadata.name': end.namespace })) return false;
    return podSelector === undefined || matches(podSelector, end.labels);
  });
}

function hasPort(ports: Data[] | undefined, { port, protocol = 'TCP' }: PortNumber, names: ReadonlyMap<string, number> | undefined): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some((each) => (each.protocol ?? 'TCP') === protocol && (typeof each.port === 'string' ? names?.get(each.port) : each.port) === port);
}

/** Whether an address of IPv4 is in a network; never in one of IPv6. */
function isIn(address: string, cidr: string): boolean {
  const [network = '', length = ''] = cidr.split('/');
  if (network.includes(':')) return false;
  const number = (text: string) => text.split('.').reduce((value, part) => value * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  return Math.floor(number(address) / size) === Math.floor(number(network) / size);
}

/** The names of the services that a process uses: those that its variables read, and those in `uses`. */
function usesOf({ env, uses }: Pick<Process, 'env' | 'uses'>): Set<string> {
  return new Set([...uses, ...Object.values(env).flatMap((value) => ('from' in value ? [value.from.service] : []))]);
}

/** Pods of a release by what they are. */
interface Pods {
  processes: { process: Process; end: End }[];
  services: { service: ProvidedService; end: End; port: number }[];
}

function podsOf({ app }: Pick<Model, 'app'>, target: Target, objects: readonly KubernetesObject[]): Pods {
  const templates = podTemplates(objects);
  const component = 'app.kubernetes.io/component';
  return {
    processes: processesOf(target).flatMap((process) => {
      const pod = templates.find(({ labels }) => labels[component] === process.name);
      return pod === undefined ? [] : [{ process, end: endOf(pod) }];
    }),
    services: target.auxiliaryServices.flatMap((service) => {
      if (service.provider === 'external') return [];
      const labels = (pod: PodTemplate) =>
        service.provider === 'operator' ? pod.labels['cnpg.io/cluster'] === `${app.name}-${service.name}` : pod.labels[component] === service.name;
      const pod = templates.find(labels);
      if (pod === undefined) return [];
      // That of the type, whatever the chart opens: its servers ask for no TLS.
      const { port, portWithoutTls } = definitionOf(service.type).external;
      return [{ service, end: endOf(pod), port: portWithoutTls ?? port ?? 0 }];
    }),
  };
}

/** An address of the internet that belongs to nobody: https://www.rfc-editor.org/rfc/rfc5737 */
const somewhere = '203.0.113.7';

/** Where clouds serve credentials of nodes, with their ports. */
const metadataServers = [
  ['169.254.169.254', 80],
  ['169.254.169.252', 988],
  ['169.254.170.23', 80],
  ['168.63.129.16', 80],
  ['100.100.100.200', 80],
] as const;

/** Findings on a whole release with every workload. */
export function judgeNetworkPolicies(model: Model, target: Target, objects: readonly KubernetesObject[]): string[] {
  const pods = podsOf(model, target, objects);
  return [
    ...everyPodIsIsolated(objects),
    ...processesReachWhatTheyUse(target, objects, pods),
    ...servicesLetNobodyElseIn(objects, pods),
    ...operatorsReachTheirPods(model, target, objects, pods),
    ...dnsIsOpen(model, target, objects),
    ...metadataIsClosed(objects, pods),
    ...portsAreClosed(model, target, objects, pods),
  ];
}

function everyPodIsIsolated(objects: readonly KubernetesObject[]): string[] {
  const policies = (objects as Data[]).filter(({ kind }) => kind === 'NetworkPolicy');
  return podTemplates(objects).flatMap(({ workload, labels }) =>
    ['Ingress', 'Egress']
      .filter((type) => !policies.some(({ spec }) => matches(spec.podSelector, labels) && (spec.policyTypes as string[]).includes(type)))
      .map((type) => `${workload}: no policy of type ${type} selects its pods`),
  );
}

function processesReachWhatTheyUse(target: Target, objects: readonly KubernetesObject[], { processes, services }: Pods): string[] {
  const findings: string[] = [];
  for (const { process, end } of processes) {
    const uses = usesOf(process);
    for (const { service, end: server, port } of services) {
      if (uses.has(service.name) && !allows(objects, end, server, { port }, 'never')) findings.push(`${end.name} cannot reach ${service.name}, which it uses`);
      if (!uses.has(service.name) && allows(objects, end, server, { port }, 'always'))
        findings.push(`${end.name} reaches ${service.name}, which it does not use`);
    }
    for (const service of target.auxiliaryServices) {
      if (service.provider !== 'external') continue;
      const { name, cidrs, host, targetPort: port } = service;
      // Behind a Service are pods, which a policy knows by their own port.
      const server = host.endsWith('.svc') ? podInNamespace(host.split('.')[1] ?? '') : addressOf(cidrs[0]?.split('/')[0] ?? somewhere);
      const reaches = allows(objects, end, server, { port }, 'never');
      const isOpened = process.egress.some(({ ports }) => ports.includes(port));
      const sharesPort = target.auxiliaryServices.some((other) => other.provider === 'external' && uses.has(other.name) && other.targetPort === port);
      if (uses.has(name) && !reaches) findings.push(`${end.name} cannot reach ${name}, which it uses`);
      if (!uses.has(name) && !isOpened && !sharesPort && reaches) findings.push(`${end.name} reaches ${name}, which it does not use`);
      if (
        service.port !== port &&
        !process.egress.some(({ ports }) => ports.includes(service.port)) &&
        allows(objects, end, server, { port: service.port }, 'always')
      )
        findings.push(`${end.name} may connect to port ${service.port} of ${name}, where none of its pods listens`);
    }
  }
  return findings;
}

/** Neither other services, nor pods of other namespaces with the labels of this app, nor Prometheus, nor addresses. */
function servicesLetNobodyElseIn(objects: readonly KubernetesObject[], { processes, services }: Pods): string[] {
  const impostors = processes.map(({ end }) => podInNamespace('elsewhere', end.kind === 'pod' ? end.labels : {}));
  return services.flatMap(({ end, port, service }) => {
    const others = services.filter((other) => other.service.name !== service.name).map((other) => other.end);
    return [...others, ...impostors, podInNamespace('elsewhere'), podInNamespace('monitoring'), addressOf(somewhere), addressOf('10.0.0.1')].flatMap((from) =>
      [port, 8000, 9187, 15672, 25672].flatMap((each) =>
        allows(objects, from, end, { port: each }, 'always') ? [`${from.name} reaches ${service.name} at ${each}`] : [],
      ),
    );
  });
}

function operatorsReachTheirPods(model: Model, target: Target, objects: readonly KubernetesObject[], { services }: Pods): string[] {
  const { operators, apiServer } = clusterOf(model, target);
  const operator = podInNamespace(operators.cloudNativePG, { 'app.kubernetes.io/name': 'cloudnative-pg' });
  const apiAddress = addressOf(apiServer.cidrs[0]?.split('/')[0] ?? somewhere);
  return services.flatMap(({ service, end }) => {
    // https://cloudnative-pg.io/documentation/current/networking/
    const edges: [End, End, number][] = [5432, 8000].flatMap((port): [End, End, number][] => [
      [operator, end, port],
      [end, end, port],
    ]);
    const needed = service.provider === 'operator';
    const api: typeof edges = apiServer.ports.map((port) => [end, apiAddress, port]);
    return [...edges, ...api].flatMap(([from, to, port]) => {
      if (needed) return allows(objects, from, to, { port }, 'never') ? [] : [`${from.name} cannot reach ${to.name} at ${port}`];
      return allows(objects, from, to, { port }, 'always') ? [`${from.name} reaches ${to.name} at ${port}, which it does not need`] : [];
    });
  });
}

function dnsIsOpen(model: Model, target: Target, objects: readonly KubernetesObject[]): string[] {
  const { dns } = clusterOf(model, target);
  const servers = [
    ...dns.pods.map((labels) => ({ server: podInNamespace(dns.namespace, labels), port: dns.port })),
    // An address is asked on the port that every resolver asks on.
    ...dns.cidrs.map((cidr) => ({ server: addressOf(cidr.split('/')[0] ?? ''), port: 53 })),
  ];
  return podTemplates(objects).flatMap((pod) => [
    ...servers.flatMap(({ server, port }) =>
      (['UDP', 'TCP'] as const).flatMap((protocol) =>
        allows(objects, endOf(pod), server, { port, protocol }, 'never') ? [] : [`${pod.workload} cannot ask ${server.name} for names`],
      ),
    ),
    ...(allows(objects, endOf(pod), addressOf(somewhere), { port: 53, protocol: 'UDP' }, 'always') ? [`${pod.workload} asks anybody for names`] : []),
  ]);
}

function metadataIsClosed(objects: readonly KubernetesObject[], { processes, services }: Pods): string[] {
  const opened: Record<string, readonly string[]> = { gke: ['169.254.169.252', '169.254.169.254'], 'eks-pod-identity': ['169.254.170.23'] };
  const ends = [...processes, ...services.map(({ end }) => ({ end, process: undefined }))];
  return ends.flatMap(({ process, end }) => {
    const account = process !== undefined && 'serviceAccount' in process ? (process as Target['components'][number]).serviceAccount : null;
    const own = opened[account?.identity ?? ''] ?? [];
    return metadataServers.flatMap(([address, port]) => {
      const reaches = allows(objects, end, addressOf(address), { port }, 'always');
      if (own.includes(address)) return reaches ? [] : [`${end.name} cannot reach ${address}, where its credentials are`];
      return reaches ? [`${end.name} reaches ${address}, where credentials of the node are`] : [];
    });
  });
}

/** From other namespaces only what a route or an exposed port publishes, and from that of Prometheus the metrics. */
function portsAreClosed({ monitoring }: Model, target: Target, objects: readonly KubernetesObject[], { processes }: Pods): string[] {
  return target.components.flatMap((component) => {
    const end = processes.find(({ process }) => process.name === component.name)?.end;
    if (end === undefined) return [];
    const published = (port: string) =>
      target.routes.some((route) => route.component === component.name && route.port === port && route.hosts.length > 0) ||
      component.ports.some(({ name, exposed }) => name === port && exposed);
    return component.ports.flatMap(({ name, containerPort: port, protocol }) => {
      const reaches = (from: End, mode: PodsInBlocks) => allows(objects, from, end, { port, protocol }, mode);
      const findings: string[] = [];
      if (reaches(podInNamespace('gateways'), 'never') !== published(name))
        findings.push(`${end.name}: port ${name} is ${published(name) ? 'closed' : 'open'} to other namespaces`);
      if (monitoring.prometheus && component.metrics?.port === name && !reaches(podInNamespace(monitoring.namespace), 'never'))
        findings.push(`${end.name}: Prometheus cannot read port ${name}`);
      for (const other of processes)
        if (!allows(objects, other.end, end, { port, protocol }, 'never')) findings.push(`${other.end.name} cannot reach port ${name} of ${end.name}`);
      return findings;
    });
  });
}
