import { type GeneratedFields, generatedContainerFields, generatedPodFields, remedyOf } from '../../config/generated-fields.ts';
import { type Path, printPath } from '../../problems/path.ts';
import type { Kind } from '../../process-fields/field.ts';
import { itemKey, mergeKeys } from '../../process-fields/strategic-merge.ts';
import { listNames } from '../../text/list-names.ts';
import { isObject } from '../../text/print-value.ts';
import type { Finding, Rule } from './rule.ts';
import { type ConfigProcess, configProcesses } from './targets.ts';

// biome-ignore lint/suspicious/noExplicitAny: the schema of Kubernetes has verified the fields
type Fields = Record<string, any>;

/** What a layer of a process says in Kubernetes' own words. */
interface Layer {
  process: ConfigProcess;
  pod: Fields;
  container: Fields;
  path: Path;
}

function layersOf(process: ConfigProcess): Layer[] {
  return process.layers.map(({ path, value }) => {
    const { pod = {}, container = {} } = (value ?? {}) as { pod?: Fields; container?: Fields };
    return { process, pod, container, path };
  });
}

/** The items of a list with their paths. */
function itemsOf(fields: Fields, path: Path, list: string): { item: Fields; at: Path }[] {
  return ((fields[list] ?? []) as Fields[]).map((item, index) => ({ item, at: [...path, list, index] }));
}

const reserved = (at: Path, hint: string): Finding => ({
  at,
  onName: true,
  message: `${printPath(at)} cannot be set here`,
  hint,
});

export const kubernetesFieldReserved: Rule = {
  code: 'KUBERNETES_FIELD_RESERVED',
  explanation: {
    meaning: '`pod` or `container` sets what another field of the config sets, or only the chart.',
    remedy: 'Set the field that the hint names.',
  },
  check: (config) => configProcesses(config).flatMap((process) => layersOf(process).flatMap(reservedFields)),
};

function reservedFields(layer: Layer): Finding[] {
  const { process, pod, container, path } = layer;
  return [
    ...reservedIn(pod, [...path, 'pod'], generatedPodFields, process.kind),
    ...reservedIn(container, [...path, 'container'], generatedContainerFields, process.kind),
    ...['containers', 'initContainers'].flatMap((list) =>
      itemsOf(pod, [...path, 'pod'], list)
        .filter(({ item }) => item.name === process.name)
        .map(({ at }) => reserved(at, 'Set container of the process: this is the container that the chart generates.')),
    ),
    ...reservedVariables(layer),
    ...reservedPorts(layer),
    ...reservedVolumes(layer),
  ];
}

function reservedIn(fields: Fields, path: Path, generated: GeneratedFields, kind: Kind): Finding[] {
  return Object.entries(generated).flatMap(([name, remedy]) => {
    const keys = name.split('.');
    const value = keys.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), fields);
    const hint = remedyOf(remedy, kind);
    return value === undefined || value === null || hint === null ? [] : [reserved([...path, ...keys], hint)];
  });
}

/** A variable is in one list alone, and its value or Secret where rules, Secrets and documents know it. */
function reservedVariables({ process, container, path }: Layer): Finding[] {
  return itemsOf(container, [...path, 'container'], 'env').flatMap(({ item: { name, value, valueFrom }, at }) => {
    if (Object.hasOwn(process.process.env ?? {}, name)) return [reserved(at, `Remove it: env already has ${name}.`)];
    if (value !== undefined || valueFrom === undefined) return [reserved(at, `Set env: { ${name}: '…' } of the process.`)];
    const { secretKeyRef } = valueFrom as Fields;
    if (secretKeyRef === undefined || secretKeyRef.optional === true) return [];
    return [reserved(at, `Set env: { ${name}: { secretKeyRef: { name: '${secretKeyRef.name}', key: '${secretKeyRef.key}' } } } of the process.`)];
  });
}

/** The Service and the NetworkPolicy know only the ports of the component. */
function reservedPorts({ process, container, path }: Layer): Finding[] {
  if (process.kind !== 'component') return [];
  const ports = (process.process as { ports?: Record<string, { containerPort: number; protocol?: string }> }).ports ?? {};
  const known = new Map(Object.entries(ports).map(([name, port]) => [itemKey('ports', port), name]));
  return itemsOf(container, [...path, 'container'], 'ports').flatMap(({ item, at }) => {
    const key = itemKey('ports', item);
    const name = known.get(key);
    if (name !== undefined && (item.name === undefined || item.name === name)) return [];
    const declared = known.size === 0 ? 'none' : listNames([...known.keys()]);
    return [
      reserved(
        at,
        name === undefined ? `Add it to ports of the component. There, ${key} is not among: ${declared}.` : `Remove the name: it is '${name}' in ports.`,
      ),
    ];
  });
}

