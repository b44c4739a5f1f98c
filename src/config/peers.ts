import type { Problem } from '../errors.ts';
import { type Cluster, type Model, targetsOf } from '../model.ts';
import { type Path, pointerOf } from './path.ts';

/** What apps that share a config repository must say alike of a cluster. How images are pulled is each app's own. */
const clusterFacts = ['location', 'argocdName', 'kubernetesVersion', 'storageClass', 'routing'] as const satisfies readonly (keyof Cluster)[];
const argocdFacts = ['namespace', 'topology', 'cluster', 'bootstrap'] as const satisfies readonly (keyof Model['argocd'])[];

/** The name of a fact in the config, where it differs from the model's. */
const configNames: Partial<Record<(typeof clusterFacts)[number], string>> = { argocdName: 'name', routing: 'gateway or ingressClassName' };

/**
 * What this app says otherwise than the other apps of its config repository, as their saved models have it: they share
 * clusters and Argo CD.
 */
export function peerProblems(model: Model, peers: readonly Model[]): Problem[] {
  return peers
    .filter((peer) => peer.app.name !== model.app.name)
    .flatMap((peer) => [...clusterProblems(model, peer), ...argocdProblems(model, peer), ...applicationProblems(model, peer)]);
}

function clusterProblems(model: Model, peer: Model): Problem[] {
  return model.clusters.flatMap((cluster) => {
    const other = peer.clusters.find(({ name }) => name === cluster.name);
    if (other === undefined) return [];
    return clusterFacts
      .filter((fact) => JSON.stringify(cluster[fact]) !== JSON.stringify(other[fact]))
      .map((fact) => conflict(['clusters', cluster.name], `${configNames[fact] ?? fact} of cluster '${cluster.name}'`, cluster[fact], other[fact], peer));
  });
}

function argocdProblems(model: Model, peer: Model): Problem[] {
  return argocdFacts
    .filter((fact) => model.argocd[fact] !== peer.argocd[fact])
    .map((fact) => conflict(['argocd', fact], `argocd.${fact}`, model.argocd[fact], peer.argocd[fact], peer));
}

function conflict(at: Path, what: string, own: unknown, theirs: unknown, peer: Model): Problem {
  return {
    code: 'CLUSTER_CONFLICT',
    severity: 'error',
    pointer: pointerOf(at),
    onName: true,
    message: `${what} is ${print(own)} here and ${print(theirs)} for '${peer.app.name}', which shares the config repository`,
    hint: `A cluster has one truth: say the same in both configs, best by importing one inventory. Theirs is in .gitops-app/${peer.app.name}/model.json.`,
  };
}

/** shop on dev-eu-west and shop-dev on eu-west would be one Application. */
function applicationProblems(model: Model, peer: Model): Problem[] {
  const theirs = new Set(targetsOf(peer).map(({ applicationName }) => applicationName));
  return targetsOf(model)
    .filter(({ applicationName }) => theirs.has(applicationName))
    .map(({ applicationName, environment }) => ({
      code: 'NAME_DUPLICATE',
      severity: 'error',
      pointer: pointerOf(['environments', environment]),
      onName: true,
      message: `'${peer.app.name}', which shares the config repository, has the Argo CD Application '${applicationName}' too`,
      hint: 'Rename the environment or the cluster.',
    }));
}

function print(value: unknown): string {
  if (value === null || value === undefined) return 'not given';
  return typeof value === 'object' ? JSON.stringify(value) : `'${String(value)}'`;
}
