/** Judges what binds rendered objects to each other: selectors, and the names of ports and volumes. */
import { containersOf, type Data, isEmptySelector, type LabelSelector, matches, type PodTemplate, podTemplates } from './pods.ts';
import type { KubernetesObject } from './renders.ts';

/**
 * Findings on a whole release with every workload: a selector takes the pods of exactly one workload (that of a
 * NetworkPolicy may take all), and a port or volume that is named exists.
 */
export function judgeSelectors(objects: readonly KubernetesObject[]): string[] {
  const pods = podTemplates(objects);
  return [...pods.flatMap((pod) => judgePod(pod, pods)), ...objects.flatMap((object) => judgeObject(object, objects, pods))];
}

function judgePod(pod: PodTemplate, pods: readonly PodTemplate[]): string[] {
  const findings: string[] = [];
  const { workload, selector, spec } = pod;
  if (selector !== null) {
    if (isEmptySelector(selector)) findings.push(`${workload}: its selector takes every pod`);
    for (const other of pods)
      if (matches(selector, other.labels) !== (other === pod))
        findings.push(`${workload}: its selector ${other === pod ? 'does not take its own pods' : `takes those of ${other.workload}`}`);
    for (const key of Object.keys(selector.matchLabels ?? {}))
      if (/version|chart/.test(key)) findings.push(`${workload}: its selector has ${key}, which changes with a release`);
  }
  if (spec === null) return findings;
  const ports = portNames(spec);
  for (const container of containersOf(spec)) {
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      const port = container[probe]?.httpGet?.port ?? container[probe]?.tcpSocket?.port;
      if (typeof port === 'string' && !ports.has(port)) findings.push(`${workload}: ${probe} asks port ${port}, which no container has`);
    }
    const volumes = new Set<string>((spec.volumes ?? []).map((volume: Data) => volume.name));
    for (const mount of container.volumeMounts ?? [])
      if (!volumes.has(mount.name) && pod.kind !== 'StatefulSet') findings.push(`${workload}: no volume ${mount.name}`);
  }
  return findings;
}

/** Names and numbers of the ports of a pod. */
function portNames(spec: Data): Set<string | number> {
  return new Set(containersOf(spec).flatMap((container) => (container.ports ?? []).flatMap((port: Data) => [port.name, port.containerPort])));
}

function judgeObject(object: KubernetesObject, objects: readonly KubernetesObject[], pods: readonly PodTemplate[]): string[] {
  const { spec } = object as Data;
  const from = `${object.kind} ${object.metadata.name}`;
  switch (object.kind) {
    case 'Service':
      return judgeService(from, spec, pods);
    case 'PodDisruptionBudget':
      return takesOne(from, spec.selector, pods);
    case 'StatefulSet': {
      const mounts = containersOf(spec.template.spec).flatMap((container) => (container.volumeMounts ?? []).map((mount: Data) => mount.name as string));
      const volumes = [...(spec.template.spec.volumes ?? []), ...(spec.volumeClaimTemplates ?? []).map((claim: Data) => claim.metadata)].map(
        (volume: Data) => volume.name,
      );
      return mounts.filter((mount) => !volumes.includes(mount)).map((mount) => `${from}: no volume ${mount}`);
    }
    case 'NetworkPolicy':
      return judgeNetworkPolicy(from, spec, pods);
    case 'ServiceMonitor':
      return judgeServiceMonitor(from, spec, objects);
    case 'Ingress':
      return (spec.rules ?? []).flatMap((rule: Data) =>
        (rule.http?.paths ?? []).flatMap(({ backend }: Data) =>
          hasPort(from, objects, backend.service.name, backend.service.port.name ?? backend.service.port.number),
        ),
      );
    case 'HTTPRoute':
      return (spec.rules ?? []).flatMap((rule: Data) =>
        (rule.backendRefs ?? []).flatMap((backend: Data) => hasPort(from, objects, backend.name, backend.port)),
      );
    default:
      return [];
  }
}

function takesOne(from: string, selector: LabelSelector | undefined, pods: readonly PodTemplate[]): string[] {
  if (selector === undefined || isEmptySelector(selector)) return [`${from}: its selector takes every pod`];
  const taken = pods.filter((pod) => matches(selector, pod.labels)).map((pod) => pod.workload);
  return taken.length === 1 ? [] : [`${from}: its selector takes ${taken.length === 0 ? 'no pods' : taken.join(' and ')}`];
}

function judgeService(from: string, spec: Data, pods: readonly PodTemplate[]): string[] {
  if (spec.type === 'ExternalName') return [];
  const selector = { matchLabels: spec.selector };
  const findings = takesOne(from, selector, pods);
  for (const pod of pods.filter(({ labels, spec: podSpec }) => podSpec !== null && matches(selector, labels))) {
    const ports = portNames(pod.spec);
    for (const port of spec.ports ?? []) {
      const target = port.targetPort ?? port.port;
      if (!ports.has(target)) findings.push(`${from}: ${pod.workload} has no port ${target}`);
    }
  }
  return findings;
}

function judgeNetworkPolicy(from: string, spec: Data, pods: readonly PodTemplate[]): string[] {
  const findings =
    isEmptySelector(spec.podSelector) || pods.some((pod) => matches(spec.podSelector, pod.labels)) ? [] : [`${from}: its selector takes no pods`];
  const own = pods.filter((pod) => matches(spec.podSelector, pod.labels));
  for (const rule of spec.ingress ?? [])
    for (const { port } of rule.ports ?? [])
      if (own.every((pod) => pod.spec !== null && !portNames(pod.spec).has(port))) findings.push(`${from}: opens port ${port}, which its pods do not have`);
  for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])])
    for (const peer of [...(rule.from ?? []), ...(rule.to ?? [])]) {
      const { podSelector, namespaceSelector } = peer;
      if (podSelector !== undefined && namespaceSelector === undefined && !pods.some((pod) => matches(podSelector, pod.labels)))
        findings.push(`${from}: names a peer ${JSON.stringify(podSelector)} that is no pod of the release`);
    }
  return findings;
}

/** Every endpoint must be a port of the one Service that is selected: a headless twin would be read twice. */
function judgeServiceMonitor(from: string, spec: Data, objects: readonly KubernetesObject[]): string[] {
  const services = (objects as Data[]).filter((object) => object.kind === 'Service' && matches(spec.selector, object.metadata.labels ?? {}));
  if (services.length !== 1)
    return [`${from}: its selector takes ${services.length === 0 ? 'no Service' : services.map((service) => service.metadata.name).join(' and ')}`];
  return spec.endpoints.flatMap(({ port }: Data) => hasPort(from, objects, services[0].metadata.name, port));
}

function hasPort(from: string, objects: readonly KubernetesObject[], service: string, port: string | number): string[] {
  const found = (objects as Data[]).find((object) => object.kind === 'Service' && object.metadata.name === service);
  if (found === undefined) return [`${from}: no Service ${service}`];
  const ports: Data[] = found.spec.ports ?? [];
  return ports.some((candidate) => candidate.name === port || candidate.port === port) ? [] : [`${from}: Service ${service} has no port ${port}`];
}