function reservedVolumes({ process, pod, path }: Layer): Finding[] {
  return itemsOf(pod, [...path, 'pod'], 'volumes').flatMap(({ item, at }) => {
    const name = String(item.name);
    if (Object.hasOwn(process.process.volumes ?? {}, name)) return [reserved(at, `Change volumes.${name} of the process, or choose another name.`)];
    if (/^(?:texts|secret-\d+)$/.test(name)) return [reserved(at, 'Choose another name: the chart gives this one to files of the process.')];
    if (/^(?:tmp|writable-\d+)$/.test(name) && item.emptyDir === undefined)
      return [reserved(at, 'Choose another name, or write emptyDir: the chart makes it one.')];
    if (item.persistentVolumeClaim === undefined) return [];
    return [reserved(at, `Set volumes: { ${name}: { mountPath: '…', existingClaim: '${item.persistentVolumeClaim.claimName}' } } of the process.`)];
  });
}

export const podInvalid: Rule = {
  code: 'POD_INVALID',
  explanation: {
    meaning:
      '`pod` and `container` result in a pod that Kubernetes rejects: a mount without a volume, two items with one name, or settings that exclude each other.',
    remedy: 'Follow the hint.',
  },
  check: (config) =>
    configProcesses(config).flatMap((process) => [...layersOf(process).flatMap(repeatedItems), ...unknownMounts(process), ...exclusiveSettings(process)]),
};

/** Two items of a list that are the same one to Kubernetes. */
function repeatedItems({ pod, container, path }: Layer): Finding[] {
  const inLists = (fields: Fields, at: Path): Finding[] =>
    Object.keys(mergeKeys).flatMap((list) => {
      const items = itemsOf(fields, at, list);
      const keys = items.map(({ item }) => itemKey(list, item));
      const repeated = items.filter((_, index) => keys.indexOf(keys[index] as string) < index);
      return repeated.map(({ item, at: place }) => ({
        at: place,
        message: `${printPath(place)} has the ${mergeKeys[list]} '${item[mergeKeys[list] ?? '']}' of an earlier item`,
        hint: 'Remove one of them.',
      }));
    });
  const containers = ['containers', 'initContainers'].flatMap((list) => itemsOf(pod, [...path, 'pod'], list));
  return [
    ...inLists(pod, [...path, 'pod']),
    ...inLists(container, [...path, 'container']),
    ...containers.flatMap(({ item, at }) => inLists(item, at)),
    ...itemsOf(pod, [...path, 'pod'], 'volumes').flatMap(({ item, at }) => {
      const sources = Object.keys(item).filter((field) => field !== 'name');
      return sources.length < 2 ? [] : [{ at, message: `${printPath(at)} has ${listNames(sources)}: a volume has one source`, hint: 'Keep one of them.' }];
    }),
  ];
}

function unknownMounts(process: ConfigProcess): Finding[] {
  const { volumes = {}, files = {}, writablePaths = [], pod = {} } = process.process;
  const secrets = Object.values(files).filter((content) => typeof content !== 'string');
  const known = new Set<string>([
    'tmp',
    ...writablePaths.map((_, index) => `writable-${index}`),
    ...Object.keys(volumes),
    ...(secrets.length < Object.keys(files).length ? ['texts'] : []),
    ...secrets.map((_, index) => `secret-${index}`),
    ...((pod as Fields).volumes ?? []).map(({ name }: Fields) => name),
  ]);
  const own = process.layers.some(({ value }) => isObject(value) && isObject(value.pod) && value.pod.volumes !== undefined);
  const hint = `Known volumes: ${listNames([...known])}. Others are added in ${own ? '' : 'volumes or '}pod.volumes.`;
  const unknown = (holder: Fields, path: Path): Finding[] =>
    itemsOf(holder, path, 'volumeMounts')
      .filter(({ item }) => !known.has(item.name))
      .map(({ item, at }) => ({ at: [...at, 'name'], message: `${printPath([...at, 'name'])} is '${item.name}', which is no volume of the pod`, hint }));
  return layersOf(process).flatMap(({ pod: inLayer, container, path }) => [
    ...unknown(container, [...path, 'container']),
    ...['containers', 'initContainers'].flatMap((list) => itemsOf(inLayer, [...path, 'pod'], list).flatMap(({ item, at }) => unknown(item, at))),
  ]);
}

/** The chart forbids privilege escalation, which some settings include. */
function exclusiveSettings({ process, pathTo }: ConfigProcess): Finding[] {
  const { privileged, allowPrivilegeEscalation, capabilities } = ((process.container ?? {}) as Fields).securityContext ?? {};
  if (allowPrivilegeEscalation === true) return [];
  const at = (...keys: string[]) => pathTo('container', 'securityContext', ...keys);
  const hint = 'Add allowPrivilegeEscalation: true beside it, if the image needs it.';
  const needs = (place: Path, what: string): Finding => ({ at: place, message: `${printPath(place)} ${what}, which the chart forbids`, hint });
  return [
    ...(privileged === true ? [needs(at('privileged'), 'is true and includes privilege escalation')] : []),
    ...((capabilities?.add ?? []) as string[])
      .filter((name) => /^(?:CAP_)?SYS_ADMIN$/.test(name))
      .map((name) => needs(at('capabilities', 'add'), `has '${name}' and includes privilege escalation`)),
  ];
}
