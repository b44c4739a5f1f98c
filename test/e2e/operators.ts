/**
 * Stands for what runs in a cluster beside Argo CD: the operators and the volume provisioner. It makes what each makes
 * of its objects, as far as other objects wait for it, and says so in their status. It has no behaviour of its own.
 */
import type { ControlPlane } from './control-plane.ts';

export interface Operators {
  stop: () => Promise<void>;
}

/** The provisioner of volumes. */
export interface Volumes {
  bindingMode: 'Immediate' | 'WaitForFirstConsumer';
  /** Name and spec of the volume for a claim; undefined where it must wait. */
  provide: (claim: KubernetesObject) => ({ name: string } & Record<string, unknown>) | undefined;
  /** Removes a volume whose claim is gone. */
  release?: (volume: KubernetesObject) => Promise<void>;
}

/** Where nodes are played, a volume is a name. As most classes have it: without its claim, the volume is lost. */
const playedVolumes: Volumes = {
  bindingMode: 'Immediate',
  provide: ({ metadata: { uid } }) => ({ name: `volume-${uid}`, persistentVolumeReclaimPolicy: 'Delete', hostPath: { path: `/volumes/${uid}` } }),
};

/** What is different where containers run. */
interface OperatorOptions {
  volumes?: Volumes;
  /** Objects of the database that a Cluster of CloudNativePG stands for. */
  database?: (cluster: KubernetesObject, password: string) => object[];
}

// biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects of any kind
type KubernetesObject = any;

/** Looks at a cluster every half second, as a controller would watch it. */
export function startOperators(plane: ControlPlane, alive: () => boolean, options: OperatorOptions = {}): Operators {
  let running = true;
  const loop = (async () => {
    while (running && alive()) {
      await pass(plane, options).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  return {
    stop: async () => {
      running = false;
      await loop;
    },
  };
}

const kinds = [
  'persistentvolumes',
  'persistentvolumeclaims',
  'externalsecrets.external-secrets.io',
  'httproutes.gateway.networking.k8s.io',
  'clusters.postgresql.cnpg.io',
  'ingresses.networking.k8s.io',
  'clustersecretstores.external-secrets.io',
  'secretstores.external-secrets.io',
  'gateways.gateway.networking.k8s.io',
];

/** Seconds that a Cluster stays without status: an operator needs its time, and Argo CD looks before. */
const secondsWithoutStatus = 10;

async function pass(plane: ControlPlane, { volumes = playedVolumes, database = () => [] }: OperatorOptions): Promise<void> {
  // One kubectl for all: each costs as much CPU as all controllers in that time.
  const { items }: { items: KubernetesObject[] } = await plane.get(kinds.join(), '--all-namespaces');
  const list = (kind: string) => items.filter((item) => item.kind === kind);
  const [claims, external, routes] = [list('PersistentVolumeClaim'), list('ExternalSecret'), list('HTTPRoute')];
  const [clusters, ingresses, stores, gateways] = [list('Cluster'), list('Ingress'), [...list('ClusterSecretStore'), ...list('SecretStore')], list('Gateway')];
  // A claim that names its volume waits for that one.
  for (const claim of claims) if (claim.status?.phase !== 'Bound' && claim.spec.volumeName === undefined) await bindVolume(plane, claim, volumes);
  for (const volume of list('PersistentVolume')) if (volume.status?.phase === 'Released') await volumes.release?.(volume);
  for (const secret of external) if (condition(secret, 'Ready') !== 'True') await synchronise(plane, secret);
  for (const route of routes) if (!isAccepted(route)) await accept(plane, route);
  for (const ingress of ingresses)
    if (ingress.status?.loadBalancer?.ingress === undefined) await setStatus(plane, ingress, { loadBalancer: { ingress: [{ ip: '127.0.0.1' }] } });
  for (const store of stores) if (condition(store, 'Ready') !== 'True') await setStatus(plane, store, { conditions: [ready('Valid', 'store validated')] });
  for (const gateway of gateways)
    if (condition(gateway, 'Programmed') !== 'True')
      await setStatus(plane, gateway, {
        addresses: [{ type: 'IPAddress', value: '127.0.0.1' }],
        conditions: [{ ...ready('Programmed', ''), type: 'Programmed', observedGeneration: gateway.metadata.generation }],
      });
  for (const cluster of clusters)
    if (cluster.status?.phase !== 'Cluster in healthy state' && age(cluster) > secondsWithoutStatus) await runCluster(plane, cluster, database);
}

const condition = (object: KubernetesObject, type: string) => object.status?.conditions?.find((each: { type: string }) => each.type === type)?.status;
const apply = (plane: ControlPlane, object: object) => plane.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], JSON.stringify(object));
const age = ({ metadata }: KubernetesObject) => (Date.now() - Date.parse(metadata.creationTimestamp)) / 1000;
const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

const ready = (reason: string, message: string) => ({ type: 'Ready', status: 'True', reason, message, lastTransitionTime: now() });

async function setStatus(plane: ControlPlane, object: KubernetesObject, status: object): Promise<void> {
  const { name, namespace } = object.metadata;
  const kind = `${object.kind.toLowerCase()}.${object.apiVersion.split('/')[0]}`;
  await plane.kubectl([
    ...(namespace === undefined ? [] : ['-n', namespace]),
    'patch',
    kind,
    name,
    '--subresource=status',
    '--type=merge',
    '-p',
    JSON.stringify({ status }),
  ]);
}

/** A volume that is there for one claim; the controller manager binds the two. */
async function bindVolume(plane: ControlPlane, claim: KubernetesObject, volumes: Volumes): Promise<void> {
  const volume = volumes.provide(claim);
  if (volume === undefined) return;
  const { name, ...source } = volume;
  await apply(plane, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: claim.spec.resources.requests,
      accessModes: claim.spec.accessModes,
      storageClassName: claim.spec.storageClassName ?? '',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: claim.metadata.name, namespace: claim.metadata.namespace, uid: claim.metadata.uid },
      ...source,
    },
  });
}

