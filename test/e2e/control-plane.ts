/** A real Kubernetes control plane on loopback: etcd, API server, controllers, scheduler; kwok plays two nodes. */
import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { program } from './cache.ts';
import { base64, createAuthority, createCertificate, createServiceAccountKeys } from './certificates.ts';
import { node, writeStages } from './kwok.ts';
import { freePort, type Processes, waitFor } from './processes.ts';

const run = promisify(execFile);

export interface ControlPlane {
  name: string;
  /** https://127.0.0.1:<port> */
  server: string;
  kubeconfig: string;
  caData: string;
  /** Its administrator, as kubeconfig names a user. */
  user: Record<string, string>;
  /** kubectl as cluster admin; gives its standard output. */
  kubectl: (args: readonly string[], input?: string) => Promise<string>;
  /** The same with what it prints to standard error: the API server's warnings. */
  kubectlWithWarnings: (args: readonly string[], input?: string) => Promise<{ stdout: string; stderr: string }>;
  /** `kubectl get -o json`, parsed; undefined where it is not found. */
  // biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects of any kind
  get: (...args: string[]) => Promise<any>;
  /** Gives the objects of a list of the API, and again after each change of one, in the order of the changes. */
  // biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects of any kind
  watch: (path: string, changed: (objects: any[]) => void) => Promise<{ stop: () => void }>;
}

/** What one API server has that others have not. */
export interface ApiServer {
  /** Path of the program. */
  apiServer?: string;
  flags?: readonly string[];
  /** More names and addresses in its certificate. */
  alternativeNames?: readonly string[];
  /** More certificates of its authority: the subject by the name of the files. */
  certificates?: Readonly<Record<string, string>>;
}

/** Starts etcd and an API server, with nothing that acts on its objects. */
export async function startApiServer(
  processes: Processes,
  state: string,
  name: string,
  network: number,
  { apiServer = program('kube-apiserver'), flags = [], alternativeNames = [], certificates = {} }: ApiServer = {},
): Promise<ControlPlane> {
  const folder = join(state, name);
  const [api, etcd, peer] = await Promise.all([freePort(), freePort(), freePort()]);
  const server = `https://127.0.0.1:${api}`;
  createAuthority(folder, `${name}-ca`);
  createCertificate(folder, 'apiserver', '/CN=kube-apiserver', ['IP:127.0.0.1', 'DNS:localhost', 'DNS:kubernetes.default.svc', ...alternativeNames]);
  createCertificate(folder, 'admin', '/O=system:masters/CN=admin');
  createCertificate(folder, 'controllers', '/CN=system:kube-controller-manager');
  createCertificate(folder, 'scheduler', '/CN=system:kube-scheduler');
  for (const [file, subject] of Object.entries(certificates)) createCertificate(folder, file, subject);
  createServiceAccountKeys(folder);
  for (const user of ['admin', 'controllers', 'scheduler']) writeKubeconfig(folder, name, user, server);
  const kubeconfig = join(folder, 'admin.kubeconfig');
  const file = (path: string) => join(folder, path);

  const environment = { HOME: join(state, 'home'), PATH: '/usr/bin:/bin' };
  const kubectlWithWarnings: ControlPlane['kubectlWithWarnings'] = async (args, input) => {
    const child = run(program('kubectl'), ['--kubeconfig', kubeconfig, ...args], { maxBuffer: 1 << 26, env: environment });
    child.child.stdin?.end(input ?? '');
    return child;
  };
  const kubectl: ControlPlane['kubectl'] = async (args, input) => (await kubectlWithWarnings(args, input)).stdout;
  const get: ControlPlane['get'] = async (...args) => {
    const text = await kubectl(['get', ...args, '-o', 'json', '--ignore-not-found']);
    return text.trim() === '' ? undefined : JSON.parse(text);
  };
  const watch: ControlPlane['watch'] = async (path, changed) => {
    const { metadata, items } = JSON.parse(await kubectl(['get', '--raw', path]));
    const objects = new Map(items.map((item: { metadata: { uid: string } }) => [item.metadata.uid, item]));
    changed([...objects.values()]);
    const changes = `${path}&watch=true&resourceVersion=${metadata.resourceVersion}`;
    const child = spawn(program('kubectl'), ['--kubeconfig', kubeconfig, 'get', '--raw', changes], { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { type, object } = JSON.parse(line);
      if (type === 'DELETED') objects.delete(object.metadata.uid);
      else objects.set(object.metadata.uid, object);
      changed([...objects.values()]);
    });
    return { stop: () => void child.kill() };
  };

  processes.start(`${name}-etcd`, program('etcd'), [
    '--name=default',
    `--data-dir=${file('etcd')}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
    `--listen-client-urls=http://127.0.0.1:${etcd}`,
    `--advertise-client-urls=http://127.0.0.1:${etcd}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-cluster=default=http://127.0.0.1:${peer}`,
  ]);
  processes.start(`${name}-apiserver`, apiServer, [
    '--bind-address=127.0.0.1',
    `--secure-port=${api}`,
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--etcd-servers=http://127.0.0.1:${etcd}`,
    `--service-cluster-ip-range=10.${network}.0.0/16`,
    `--client-ca-file=${file('ca.crt')}`,
    `--tls-cert-file=${file('apiserver.crt')}`,
    `--tls-private-key-file=${file('apiserver.key')}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${file('sa.pub')}`,
    `--service-account-signing-key-file=${file('sa.key')}`,
    '--authorization-mode=Node,RBAC',
    '--allow-privileged=true',
    '--profiling=false',
    ...flags,
  ]);
  await waitFor(`API server of ${name}`, async () => (await kubectl(['get', '--raw', '/readyz'])) === 'ok', processes.assertAlive);
  const user = { 'client-certificate-data': base64(file('admin.crt')), 'client-key-data': base64(file('admin.key')) };
  return { name, server, kubeconfig, caData: base64(file('ca.crt')), user, kubectl, kubectlWithWarnings, get, watch };
}

