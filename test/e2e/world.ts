/** Everything that the scenarios run on, started together and ended together. */
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHelm } from '../judges/helm.ts';
import { type ArgoCd, startArgoCd } from './argocd.ts';
import { dataFolder, program } from './cache.ts';
import { type Checkout, createPerson, openCheckout, type Person } from './checkouts.ts';
import { type ControlPlane, definitionsEstablished, startApiServer, startControlPlane } from './control-plane.ts';
import { type Forge, startForge } from './forge/forge.ts';
import { builderEnvironment, prepareMachine, realNodes, realOperators } from './node/real-nodes.ts';
import { claimMachine } from './one-run.ts';
import { type Operators, startOperators } from './operators.ts';
import { oldestApiServer } from './parts.ts';
import { createProcesses, type Processes } from './processes.ts';
import type { Observation } from './proof.ts';
import { type Registry, startRegistry } from './registry.ts';

export interface World {
  state: string;
  processes: Processes;
  cloud: ControlPlane;
  onPremise: ControlPlane;
  argocd: ArgoCd;
  forge: Forge;
  registry: Registry;
  /** The command line that is tested. */
  cli: string;
  /** Path of Helm. */
  helm: string;
  dev: Person;
  reviewer: Person;
  /** Working copies of shop's repositories. */
  app: Checkout;
  config: Checkout;
  /** Working copy of a second app's repository. */
  mail: Checkout;
  /** Ends a real node at once, with all that runs on it, and starts it again. */
  restartNode: (cluster: ClusterName) => Promise<void>;
  stop: () => Promise<void>;
}

const root = join(import.meta.dirname, '../..');
/** Networks of the clusters. */
const clusters = { cloud: 96, 'on-premise': 97 } as const;
export type ClusterName = keyof typeof clusters;
export const repositories = { app: 'acme/shop', config: 'acme/shop-config', mail: 'acme/mail' } as const;

export interface WorldOptions {
  /** Clusters that have a real node; kwok plays those of the others. */
  nodes?: readonly ClusterName[];
}

/** Starts both control planes, Argo CD, the forge and the registry. Shop's repositories are there and empty. */
export async function startWorld({ nodes = [] }: WorldOptions = {}): Promise<World> {
  const release = await claimMachine();
  const state = mkdtempSync(join(tmpdir(), 'gitops-e2e-'));
  const processes = createProcesses(state);
  const helm = findHelm(4);
  if ('reason' in helm) throw new Error(helm.reason);
  // Argo CD's repo-server looks for helm on its PATH.
  mkdirSync(join(state, 'bin'));
  symlinkSync(helm.program, join(state, 'bin/helm'));
  const cli = join(root, 'dist/cli.cjs');
  let registry: Registry | undefined;
  const operators: Operators[] = [];
  let forge: Forge | undefined;
  const stop = async () => {
    await forge?.runs.settled();
    for (const each of operators) await each.stop();
    // Argo CD keeps its connections to the forge as long as it lives.
    await processes.stopAll();
    await forge?.server.close();
    release();
    rmSync(state, { recursive: true, force: true });
  };
  try {
    if (nodes.length > 0) prepareMachine(processes, state);
    registry = await startRegistry(processes, state);
    const address = registry.address;
    forge = await startForge(state, () => ({
      E2E_FORGE: forge?.server.url ?? '',
      E2E_REGISTRY: address,
      E2E_HELM: helm.program,
      E2E_CLI: cli,
      E2E_PUSH_IMAGE: join(import.meta.dirname, 'push-image.mjs'),
      NO_PROXY: '127.0.0.1,localhost',
      ...(nodes.length > 0 ? builderEnvironment(state) : {}),
    }));
    const restarts = new Map<string, () => Promise<void>>();
    const nodesOf = (name: ClusterName) => realNodes(processes, state, name, clusters[name], address, (restart) => restarts.set(name, restart));
    const startCluster = (name: ClusterName) => startControlPlane(processes, state, name, clusters[name], nodes.includes(name) ? nodesOf(name) : undefined);
    const [cloud, onPremise] = await Promise.all([startCluster('cloud'), startCluster('on-premise')]);
    await Promise.all([cloud, onPremise].map((plane) => installDefinitions(plane, processes.assertAlive)));
    for (const plane of [cloud, onPremise])
      operators.push(startOperators(plane, () => true, nodes.includes(plane.name as ClusterName) ? realOperators(plane, state) : {}));
    const argocd = await startArgoCd(processes, state, cloud, forge.server);

    const { app, config, mail } = repositories;
    await preparePlatform(cloud, onPremise, (plane) => (nodes.includes(plane.name as ClusterName) ? 'WaitForFirstConsumer' : 'Immediate'));
    // shop's own are made by its runbook.
    forge.repositories.create(mail, 'main');
    const dev = createPerson(forge, 'dev');
    const reviewer = createPerson(forge, 'reviewer');
    const work = mkdtempSync(join(state, 'work-'));
    const open = async (slug: string, folder: string) => {
      mkdirSync(join(work, folder));
      const checkout = openCheckout(state, forge as Forge, dev, slug, join(work, folder), cli);
      await checkout.git('init', '--quiet', '--initial-branch=main');
      return checkout;
    };
    return {
      ...{ state, processes, cloud, onPremise, argocd, forge, registry, cli, helm: helm.program, dev, reviewer, stop },
      restartNode: async (name) => {
        const restart = restarts.get(name);
        if (restart === undefined) throw new Error(`${name} has no real node`);
        await restart();
      },
      app: await open(app, 'shop'),
      config: await open(config, 'shop-config'),
      mail: await open(mail, 'mail'),
    };
  } catch (error) {
    keepLogs(state);
    await stop();
    throw error;
  }
}

