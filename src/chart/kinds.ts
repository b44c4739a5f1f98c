export interface GroupKind {
  /** Empty for the core group. */
  group: string;
  kind: string;
}

/**
 * Every kind that the chart can render, for any config. All of them stay permitted in the AppProject: Argo CD does not see objects of
 * other kinds, so the last CronJob would keep running, unmanaged, after it left the config together with its kind.
 */
export const chartKinds: readonly GroupKind[] = [
  ...['ConfigMap', 'PersistentVolumeClaim', 'Service', 'ServiceAccount'].map((kind) => ({ group: '', kind })),
  ...['Deployment', 'StatefulSet'].map((kind) => ({ group: 'apps', kind })),
  { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
  ...['CronJob', 'Job'].map((kind) => ({ group: 'batch', kind })),
  { group: 'external-secrets.io', kind: 'ExternalSecret' },
  { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' },
  ...['ACRAccessToken', 'ECRAuthorizationToken', 'GCRAccessToken'].map((kind) => ({ group: 'generators.external-secrets.io', kind })),
  ...['PrometheusRule', 'ServiceMonitor'].map((kind) => ({ group: 'monitoring.coreos.com', kind })),
  ...['Ingress', 'NetworkPolicy'].map((kind) => ({ group: 'networking.k8s.io', kind })),
  { group: 'policy', kind: 'PodDisruptionBudget' },
  { group: 'postgresql.cnpg.io', kind: 'Cluster' },
];

/** The group and kind of a manifest. */
export function groupKindOf({ apiVersion, kind }: { apiVersion: string; kind: string }): GroupKind {
  return { group: apiVersion.split('/').at(-2) ?? '', kind };
}

/** `apps/Deployment`, `/Service`. */
export function nameOfKind({ group, kind }: GroupKind): string {
  return `${group}/${kind}`;
}

/** The kinds that an AppProject permits for these targets, in order: those of the chart, and those of their extra manifests. */
export function permittedKinds(targets: readonly { extraManifests: readonly { manifest: { apiVersion: string; kind: string } }[] }[]): GroupKind[] {
  const extra = targets.flatMap(({ extraManifests }) => extraManifests.map(({ manifest }) => groupKindOf(manifest)));
  const found = new Map([...chartKinds, ...extra].map((each) => [nameOfKind(each), each]));
  return [...found.values()].sort((a, b) => (nameOfKind(a) < nameOfKind(b) ? -1 : 1));
}
