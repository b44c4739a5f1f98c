/** Which fields of which kinds Kubernetes and operators refuse to change in an object that exists. */
import { groupKindOf, nameOfKind } from '../chart/kinds.ts';
import { quantity } from '../text/quantity.ts';

/** An object of Kubernetes, or the part of one that is compared. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; annotations?: Readonly<Record<string, string>> };
  [field: string]: unknown;
}

interface ImmutableField {
  path: readonly string[];
  /** Fields of it that may change; each of the others is compared alone. */
  except?: readonly string[];
  /** Only if this is true of the object that exists. */
  when?: (before: KubernetesObject) => boolean;
  /** Which changes are refused. Default: all. */
  refuses?: (before: unknown, after: unknown) => boolean;
}

/** A change that is refused: path of the field, with its value before and after. */
export interface FieldChange {
  path: readonly string[];
  before: unknown;
  after: unknown;
}

const isImmutable = ({ immutable }: KubernetesObject) => immutable === true;
const shrinks = (before: unknown, after: unknown) => quantity(String(after)) < quantity(String(before));

/** Major version in the tag of an image: 17 in `postgresql:17-standard-trixie`. */
const major = (image: unknown) => Number.parseInt(String(image).split(':').at(-1) ?? '', 10);

/** https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.28.0/internal/webhook/v1/cluster_webhook.go: no way back, and only 16 or newer is upgraded to. */
const isUnsupportedUpgrade = (before: unknown, after: unknown) => major(after) < major(before) || (major(after) > major(before) && major(after) < 16);

/**
 * By group and kind. https://kubernetes.io/docs/reference/kubernetes-api/; the validation itself is in
 * https://github.com/kubernetes/kubernetes/tree/master/pkg/apis
 */
const immutableFields: Readonly<Record<string, readonly ImmutableField[]>> = {
  'apps/StatefulSet': [
    {
      path: ['spec'],
      except: ['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'],
    },
  ],
  'apps/Deployment': [{ path: ['spec', 'selector'] }],
  'apps/DaemonSet': [{ path: ['spec', 'selector'] }],
  'apps/ReplicaSet': [{ path: ['spec', 'selector'] }],
  'batch/Job': ['selector', 'template', 'completionMode', 'podFailurePolicy', 'successPolicy', 'backoffLimitPerIndex', 'managedBy'].map((field) => ({
    path: ['spec', field],
  })),
  '/Pod': [{ path: ['spec'], except: ['activeDeadlineSeconds', 'terminationGracePeriodSeconds', 'tolerations'] }],
  '/Service': [{ path: ['spec', 'clusterIP'] }],
  '/PersistentVolumeClaim': [
    { path: ['spec'], except: ['resources', 'volumeAttributesClassName'] },
    { path: ['spec', 'resources', 'requests', 'storage'], refuses: shrinks },
  ],
  '/ConfigMap': ['immutable', 'data', 'binaryData'].map((field) => ({ path: [field], when: isImmutable })),
  '/ResourceQuota': [{ path: ['spec', 'scopes'] }],
  'rbac.authorization.k8s.io/RoleBinding': [{ path: ['roleRef'] }],
  'discovery.k8s.io/EndpointSlice': [{ path: ['addressType'] }],
  'resource.k8s.io/ResourceClaim': [{ path: ['spec'] }],
  'snapshot.storage.k8s.io/VolumeSnapshot': [{ path: ['spec', 'source'] }],
  'postgresql.cnpg.io/Cluster': [
    { path: ['spec', 'storage', 'size'], refuses: shrinks },
    { path: ['spec', 'walStorage', 'size'], refuses: shrinks },
    { path: ['spec', 'imageName'], refuses: isUnsupportedUpgrade },
  ],
  'postgresql.cnpg.io/Database': [{ path: ['spec', 'name'] }, { path: ['spec', 'cluster'] }],
};

/** The group and kind of an object: `apps/Deployment`, `/Service`. */
export function groupKind(object: Pick<KubernetesObject, 'apiVersion' | 'kind'>): string {
  return nameOfKind(groupKindOf(object));
}

/** The changes that a cluster refuses, of an object that has the same kind and name before and after. */
export function refusedChanges(before: KubernetesObject, after: KubernetesObject): FieldChange[] {
  if (isReplaced(after)) return [];
  return (immutableFields[groupKind(before)] ?? []).flatMap(({ path, except, when, refuses = () => true }) => {
    if (when !== undefined && !when(before)) return [];
    const [old, now] = [valueAt(before, path), valueAt(after, path)];
    const pairs = except === undefined ? [{ path, before: old, after: now }] : children(path, old, now, except);
    return pairs.filter((pair) => normal(pair.before) !== normal(pair.after) && refuses(pair.before, pair.after));
  });
}

/** Whether Argo CD deletes the old object before it creates the new one: a hook, or a forced replacement. */
function isReplaced({ metadata: { annotations = {} } }: KubernetesObject): boolean {
  const has = (name: string, word: string) => (annotations[`argocd.argoproj.io/${name}`] ?? '').split(',').some((each) => each.trim() === word);
  if (has('sync-options', 'Force=true')) return true;
  return (
    annotations['argocd.argoproj.io/hook'] !== undefined &&
    (annotations['argocd.argoproj.io/hook-delete-policy'] === undefined || has('hook-delete-policy', 'BeforeHookCreation'))
  );
}

function children(path: readonly string[], before: unknown, after: unknown, except: readonly string[]): FieldChange[] {
  const [old, now] = [before, after].map((value) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}));
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])].filter((key) => !except.includes(key));
  return keys.map((key) => ({ path: [...path, key], before: old?.[key], after: now?.[key] }));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined), value);
}

/** As text that is equal for what Kubernetes considers equal: the order of keys does not matter, and 1Gi is 1024Mi. */
function normal(value: unknown, key = ''): string {
  if (Array.isArray(value)) return `[${value.map((item) => normal(item)).join()}]`;
  if (typeof value !== 'object' || value === null) {
    const number = key === 'storage' ? quantity(String(value)) : Number.NaN;
    return Number.isNaN(number) ? (JSON.stringify(value) ?? '') : String(number);
  }
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, child]) => `${name}:${normal(child, name)}`).join()}}`;
}
