/**
 * The versions that the emitted objects need. An older one ignores in silence what it does not know, or refuses the whole object
 * in the middle of a sync. The rules compare what the config declares, the set-up runbook what is installed.
 */

import { compareVersions } from '../model/version.ts';

/** A part of an emitted object, and the first minor version that acts on it. */
export interface Feature {
  /** As a message names it. */
  name: string;
  since: string;
  /** What an older version does: completes "older versions …". */
  older: string;
  /** Where that is documented or written. */
  source: string;
}

/** What decides which features of Argo CD an app uses. */
export interface ArgocdUse {
  /** A person syncs one of its environments. */
  manualSync: boolean;
  /** Argo CD syncs one of its environments by itself. */
  automaticSync: boolean;
}

/** @param environments of a config or of a model */
export function argocdUse(environments: readonly { readonly sync: string }[]): ArgocdUse {
  return { manualSync: environments.some(({ sync }) => sync === 'manual'), automaticSync: environments.some(({ sync }) => sync === 'automatic') };
}

export const argocdFeatures: readonly (Feature & { usedBy: (use: ArgocdUse) => boolean })[] = [
  {
    name: 'syncPolicy.automated.enabled',
    since: '3.1',
    older: 'do not know the field',
    source: 'https://github.com/argoproj/argo-cd/blob/v3.1.0/pkg/apis/application/v1alpha1/types.go',
    usedBy: () => true,
  },
  {
    name: 'syncPolicy.retry.refresh',
    since: '3.2',
    older: 'retry the commit that failed, and keep its fix waiting',
    source: 'https://github.com/argoproj/argo-cd/blob/v3.2.0/pkg/apis/application/v1alpha1/types.go',
    usedBy: ({ automaticSync }) => automaticSync,
  },
  {
    name: 'the name of a namespace in clusterResourceWhitelist',
    since: '3.3',
    older: 'let the app create every namespace',
    source: 'https://github.com/argoproj/argo-cd/blob/v3.3.0/pkg/apis/application/v1alpha1/types.go',
    usedBy: () => true,
  },
  {
    name: 'application.sync.requireOverridePrivilegeForRevisionSync',
    since: '3.3',
    older: 'let whoever may sync deploy any commit',
    source: 'https://github.com/argoproj/argo-cd/blob/v3.3.0/util/settings/settings.go',
    usedBy: () => true,
  },
  {
    name: 'Delete=confirm in syncOptions',
    since: '3.4',
    older: 'delete the workloads of a deleted Application without asking',
    source: 'https://github.com/argoproj/argo-cd/blob/v3.4.0/docs/user-guide/sync-options.md',
    usedBy: ({ manualSync }) => manualSync,
  },
];

/** The features of Argo CD that a version older than the one that they need would ignore. */
export function argocdFeaturesBeyond(version: string, use: ArgocdUse): Feature[] {
  return argocdFeatures.filter(({ since, usedBy }) => usedBy(use) && isOlder(version, since));
}

/** Whether a version such as `1.31` or `v3.4.2` is older than a minor version. */
export function isOlder(version: string, than: string): boolean {
  const minor = (text: string) => text.replace(/^v/, '').split('.').slice(0, 2).join('.');
  return compareVersions(minor(version), minor(than)) < 0;
}

/**
 * Fields of the chart's own objects that Kubernetes did not always have, all in the oldest version that a config can declare.
 * The feature gates: https://github.com/kubernetes/kubernetes/blob/v1.31.14/pkg/features/kube_features.go
 */
export const chartFeatures = [
  { kind: 'PodDisruptionBudget', path: 'spec.unhealthyPodEvictionPolicy', since: '1.27' },
  { kind: 'StatefulSet', path: 'spec.persistentVolumeClaimRetentionPolicy', since: '1.27' },
  { kind: 'CronJob', path: 'spec.timeZone', since: '1.27' },
  { kind: 'Pod', path: 'containers[].lifecycle.preStop.sleep', since: '1.30' },
] as const;

/**
 * Fields that an API server drops without a word before the version in which their feature gate is on by default. Pod: in the
 * pod spec of every kind. https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/features/kube_features.go
 */
export const gatedFields = [
  { kind: 'Pod', path: 'securityContext.supplementalGroupsPolicy', since: '1.33' },
  { kind: 'Pod', path: 'hostUsers', since: '1.33' },
  { kind: 'Pod', path: 'containers[].securityContext.procMount', since: '1.33' },
  { kind: 'Pod', path: 'resources', since: '1.34' },
  { kind: 'Pod', path: 'resourceClaims', since: '1.34' },
  { kind: 'Pod', path: 'hostnameOverride', since: '1.35' },
  { kind: 'Pod', path: 'containers[].restartPolicyRules', since: '1.35' },
  { kind: 'Pod', path: 'containers[].env[].valueFrom.fileKeyRef', since: '1.35' },
  { kind: 'Pod', path: 'volumes[].image', since: '1.35' },
  { kind: 'Job', path: 'spec.managedBy', since: '1.32' },
  { kind: 'HorizontalPodAutoscaler', path: 'spec.behavior.scaleUp.tolerance', since: '1.35' },
  { kind: 'HorizontalPodAutoscaler', path: 'spec.behavior.scaleDown.tolerance', since: '1.35' },
  { kind: 'PersistentVolumeClaim', path: 'spec.volumeAttributesClassName', since: '1.34' },
] as const;

