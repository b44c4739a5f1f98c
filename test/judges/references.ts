/** Judges that everything a rendered object names is there: rendered beside it, or listed in the set-up runbook. */
import { containersOf, type Data, podTemplates } from './pods.ts';
import type { KubernetesObject } from './renders.ts';

/** Something that an object needs under a name. */
interface Reference {
  /** Who needs it: `Deployment shop-web`. */
  from: string;
  kind: string;
  name: string;
  /** The key that is read; null: all of them, or the kind has none. */
  key: string | null;
}

/** What Kubernetes and operators make by themselves; keys null: any. */
type Provided = Map<string, Set<string> | null>;

/** References that no rendered object satisfies. */
function openReferences(objects: readonly KubernetesObject[]): Reference[] {
  const provided = providedBy(objects);
  const seen = new Set<string>();
  return objects.flatMap(referencesOf).filter(({ kind, name, key }) => {
    const keys = provided.get(`${kind}/${name}`);
    if (keys === null || (keys !== undefined && (key === null || keys.has(key)))) return false;
    const id = `${kind}/${name}/${key}`;
    return seen.has(id) ? false : seen.add(id);
  });
}

/** Open references that the runbook does not list: a block of it must name the object, its key and the namespace. */
export function judgeReferences(objects: readonly KubernetesObject[], namespace: string, runbook: string): string[] {
  const blocks = blocksOf(runbook);
  return openReferences(objects).flatMap(({ from, kind, name, key }) => {
    const words = [name, ...(key === null ? [] : [key]), ...(clusterWide.has(kind) ? [] : [namespace])];
    if (blocks.some((block) => words.every((word) => hasWord(block, word)))) return [];
    const beside = words.slice(1).join(' and ');
    const what = `${kind} ${name}${key === null ? '' : `, key ${key}`}`;
    return [`${from} needs ${what}: neither rendered nor in the set-up runbook${beside === '' ? '' : ` beside ${beside}`}`];
  });
}

/**
 * References to what Argo CD makes only in a later wave. It goes on when all of a wave is healthy, and a pod that waits
 * for its ServiceAccount or Secret never is.
 */
export function judgeWaves(objects: readonly KubernetesObject[]): string[] {
  const waves = new Map<string, number>();
  for (const object of objects as Data[]) {
    waves.set(`${object.kind}/${object.metadata.name}`, waveOf(object));
    if (object.kind === 'ExternalSecret') waves.set(`Secret/${object.spec.target?.name ?? object.metadata.name}`, waveOf(object));
  }
  return objects.flatMap((object) =>
    referencesOf(object).flatMap(({ from, kind, name }) => {
      const wave = waves.get(`${kind}/${name}`);
      return wave === undefined || wave <= waveOf(object) ? [] : [`${from} of wave ${waveOf(object)} needs ${kind} ${name} of wave ${wave}`];
    }),
  );
}

function waveOf(object: Data): number {
  // What Argo CD runs after the sync comes after all of its waves.
  if (object.metadata.annotations?.['argocd.argoproj.io/hook'] === 'PostSync') return Number.POSITIVE_INFINITY;
  return Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
}

const clusterWide = new Set(['ClusterSecretStore', 'StorageClass', 'IngressClass', 'PriorityClass', 'Gateway']);

/** Markdown in pieces that are read together: code blocks whole, the rest by blank lines. */
function blocksOf(markdown: string): string[] {
  return markdown.split(/(```[\s\S]*?```)/).flatMap((part) => (part.startsWith('```') ? [part] : part.split(/\n\s*\n/)));
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`(?<![A-Za-z0-9.-])${word.replaceAll(/[.\\+*?()[\]{}|^$]/g, '\\$&')}(?![A-Za-z0-9-])`).test(text);
}

function providedBy(objects: readonly KubernetesObject[]): Provided {
  const provided: Provided = new Map<string, Set<string> | null>([
    ['ServiceAccount/default', null],
    ['ConfigMap/kube-root-ca.crt', null],
  ]);
  const add = (kind: string, name: string, keys: Set<string> | null) => provided.set(`${kind}/${name}`, keys);
  for (const object of objects as Data[]) {
    const { name } = object.metadata;
    const keys = new Set([...Object.keys(object.data ?? {}), ...Object.keys(object.stringData ?? {}), ...Object.keys(object.binaryData ?? {})]);
    add(object.kind, name, object.kind === 'Secret' || object.kind === 'ConfigMap' ? keys : null);
    if (object.kind === 'ExternalSecret') add('Secret', object.spec.target?.name ?? name, externalSecretKeys(object));
    if (object.kind === 'Cluster' && object.apiVersion.startsWith('postgresql.cnpg.io/')) {
      // https://cloudnative-pg.io/documentation/current/applications/
      add(
        'Secret',
        `${name}-app`,
        new Set(['username', 'user', 'password', 'dbname', 'host', 'port', 'uri', 'fqdn-uri', 'jdbc-uri', 'fqdn-jdbc-uri', 'pgpass']),
      );
      add('Secret', `${name}-ca`, new Set(['ca.crt', 'ca.key']));
      for (const service of ['rw', 'ro', 'r']) add('Service', `${name}-${service}`, null);
    }
  }
  return provided;
}