/** Copies the logs of every program and run to where the end of the world does not reach. */
export function keepLogs(state: string): void {
  const kept = join(root, 'node_modules/.cache/e2e-log');
  rmSync(kept, { recursive: true, force: true });
  for (const folder of ['log', 'runs']) if (existsSync(join(state, folder))) cpSync(join(state, folder), join(kept, folder), { recursive: true });
  // What a run was given as secrets stays out.
  for (const run of existsSync(join(kept, 'runs')) ? readdirSync(join(kept, 'runs')) : []) rmSync(join(kept, 'runs', run, 'secrets'), { force: true });
  process.stderr.write(`Logs: ${kept}\n`);
}

/** One control plane with every definition, of the operators and of Argo CD, and nothing that runs in it. */
export const startCluster = () => startPlane((processes, state) => startControlPlane(processes, state, 'objects', 98));

/** The same without controllers: nothing acts on an object, a claim goes when it is deleted, and grows without a storage class. */
export const startApi = () =>
  startPlane((processes, state) =>
    startApiServer(processes, state, 'api', 98, { flags: ['--disable-admission-plugins=StorageObjectInUseProtection,PersistentVolumeClaimResize'] }),
  );

async function startPlane(start: (processes: Processes, state: string) => Promise<ControlPlane>): Promise<{ plane: ControlPlane; stop: () => Promise<void> }> {
  const state = mkdtempSync(join(tmpdir(), 'gitops-e2e-'));
  const processes = createProcesses(state);
  const stop = async () => {
    await processes.stopAll();
    rmSync(state, { recursive: true, force: true });
  };
  try {
    const plane = await start(processes, state);
    await plane.kubectl(['apply', '--server-side', '-f', join(dataFolder, 'argocd/crds')]);
    await installDefinitions(plane, processes.assertAlive);
    return { plane, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The oldest API server that a config can declare, with the oldest definitions that its objects need. */
export async function startOldest(): Promise<{ plane: ControlPlane; stop: () => Promise<void> }> {
  const state = mkdtempSync(join(tmpdir(), 'gitops-e2e-'));
  const processes = createProcesses(state);
  const stop = async () => {
    await processes.stopAll();
    rmSync(state, { recursive: true, force: true });
  };
  try {
    const plane = await startApiServer(processes, state, 'oldest', 99, { apiServer: program(oldestApiServer.name) });
    await installDefinitions(plane, processes.assertAlive, 'crds-oldest');
    return { plane, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What belongs to the clusters, before any app: a Gateway, a class of ingress controllers, classes of storage, a Prometheus. */
async function preparePlatform(cloud: ControlPlane, onPremise: ControlPlane, volumeBindingMode: (plane: ControlPlane) => string): Promise<void> {
  const apply = (plane: ControlPlane, ...items: object[]) => plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const storageClass = (plane: ControlPlane, name: string, annotations = {}) => ({
    ...{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name, annotations }, provisioner: 'e2e.local/volumes' },
    volumeBindingMode: volumeBindingMode(plane),
    allowVolumeExpansion: true,
  });
  // As the set-up runbook installs it: it selects everything.
  const prometheus = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'monitoring' } },
    {
      ...{ apiVersion: 'monitoring.coreos.com/v1', kind: 'Prometheus', metadata: { name: 'k8s', namespace: 'monitoring' } },
      spec: { serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}, ruleSelector: {}, ruleNamespaceSelector: {} },
    },
  ];
  await apply(
    cloud,
    ...prometheus,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'gateways' } },
    {
      ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'public', namespace: 'gateways' } },
      spec: {
        gatewayClassName: 'e2e',
        listeners: [{ name: 'https', port: 443, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }],
      },
    },
    storageClass(cloud, 'standard', { 'storageclass.kubernetes.io/is-default-class': 'true' }),
  );
  await apply(onPremise, ...prometheus, storageClass(onPremise, 'ceph'), {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'haproxy' } },
    spec: { controller: 'haproxy.org/ingress-controller' },
  });
}