/** The gated fields of a manifest that a version of Kubernetes drops, each with its first version. */
export function gatedFieldsBeyond(version: string, manifest: { kind: string } & Readonly<Record<string, unknown>>): { path: string; since: string }[] {
  const spec = podSpecPaths[manifest.kind];
  return gatedFields
    .filter(({ since }) => isOlder(version, since))
    .flatMap(({ kind, path, since }) => {
      const whole = kind === manifest.kind && kind !== 'Pod' ? path : kind === 'Pod' && spec !== undefined ? `${spec}.${path}` : undefined;
      return whole !== undefined && has(manifest, whole.split('.')) ? [{ path: whole, since }] : [];
    });
}

/** Where each kind has the spec of its pods. */
const podSpecPaths: Readonly<Record<string, string>> = {
  Pod: 'spec',
  PodTemplate: 'template.spec',
  Deployment: 'spec.template.spec',
  StatefulSet: 'spec.template.spec',
  DaemonSet: 'spec.template.spec',
  ReplicaSet: 'spec.template.spec',
  Job: 'spec.template.spec',
  CronJob: 'spec.jobTemplate.spec.template.spec',
};

/** Whether a value has a path; `containers[]` is any item of the list, and stands for initContainers too. */
function has(value: unknown, [key = '', ...rest]: readonly string[]): boolean {
  if (key === '') return value !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  const name = key.replace('[]', '');
  const inner = (value as Record<string, unknown>)[name];
  if (!key.endsWith('[]')) return has(inner, rest);
  const others = name === 'containers' ? (value as Record<string, unknown>).initContainers : undefined;
  return [inner, others].flatMap((list) => (Array.isArray(list) ? list : [])).some((item) => has(item, rest));
}

/** A kind of an operator's API as the emitted objects use it. */
export interface NeededCrd extends Omit<Feature, 'name' | 'older'> {
  crd: string;
  /** API version of the emitted objects. */
  version: string;
  /** What it comes with. */
  software: string;
  /** Fields that a release which already serves the version may lack. Their absence is silent: Kubernetes drops unknown fields. */
  fields: readonly { path: string; since: string }[];
}

export const neededCrds = {
  httpRoute: {
    crd: 'httproutes.gateway.networking.k8s.io',
    version: 'v1',
    software: 'Gateway API',
    since: '1.0',
    fields: [{ path: 'spec.rules[].timeouts.request', since: '1.2' }],
    source: 'https://github.com/kubernetes-sigs/gateway-api/blob/v1.2.0/config/crd/standard/gateway.networking.k8s.io_httproutes.yaml',
  },
  externalSecret: {
    crd: 'externalsecrets.external-secrets.io',
    version: 'v1',
    software: 'External Secrets',
    since: '0.16',
    fields: [{ path: 'spec.refreshPolicy', since: '0.16' }],
    source: 'https://github.com/external-secrets/external-secrets/blob/v0.16.2/config/crds/bases/external-secrets.io_externalsecrets.yaml',
  },
  secretStore: {
    crd: 'secretstores.external-secrets.io',
    version: 'v1',
    software: 'External Secrets',
    since: '0.16',
    fields: [],
    source: 'https://github.com/external-secrets/external-secrets/blob/v0.16.2/config/crds/bases/external-secrets.io_secretstores.yaml',
  },
  database: {
    crd: 'clusters.postgresql.cnpg.io',
    version: 'v1',
    software: 'CloudNativePG',
    since: '1.15',
    fields: [{ path: 'spec.bootstrap.initdb.postInitApplicationSQL', since: '1.15' }],
    source: 'https://cloudnative-pg.io/documentation/1.15/bootstrap/',
  },
  serviceMonitor: {
    crd: 'servicemonitors.monitoring.coreos.com',
    version: 'v1',
    software: 'Prometheus operator',
    since: '0.44',
    fields: [],
    source: 'https://github.com/prometheus-operator/prometheus-operator/blob/v0.44.0/Documentation/api.md',
  },
  prometheusRule: {
    crd: 'prometheusrules.monitoring.coreos.com',
    version: 'v1',
    software: 'Prometheus operator',
    since: '0.44',
    fields: [],
    source: 'https://github.com/prometheus-operator/prometheus-operator/blob/v0.44.0/Documentation/api.md',
  },
} as const satisfies Record<string, NeededCrd>;

/** The release that has a kind with these of its fields. */
export function releaseWith({ software, since, fields }: NeededCrd, paths: readonly string[]): string {
  const needed = fields.filter(({ path }) => paths.includes(path)).map((field) => field.since);
  return `${software} ${[since, ...needed].reduce((newest, each) => (isOlder(newest, each) ? each : newest))}`;
}
