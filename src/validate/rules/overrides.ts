import type { ExtraManifest, PipelineConfig } from '../../generated/pipeline-config.ts';
import { ownSecretStore } from '../../model/names.ts';
import { type Path, printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { configTargets, overrideLayers } from './targets.ts';

const needsValue = ['add', 'replace', 'test'];
const needsFrom = ['move', 'copy'];

/** The fields that an operation of RFC 6902 requires or ignores. */
export const patchOperationInvalid: Rule = {
  code: 'PATCH_OPERATION_INVALID',
  explanation: {
    meaning:
      'A patch operation lacks a field that its `op` requires, or has one that it ignores: `value` belongs to `add`, `replace` and `test`, `from` to `move` and `copy`.',
    remedy: 'Add or remove the field.',
  },
  local: true,
  check: ({ patches = [] }) =>
    patches.flatMap(({ operations }, patch) =>
      operations.flatMap((operation, index): Finding[] => {
        const at: Path = ['patches', patch, 'operations', index];
        const fields = [
          { field: 'value', required: needsValue.includes(operation.op) },
          { field: 'from', required: needsFrom.includes(operation.op) },
        ] as const;
        return fields
          .filter(({ field, required }) => required !== (operation[field] !== undefined))
          .map(({ field, required }) =>
            required
              ? { at, message: `${printPath(at)} has op '${operation.op}', but no ${field}`, hint: `Add ${field}.` }
              : {
                  at: [...at, field],
                  onName: true,
                  message: `${printPath([...at, field])} is set, but op '${operation.op}' ignores it`,
                  hint: 'Remove it.',
                  from: [[...at, 'op']],
                },
          );
      }),
    ),
};

/** Values that JSON or Helm values cannot represent. In a manifest that includes null, which Helm treats as a deletion. */
export const notPlainData: Rule = {
  code: 'NOT_PLAIN_DATA',
  explanation: {
    meaning:
      'The config contains a value that JSON cannot represent, such as a function, a date, a map or an instance of a class; in an extra manifest also null, which Helm treats as a deletion.',
    remedy: 'Use only strings, numbers, booleans, arrays and objects.',
  },
  local: true,
  check: (config) => [
    ...(config.patches ?? []).flatMap(({ operations }, patch) =>
      operations.flatMap(({ value }, index) => (value === undefined ? [] : unsupportedValues(value, ['patches', patch, 'operations', index, 'value'], true))),
    ),
    ...[{ path: [] as Path, value: config }, ...overrideLayers(config)].flatMap(({ path, value: { extraManifests } }) =>
      Object.entries(extraManifests ?? {}).flatMap(([name, manifest]) => unsupportedValues(manifest, [...path, 'extraManifests', name], false)),
    ),
  ],
};

function unsupportedValues(value: unknown, at: Path, nullAllowed: boolean): Finding[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => unsupportedValues(item, [...at, index], nullAllowed));
  if (typeof value === 'object' && value !== null && [null, Object.prototype].includes(Object.getPrototypeOf(value)))
    return Object.entries(value).flatMap(([key, child]) => unsupportedValues(child, [...at, key], nullAllowed));
  const isPlain = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value) || (value === null && nullAllowed);
  if (isPlain) return [];
  const name = typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'an object') : String(value).slice(0, 40);
  const hint = value === null ? 'Omit the field.' : 'Use only strings, numbers, booleans, arrays and objects.';
  const reason = value === null ? 'Helm treats as a deletion' : 'JSON cannot represent';
  return [{ at, message: `${printPath(at)} is ${typeof value === 'function' ? 'a function' : name}, which ${reason}`, hint }];
}

/** Kinds that have no namespace: Kubernetes' own, and those of operators that apps use. */
const clusterScoped = new Set([
  'APIService',
  'CertificateSigningRequest',
  'ClusterExternalSecret',
  'ClusterGenerator',
  'ClusterIssuer',
  'ClusterPushSecret',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterSecretStore',
  'CSIDriver',
  'CSINode',
  'CustomResourceDefinition',
  'FlowSchema',
  'GatewayClass',
  'IngressClass',
  'MutatingAdmissionPolicy',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
]);

/** Objects that the AppProject of an app does not allow, and Secrets, whose values would be in Git. */
export const extraManifestKind: Rule = {
  code: 'EXTRA_MANIFEST_KIND',
  explanation: {
    meaning: 'An extra manifest is a Secret, whose values would be in Git, or a cluster-scoped object, which the AppProject of an app does not allow.',
    remedy: 'Use an ExternalSecret; manage cluster-scoped objects where the cluster is managed.',
  },
  local: true,
  check: (config) =>
    [{ path: [] as Path, value: config }, ...overrideLayers(config)].flatMap(({ path, value: { extraManifests } }) =>
      Object.entries<ExtraManifest>(extraManifests ?? {}).flatMap(([name, { kind, apiVersion }]): Finding[] => {
        const at = [...path, 'extraManifests', name, 'kind'];
        if (kind === 'Secret' && apiVersion === 'v1')
          return [
            {
              at,
              message: `${printPath(at)} is 'Secret', so its values would be in Git`,
              hint: 'Use an ExternalSecret, or create the Secret in the cluster; env can read it with secretKeyRef.',
            },
          ];
        if (!clusterScoped.has(kind)) return [];
        return [{ at, message: `${printPath(at)} is '${kind}', which is cluster-scoped`, hint: 'Manage it where the cluster is managed.' }];
      }),
    ),
};

