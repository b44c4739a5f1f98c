/** Judges names and labels by the limits that Kubernetes and Helm set, and that no schema tells. */
import { containersOf, type Data, podTemplates } from './pods.ts';
import type { KubernetesObject } from './renders.ts';

const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/;

/**
 * Longest name of a kind. A StatefulSet's and a Job's name is part of a label of their pods, with a suffix; a CronJob's
 * of its Jobs' names; a Service's is a DNS label. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
const longest: Record<string, number> = { Service: 63, Namespace: 63, StatefulSet: 52, CronJob: 52, Job: 63, Cluster: 50 };

/** Findings on every name and label. */
export function judgeLimits(objects: readonly KubernetesObject[]): string[] {
  const findings: string[] = [];
  const seen = new Set<string>();
  for (const object of objects as Data[]) {
    const { name, namespace } = object.metadata;
    const from = `${object.kind} ${name}`;
    const id = `${object.apiVersion.replace(/\/.*/, '')}/${object.kind}/${namespace ?? ''}/${name}`;
    if (seen.has(id)) findings.push(`${from}: stands twice`);
    seen.add(id);
    const pattern = longest[object.kind] === undefined ? subdomain : label;
    if (!pattern.test(name)) findings.push(`${from}: is no name of a ${object.kind}`);
    if (name.length > (longest[object.kind] ?? 253)) findings.push(`${from}: is longer than ${longest[object.kind] ?? 253} characters`);
    findings.push(...judgeLabels(from, object.metadata));
  }
  for (const { workload, labels, spec } of podTemplates(objects)) {
    findings.push(...judgeLabels(`pods of ${workload}`, { labels }));
    if (spec !== null) findings.push(...judgeContainers(workload, spec));
  }
  return findings;
}

/** `releaseName` by Helm's limit. https://helm.sh/docs/chart_template_guide/getting_started/ */
export function judgeReleaseName(name: string): string[] {
  return label.test(name) && name.length <= 53 ? [] : [`release ${name}: Helm takes up to 53 characters of a DNS label`];
}

function judgeLabels(from: string, metadata: Data): string[] {
  const findings: string[] = [];
  for (const [key, value] of [
    ...Object.entries(metadata.labels ?? {}),
    ...Object.keys(metadata.annotations ?? {}).map((annotation) => [annotation, ''] as const),
  ]) {
    const [name = '', prefix] = key.split('/').reverse();
    if (name.length > 63 || name === '' || !labelValue.test(name) || (prefix !== undefined && (prefix.length > 253 || !subdomain.test(prefix))))
      findings.push(`${from}: ${key} is no key of a label or annotation`);
    if (typeof value !== 'string' || value.length > 63 || !labelValue.test(value))
      findings.push(`${from}: label ${key} has the value ${JSON.stringify(value)}`);
  }
  for (const [key, value] of Object.entries(metadata.annotations ?? {}))
    if (typeof value !== 'string') findings.push(`${from}: annotation ${key} is no string but ${JSON.stringify(value)}`);
  return findings;
}

function judgeContainers(workload: string, spec: Data): string[] {
  const findings: string[] = [];
  const twice = (what: string, names: readonly string[]) => {
    for (const [index, name] of names.entries()) if (names.indexOf(name) !== index) findings.push(`${workload}: ${what} ${name} stands twice`);
  };
  const containers = containersOf(spec);
  twice(
    'container',
    containers.map((container) => container.name),
  );
  twice(
    'volume',
    (spec.volumes ?? []).map((volume: Data) => volume.name),
  );
  twice(
    'port',
    containers.flatMap((container) => (container.ports ?? []).map((port: Data) => port.name ?? String(port.containerPort))),
  );
  for (const container of containers) {
    twice(
      `variable of ${container.name}`,
      (container.env ?? []).map((variable: Data) => variable.name),
    );
    twice(
      `mount of ${container.name}`,
      (container.volumeMounts ?? []).map((mount: Data) => mount.mountPath),
    );
    if (!label.test(container.name) || container.name.length > 63) findings.push(`${workload}: ${container.name} is no name of a container`);
    for (const { name } of container.ports ?? [])
      if (name !== undefined && (!label.test(name) || name.length > 15 || !/[a-z]/.test(name))) findings.push(`${workload}: ${name} is no name of a port`);
    const later = new Set<string>();
    for (const { name, value } of [...(container.env ?? [])].reverse()) {
      for (const [, used = ''] of String(value ?? '').matchAll(/\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g))
        if (used === name || later.has(used) || !container.env.some((variable: Data) => variable.name === used))
          findings.push(`${workload}: variable ${name} uses $(${used}), which is not set before it`);
      later.add(name);
    }
  }
  return findings;
}
