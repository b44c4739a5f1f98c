import type { ExtraManifest, PipelineConfig } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { configTargets, overridePlaces } from './targets.ts';

const needsValue = ['add', 'replace', 'test'];
const needsFrom = ['move', 'copy'];

/** What an operation of RFC 6902 needs, and what it does not read. */
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
          { field: 'value', needed: needsValue.includes(operation.op) },
          { field: 'from', needed: needsFrom.includes(operation.op) },
        ] as const;
        return fields
          .filter(({ field, needed }) => needed !== (operation[field] !== undefined))
          .map(({ field, needed }) =>
            needed
              ? { at, message: `${printPath(at)} is '${operation.op}' without ${field}`, hint: `Add ${field}.` }
              : {
                  at: [...at, field],
                  onName: true,
                  message: `${printPath([...at, field])} is given, but '${operation.op}' reads none`,
                  hint: 'Remove it.',
                  from: [[...at, 'op']],
                },
          );
      }),
    ),
};

/** What neither JSON nor Helm's values can carry. In a manifest not null either: Helm takes it for the wish to delete. */
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
      operations.flatMap(({ value }, index) => (value === undefined ? [] : strange(value, ['patches', patch, 'operations', index, 'value'], true))),
    ),
    ...[{ path: [] as Path, value: config }, ...overridePlaces(config)].flatMap(({ path, value: { extraManifests } }) =>
      Object.entries(extraManifests ?? {}).flatMap(([name, manifest]) => strange(manifest, [...path, 'extraManifests', name], false)),
    ),
  ],
};

function strange(value: unknown, at: Path, mayBeNull: boolean): Finding[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => strange(item, [...at, index], mayBeNull));
  if (typeof value === 'object' && value !== null && [null, Object.prototype].includes(Object.getPrototypeOf(value)))
    return Object.entries(value).flatMap(([key, child]) => strange(child, [...at, key], mayBeNull));
  const isPlain = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value) || (value === null && mayBeNull);
  if (isPlain) return [];
  const what = typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'an object') : String(value).slice(0, 40);
  const hint = value === null ? 'Leave the field out.' : 'Write texts, numbers, true, false, lists and objects.';
  return [{ at, message: `${printPath(at)} is ${typeof value === 'function' ? 'a function' : what}, which cannot be saved`, hint }];
}

/** Kinds of Kubernetes itself that lie in no namespace. */
const clusterScoped = new Set([
  'APIService',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'CSIDriver',
  'CSINode',
  'CustomResourceDefinition',
  'FlowSchema',
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

/** What the app's AppProject rightly refuses, and what must not stand in Git. */
export const extraManifestKind: Rule = {
  code: 'EXTRA_MANIFEST_KIND',
  explanation: {
    meaning: 'An extra manifest is a Secret, whose values would be in Git, or a cluster-scoped object, which the AppProject of an app does not allow.',
    remedy: 'Use an ExternalSecret; manage cluster-scoped objects where the cluster is managed.',
  },
  local: true,
  check: (config) =>
    [{ path: [] as Path, value: config }, ...overridePlaces(config)].flatMap(({ path, value: { extraManifests } }) =>
      Object.entries<ExtraManifest>(extraManifests ?? {}).flatMap(([name, { kind, apiVersion }]): Finding[] => {
        const at = [...path, 'extraManifests', name, 'kind'];
        if (kind === 'Secret' && apiVersion === 'v1')
          return [
            {
              at,
              message: `${printPath(at)} is 'Secret': its values would stand in Git`,
              hint: 'Use an ExternalSecret, or make the Secret in the cluster; env reads it with secretKeyRef.',
            },
          ];
        if (!clusterScoped.has(kind)) return [];
        return [{ at, message: `${printPath(at)} is '${kind}', which belongs to a whole cluster`, hint: 'Keep it where the cluster itself is described.' }];
      }),
    ),
};

/** Kinds of which the chart makes objects, named after the app and a part of it. */
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

/** Whose object of the chart has this name; undefined: none has. */
function ownerOf(name: string, { app, components, jobs, routes, auxiliaryServices }: PipelineConfig): string | undefined {
  if (name === app.name) return 'the app';
  const parts = { component: components, job: jobs, route: routes, service: auxiliaryServices };
  for (const [kind, named] of Object.entries(parts))
    for (const part of Object.keys(named ?? {})) if (name === `${app.name}-${part}`) return `${kind} '${part}'`;
  return undefined;
}

/** Two manifests of one object would undo each other at every sync. */
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
          const message = `${printPath(at)} is '${manifest.metadata.name}', which the chart gives the ${manifest.kind} of ${owner}`;
          return [{ at, message, hint: 'Give it another name.', from: [['app', 'name'], path] }];
        }
        const other = seen.get(object);
        seen.set(object, name);
        if (other === undefined) return [];
        const message = `'${name}' is the object ${manifest.kind} '${manifest.metadata.name}' of '${other}' again, in ${environmentName} on ${cluster}`;
        return [{ at: path, onName: true, message, hint: 'Give one of them another name, or write it under the other’s key to take its place.' }];
      });
    }),
};