/** Fields of the Prometheus operator that name a file of Prometheus' own container. */
const fileFields = new Set(['bearerTokenFile', 'caFile', 'certFile', 'credentialsFile', 'keyFile']);

/** Paths of fields that name such a file. */
function fileFieldsIn(value: unknown, at: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key];
    return fileFields.has(key) ? [path] : fileFieldsIn(child, path);
  });
}

/** Prometheus sends what it reads to the address that is monitored: its own token, for example, to a pod of the app. */
export const extraManifestReadsFile: Rule = {
  code: 'EXTRA_MANIFEST_READS_FILE',
  explanation: {
    meaning: "An extra manifest lets Prometheus read a file of its own container, such as its token, and send it to the app's pods.",
    remedy: 'Read the credential from a Secret in the namespace of the app: `authorization.credentials`, `tlsConfig.ca`, `cert` or `keySecret`.',
  },
  local: true,
  check: (config) =>
    [{ path: [] as Path, value: config }, ...overrideLayers(config)].flatMap(({ path, value: { extraManifests } }) =>
      Object.entries<ExtraManifest>(extraManifests ?? {}).flatMap(([name, manifest]) =>
        !manifest.apiVersion.startsWith('monitoring.coreos.com/')
          ? []
          : fileFieldsIn(manifest, [...path, 'extraManifests', name]).map((at) => ({
              at,
              onName: true,
              message: `${printPath(at)} lets Prometheus read a file of its own container and send it to the app`,
              hint: 'Read the credential from a Secret of the app instead.',
            })),
      ),
    ),
};

/** Kinds of objects that the chart creates, named after the app and a part of it. */
const chartKinds = new Set([
  'Cluster',
  'ConfigMap',
  'CronJob',
  'Deployment',
  'HTTPRoute',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'NetworkPolicy',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'PrometheusRule',
  'Service',
  'ServiceAccount',
  'ServiceMonitor',
  'StatefulSet',
]);

/** The part of the app whose objects have this name; undefined: none. */
function ownerOf(name: string, { app, components, jobs, routes, auxiliaryServices }: PipelineConfig): string | undefined {
  if (name === app.name) return 'the app';
  const parts = { component: components, job: jobs, route: routes, service: auxiliaryServices };
  for (const [kind, named] of Object.entries(parts))
    for (const part of Object.keys(named ?? {})) if (name === `${app.name}-${part}`) return `${kind} '${part}'`;
  return undefined;
}

/** Two manifests of one object would overwrite each other on every sync. */
export const extraManifestDuplicate: Rule = {
  code: 'EXTRA_MANIFEST_DUPLICATE',
  explanation: {
    meaning: 'Two extra manifests, or an extra manifest and an object of the chart, are the same Kubernetes object. Each sync would overwrite one of them.',
    remedy: 'Rename one, or use the same key, so that the later one replaces the earlier one.',
  },
  local: true,
  check: (config) =>
    configTargets(config).flatMap(({ cluster, environmentName, layers }) => {
      const manifests = new Map<string, { manifest: ExtraManifest; path: Path }>();
      for (const { path, extraManifests } of [{ path: [] as Path, extraManifests: config.extraManifests }, ...layers])
        for (const [name, manifest] of Object.entries<ExtraManifest>(extraManifests ?? {}))
          manifests.set(name, { manifest, path: [...path, 'extraManifests', name] });
      const seen = new Map<string, string>();
      return [...manifests].flatMap(([name, { manifest, path }]): Finding[] => {
        const object = `${manifest.apiVersion} ${manifest.kind} ${manifest.metadata.name}`;
        const owner = chartKinds.has(manifest.kind) ? ownerOf(manifest.metadata.name, config) : undefined;
        if (owner !== undefined) {
          const at = [...path, 'metadata', 'name'];
          const message = `${printPath(at)} is '${manifest.metadata.name}', which is the name of the chart's ${manifest.kind} for ${owner}`;
          return [{ at, message, hint: 'Give it another name.', from: [['app', 'name'], path] }];
        }
        if ((manifest.kind === 'SecretStore' || manifest.kind === 'ServiceAccount') && manifest.metadata.name === ownSecretStore) {
          const at = [...path, 'metadata', 'name'];
          const message = `${printPath(at)} is '${ownSecretStore}', which is the name of the ${manifest.kind} that the set-up creates`;
          return [{ at, message, hint: 'Give it another name.', from: [path] }];
        }
        const other = seen.get(object);
        seen.set(object, name);
        if (other === undefined) return [];
        const message = `extra manifests '${other}' and '${name}' are both ${manifest.kind} '${manifest.metadata.name}' in '${environmentName}' on '${cluster}'`;
        return [{ at: path, onName: true, message, hint: 'Rename one of them, or use the same key, so that it replaces the other.' }];
      });
    }),
};
