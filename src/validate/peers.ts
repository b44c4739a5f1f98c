import { type Cluster, type Model, targetsOf } from '../model/model.ts';
import type { Problem } from '../problems/errors.ts';
import { type Path, pointerOf } from '../problems/path.ts';

/** What apps that share a config repository must say alike of a cluster. How images are pulled is each app's own. */
const clusterFacts = ['location', 'argocdName', 'kubernetesVersion', 'storageClass', 'routing'] as const satisfies readonly (keyof Cluster)[];
const argocdFacts = ['namespace', 'topology', 'cluster', 'bootstrap'] as const satisfies readonly (keyof Model['argocd'])[];

/** The name of a fact in the config, where it differs from the model's. */
const configNames: Partial<Record<(typeof clusterFacts)[number], string>> = { argocdName: 'name', routing: 'gateway or ingressClassName' };

const repositoryFacts = ['slug', 'owners', 'defaultBranch'] as const satisfies readonly (keyof Model['repositories']['config'])[];

/**
 * What this app says otherwise than the other apps of its config repository, as their saved models have it: they share
 * clusters, Argo CD and the repository itself. What this app is the first to change is a warning: the others follow.
 * @param saved gives this app's own saved model, where there is one
 */
export function peerProblems(model: Model, peers: readonly Model[], saved: () => Model | undefined = () => undefined): Problem[] {
  return peers
    .filter((peer) => peer.app.name !== model.app.name)
    .flatMap((peer) => {
      const found = conflicts(model, peer);
      const before = found.length === 0 ? undefined : saved();
      // What they disagreed about already is nobody's first change.
      const old = new Set((before === undefined ? found : conflicts(before, peer)).map(({ pointer }) => pointer));
      const hint = `Say the same in the config of '${peer.app.name}' next.`;
      const differing = found.map((problem) => (old.has(problem.pointer) ? problem : { ...problem, severity: 'warning' as const, hint }));
      return [...differing, ...applicationProblems(model, peer), ...hostProblems(model, peer), ...renameProblems(model, peer)];
    });
}

function conflicts(model: Model, peer: Model): Problem[] {
  return [...clusterProblems(model, peer), ...argocdProblems(model, peer), ...repositoryProblems(model, peer)];
}

function repositoryProblems({ repositories: { config: own } }: Model, peer: Model): Problem[] {
  const theirs = peer.repositories.config;
  return repositoryFacts
    .filter((fact) => JSON.stringify(own[fact]) !== JSON.stringify(theirs[fact]))
    .map((fact) => conflict(['repositories', 'config', fact], `repositories.config.${fact}`, own[fact], theirs[fact], peer));
}

/** One cluster routes a host and path to one app. */
function hostProblems(model: Model, peer: Model): Problem[] {
  const addresses = (each: Model) =>
    targetsOf(each).flatMap(({ environment, cluster, routes }) =>
      routes.flatMap(({ name, path, hosts }) =>
        hosts.map((host) => ({ environment, route: name, host, address: `${host}${path}`, key: `${cluster} ${host}${path}` })),
      ),
    );
  const theirs = new Set(addresses(peer).map(({ key }) => key));
  return addresses(model)
    .filter(({ key }) => theirs.has(key))
    .map(({ environment, route, address, key }) => ({
      code: 'HOST_DUPLICATE',
      severity: 'error',
      pointer: pointerOf(['environments', environment, 'routes', route]),
      message: `route '${route}' serves '${address}' on cluster '${key.split(' ')[0]}', and '${peer.app.name}', which shares the config repository, does so too`,
      hint: 'Give one of them another host or path.',
    }));
}

/** One app repository is one app: another name of it goes on running until somebody takes it away. */
function renameProblems(model: Model, peer: Model): Problem[] {
  if (peer.repositories.app.slug !== model.repositories.app.slug) return [];
  const old = peer.app.name;
  const applications = targetsOf(peer).map(({ applicationName }) => applicationName);
  return [
    {
      code: 'APP_RENAMED',
      severity: 'warning',
      pointer: pointerOf(['app', 'name']),
      message: `'${old}' of the same app repository is in the config repository, too, and goes on running`,
      hint: `When it is not needed any more: argocd app delete ${applications.join(' ')}; then, in the config repository, git rm -r charts/${old} docs/${old} .gitops-app/${old} and what argocd/ has of it, and delete its blocks in README.md and .github/CODEOWNERS.`,
    },
  ];
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
    code: 'SHARED_SETTING_CONFLICT',
    severity: 'error',
    pointer: pointerOf(at),
    onName: true,
    message: `${what} is ${print(own)} here and ${print(theirs)} for '${peer.app.name}', which shares the config repository`,
    hint: `They share it: say the same in both configs, best by importing one inventory. Theirs is in .gitops-app/${peer.app.name}/model.json.`,
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