/** How a control plane gets its nodes. */
export interface Nodes {
  apiServer?: ApiServer;
  start: (plane: ControlPlane) => Promise<void>;
}

/** Starts a control plane; ready when its nodes are, which kwok plays by default. Cluster networks must differ between planes. */
export async function startControlPlane(
  processes: Processes,
  state: string,
  name: string,
  network: number,
  nodes: Nodes = playedNodes(processes, state, name, network),
): Promise<ControlPlane> {
  const plane = await startApiServer(processes, state, name, network, nodes.apiServer);
  const { get } = plane;
  const folder = join(state, name);
  const file = (path: string) => join(folder, path);
  const [controllers, scheduler] = await Promise.all([freePort(), freePort()]);
  processes.start(`${name}-controller-manager`, program('kube-controller-manager'), [
    `--kubeconfig=${file('controllers.kubeconfig')}`,
    '--use-service-account-credentials=true',
    '--bind-address=127.0.0.1',
    `--secure-port=${controllers}`,
    '--leader-elect=false',
    `--service-account-private-key-file=${file('sa.key')}`,
    `--root-ca-file=${file('ca.crt')}`,
    '--node-monitor-grace-period=5m',
  ]);
  processes.start(`${name}-scheduler`, program('kube-scheduler'), [
    `--kubeconfig=${file('scheduler.kubeconfig')}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${scheduler}`,
    '--leader-elect=false',
  ]);
  await nodes.start(plane);
  await waitFor(
    `default ServiceAccount of ${name}`,
    async () => (await get('serviceaccount', 'default', '-n', 'default')) !== undefined,
    processes.assertAlive,
  );
  return plane;
}

function playedNodes(processes: Processes, state: string, name: string, network: number): Nodes {
  return {
    start: async ({ kubeconfig, kubectl }) => {
      processes.start(`${name}-kwok`, program('kwok'), [
        `--kubeconfig=${kubeconfig}`,
        `--config=${writeStages(join(state, name))}`,
        '--manage-all-nodes=true',
        '--node-ip=127.0.0.1',
        `--cidr=10.${network + 100}.0.1/16`,
        '--node-lease-duration-seconds=40',
      ]);
      await kubectl(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [1, 2].map((number) => node(name, number)) }));
      await waitFor(
        `nodes of ${name}`,
        async () => (await kubectl(['wait', '--for=condition=Ready', 'node', '--all', '--timeout=1s'])).includes('condition met'),
        processes.assertAlive,
      );
    },
  };
}

/** Waits for every definition; kubectl fails on one that has no status yet. */
export async function definitionsEstablished({ name, kubectl }: Pick<ControlPlane, 'name' | 'kubectl'>, alive: () => void): Promise<void> {
  await waitFor(
    `definitions of ${name}`,
    async () => (await kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=10s'])).includes('condition met'),
    alive,
  );
}

/** Writes `<user>.kubeconfig` into the folder of a cluster, with the certificate of that name. */
export function writeKubeconfig(folder: string, cluster: string, user: string, server: string): void {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: cluster, cluster: { server, 'certificate-authority-data': base64(join(folder, 'ca.crt')) } }],
    users: [{ name: user, user: { 'client-certificate-data': base64(join(folder, `${user}.crt`)), 'client-key-data': base64(join(folder, `${user}.key`)) } }],
    // Argo CD's components look for their settings in the namespace of the context.
    contexts: [{ name: cluster, context: { cluster, user, namespace: user === 'admin' ? 'argocd' : 'default' } }],
    'current-context': cluster,
  };
  writeFileSync(join(folder, `${user}.kubeconfig`), JSON.stringify(config), { mode: 0o600 });
}