/** The Secret that an ExternalSecret asks for, with its keys and made-up values. */
async function synchronise(plane: ControlPlane, external: KubernetesObject): Promise<void> {
  const { name, namespace } = external.metadata;
  const keys: string[] = (external.spec.data ?? []).map(({ secretKey }: { secretKey: string }) => secretKey);
  const template = Object.keys(external.spec.target?.template?.data ?? {});
  const data = Object.fromEntries([...keys, ...template].map((key) => [key, key.startsWith('.') ? '{"auths":{}}' : `e2e-${key}`]));
  await apply(plane, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: external.spec.target?.name ?? name, namespace, labels: external.spec.target?.template?.metadata?.labels ?? {} },
    type: external.spec.target?.template?.type ?? 'Opaque',
    stringData: data,
  });
  await setStatus(plane, external, {
    refreshTime: now(),
    conditions: [{ type: 'Ready', status: 'True', reason: 'SecretSynced', message: 'Secret was synced', lastTransitionTime: now() }],
  });
}

/** Whether each of its gateways has seen the route as it is now. */
function isAccepted({ metadata, spec, status }: KubernetesObject): boolean {
  const seen = (status?.parents ?? []).filter(({ conditions }: KubernetesObject) =>
    conditions.every(({ observedGeneration }: KubernetesObject) => observedGeneration === metadata.generation),
  );
  return seen.length === spec.parentRefs.length;
}

async function accept(plane: ControlPlane, route: KubernetesObject): Promise<void> {
  const conditions = ['Accepted', 'ResolvedRefs'].map((type) => ({
    type,
    status: 'True',
    reason: type,
    message: '',
    observedGeneration: route.metadata.generation,
    lastTransitionTime: now(),
  }));
  const parents = route.spec.parentRefs.map((parentRef: object) => ({ parentRef, controllerName: 'e2e.local/gateway', conditions }));
  await setStatus(plane, route, { parents });
}

/** What CloudNativePG makes of a Cluster that others need: the Secret of its user. */
async function runCluster(plane: ControlPlane, cluster: KubernetesObject, objects: NonNullable<OperatorOptions['database']>): Promise<void> {
  const { name, namespace } = cluster.metadata;
  const { database, owner } = cluster.spec.bootstrap.initdb;
  const host = `${name}-rw`;
  const password = 'e2e';
  const stringData = {
    username: owner,
    user: owner,
    password,
    dbname: database,
    host,
    port: '5432',
    uri: `postgresql://${owner}:${password}@${host}:5432/${database}`,
  };
  await apply(plane, { apiVersion: 'v1', kind: 'Secret', metadata: { name: `${name}-app`, namespace }, type: 'kubernetes.io/basic-auth', stringData });
  for (const object of objects(cluster, password)) await apply(plane, object);
  await setStatus(plane, cluster, {
    phase: 'Cluster in healthy state',
    instances: cluster.spec.instances,
    readyInstances: cluster.spec.instances,
    conditions: [{ type: 'Ready', status: 'True', reason: 'ClusterIsReady', message: 'Cluster is Ready', lastTransitionTime: now() }],
  });
}
