import type { KubernetesFields } from '../model/processes.ts';
import { isObject } from '../text/print-value.ts';

// As Kubernetes merges a patch: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
// The chart merges the result over the generated PodSpec in the same way: templates/chart/templates/_merge.tpl.

/** The field that identifies an item of a list, by the name of the list. Every other list is replaced. */
export const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  volumes: 'name',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  env: 'name',
  volumeMounts: 'mountPath',
  ports: 'containerPort',
  topologySpreadConstraints: 'topologyKey',
};

/** Items and objects that have one of several forms: a part of another form would not go with theirs. */
export const wholeValues: readonly string[] = ['env', 'volumes', 'preStop', 'postStart'];

/** `base` with `over` merged over it. */
export function mergeFields(base: KubernetesFields, over: KubernetesFields): KubernetesFields {
  const merged: KubernetesFields = { ...base };
  for (const [field, value] of Object.entries(over)) {
    const before = base[field];
    if (isObject(before) && isObject(value) && !wholeValues.includes(field)) merged[field] = mergeFields(before, value);
    else if (Array.isArray(before) && Array.isArray(value) && Object.hasOwn(mergeKeys, field)) merged[field] = mergeItems(field, before, value);
    else merged[field] = value;
  }
  return merged;
}

/** The items of `base`, changed by those of `over` that they are, and then the new ones. */
function mergeItems(field: string, base: readonly KubernetesFields[], over: readonly KubernetesFields[]): KubernetesFields[] {
  const changes = new Map(over.map((item) => [itemKey(field, item), item]));
  const merged = base.map((item) => {
    const change = changes.get(itemKey(field, item));
    changes.delete(itemKey(field, item));
    if (change === undefined) return item;
    return wholeValues.includes(field) ? change : mergeFields(item, change);
  });
  return [...merged, ...changes.values()];
}

/** What identifies an item of a list. A port may serve TCP and UDP. */
export function itemKey(field: string, item: KubernetesFields): string {
  const key = String(item[mergeKeys[field] ?? '']);
  return field === 'ports' ? `${key}/${String(item.protocol ?? 'TCP')}` : key;
}