/** The operators' own definitions of their objects. */
async function installDefinitions(plane: ControlPlane, alive: () => void, set = 'crds'): Promise<void> {
  const folder = join(dataFolder, set);
  const files = readdirSync(folder).flatMap((file) => ['-f', join(folder, file)]);
  await plane.kubectl(['apply', '--server-side', ...files]);
  await definitionsEstablished(plane, alive);
}

/** A scenario that passed: printed, and kept for docs/proof.md where a file is asked for. */
export function record(scenario: string, started: number, observed: string): void {
  const observation: Observation = { scenario, seconds: (Date.now() - started) / 1000, observed };
  process.stdout.write(`${scenario}: ${observation.seconds.toFixed(1)} s: ${observed}\n`);
  const results = process.env.GITOPS_E2E_RESULTS;
  if (results !== undefined) appendFileSync(results, `${JSON.stringify(observation)}\n`);
}

/** Prints where to look, and waits for Ctrl-C. */
export async function keepRunning({ argocd, forge, registry, cloud, onPremise, app, config, dev }: World): Promise<void> {
  const lines = {
    'Argo CD (no password)': argocd.url,
    'forge, its Git and API': forge.server.url,
    'the config repository': `git clone ${forge.server.url.replace('//', `//${dev.login}:${dev.token}@`)}/${repositories.config}.git`,
    registry: `http://${registry.address}/v2/_catalog`,
    'cloud cluster (dev-eu, prod-eu)': `kubectl --kubeconfig ${cloud.kubeconfig} get pods --all-namespaces`,
    'on-premise cluster (prod-dc1)': `kubectl --kubeconfig ${onPremise.kubeconfig} get pods --all-namespaces`,
    'app repository': app.folder,
    'config repository': config.folder,
  };
  process.stdout.write(
    `\nEverything goes on running. End it with Ctrl-C.\n${Object.entries(lines)
      .map(([what, where]) => `  ${what}: ${where}\n`)
      .join('')}`,
  );
  // The handler of processes.ts ends it all, and this process.
  await new Promise(() => {});
}