/** Keys of the Secret that External Secrets makes; null: only its source knows. */
function externalSecretKeys({ spec }: Data): Set<string> | null {
  const template = spec.target?.template;
  if (template?.data !== undefined && template.mergePolicy !== 'Merge') return new Set(Object.keys(template.data));
  if ((spec.dataFrom ?? []).length > 0) return null;
  return new Set([...(spec.data ?? []).map((entry: Data) => entry.secretKey as string), ...Object.keys(template?.data ?? {})]);
}

/** Everything that an object names. */
function referencesOf(object: KubernetesObject): Reference[] {
  const references: Reference[] = [];
  const from = `${object.kind} ${object.metadata.name}`;
  const need = (kind: string, name: string | undefined, key: string | null = null) => {
    if (name !== undefined) references.push({ from, kind, name, key });
  };
  for (const { spec } of podTemplates([object])) if (spec !== null) needsOfPod(spec, need);
  const { spec } = object as Data;
  switch (object.kind) {
    case 'StatefulSet':
      need('Service', spec.serviceName);
      for (const claim of spec.volumeClaimTemplates ?? []) need('StorageClass', claim.spec.storageClassName);
      break;
    case 'PersistentVolumeClaim':
      need('StorageClass', spec.storageClassName);
      break;
    case 'HorizontalPodAutoscaler':
      need(spec.scaleTargetRef.kind, spec.scaleTargetRef.name);
      break;
    case 'Ingress':
      need('IngressClass', spec.ingressClassName);
      for (const tls of spec.tls ?? []) need('Secret', tls.secretName);
      for (const rule of spec.rules ?? []) for (const path of rule.http?.paths ?? []) need('Service', path.backend.service?.name);
      break;
    case 'HTTPRoute':
      for (const parent of spec.parentRefs ?? []) need('Gateway', parent.name);
      for (const rule of spec.rules ?? []) for (const backend of rule.backendRefs ?? []) need('Service', backend.name);
      break;
    case 'ExternalSecret':
      need(spec.secretStoreRef?.kind ?? 'SecretStore', spec.secretStoreRef?.name);
      for (const source of [...(spec.data ?? []), ...(spec.dataFrom ?? [])])
        need(source.sourceRef?.generatorRef?.kind ?? '', source.sourceRef?.generatorRef?.name);
      break;
    case 'Cluster':
      need('StorageClass', spec.storage?.storageClass);
      need('Secret', spec.bootstrap?.initdb?.secret?.name);
      need('Secret', spec.superuserSecret?.name);
      for (const secret of spec.imagePullSecrets ?? []) need('Secret', secret.name);
      break;
    case 'ECRAuthorizationToken': {
      const { secretRef, jwt } = spec.auth ?? {};
      need('ServiceAccount', jwt?.serviceAccountRef?.name);
      for (const reference of Object.values(secretRef ?? {}) as Data[]) need('Secret', reference.name, reference.key);
      break;
    }
  }
  return references;
}

type Need = (kind: string, name: string | undefined, key?: string | null) => void;

function needsOfPod(spec: Data, need: Need): void {
  need('ServiceAccount', spec.serviceAccountName);
  need('PriorityClass', spec.priorityClassName);
  for (const secret of spec.imagePullSecrets ?? []) need('Secret', secret.name);
  for (const container of containersOf(spec)) {
    for (const { valueFrom } of container.env ?? []) {
      const { secretKeyRef, configMapKeyRef } = valueFrom ?? {};
      if (secretKeyRef?.optional !== true) need('Secret', secretKeyRef?.name, secretKeyRef?.key);
      if (configMapKeyRef?.optional !== true) need('ConfigMap', configMapKeyRef?.name, configMapKeyRef?.key);
    }
    for (const source of container.envFrom ?? []) {
      need('Secret', source.secretRef?.name);
      need('ConfigMap', source.configMapRef?.name);
    }
  }
  for (const volume of spec.volumes ?? []) {
    need('PersistentVolumeClaim', volume.persistentVolumeClaim?.claimName);
    for (const source of [volume, ...(volume.projected?.sources ?? [])]) {
      for (const item of source.secret?.items ?? [{ key: null }]) need('Secret', source.secret?.secretName ?? source.secret?.name, item.key);
      for (const item of source.configMap?.items ?? [{ key: null }]) need('ConfigMap', source.configMap?.name, item.key);
    }
  }
}
