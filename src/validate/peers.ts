import type { Cluster, Model } from '../model/model.ts';
import type { Problem } from '../problems/errors.ts';
import { type Path, pointerOf } from '../problems/path.ts';
import { listed } from '../render/markdown.ts';
import { isObject } from '../text/print-value.ts';
import { claimProblems } from './claims.ts';
import { renameProblems } from './rename.ts';

/** Settings of a cluster that apps in one config repository must agree on. Each app decides how images are pulled. */
const clusterSettings = [
  'location',
  'argocdName',
  'kubernetesVersion',
  'storageClass',
  'routing',
  'dns',
  'apiServer',
  'operators',
  'architectures',
  'monitoring',
] as const satisfies readonly (keyof Cluster)[];
const argocdSettings = ['namespace', 'topology', 'cluster', 'bootstrap', 'version', 'monitoring'] as const satisfies readonly (keyof Model['argocd'])[];

/** The name of a setting in the config, if it differs from the model's. */
const configNames: Partial<Record<(typeof clusterSettings)[number], string>> = { argocdName: 'name', routing: 'gateway or ingressClassName' };

const repositorySettings = [
  'slug',
  'owners',
  'defaultBranch',
  'cdApp',
  'signedCommits',
  'runsOn',
  'requiredApprovals',
  'mergeQueue',
] as const satisfies readonly (keyof Model['repositories']['config'])[];

/**
 * Differences from the saved models of other apps in the same config repository: they share clusters, Argo CD and the
 * repository itself. A change that this app makes first is a warning, for the others have to follow.
 * @param saved returns this app's own saved model, if there is one
 */
export function peerProblems(model: Model, peers: readonly Model[], saved: () => Model | undefined = () => undefined): Problem[] {
  return peers
    .filter((peer) => peer.app.name !== model.app.name)
    .flatMap((peer) => {
      const current = conflicts(model, peer);
      const before = current.length === 0 ? undefined : saved();
      // A conflict that the saved model has already is not a new change.
      const existing = new Set((before === undefined ? current : conflicts(before, peer)).map(({ pointer }) => pointer));
      const hint = `Make the same change in the config of '${peer.app.name}' next.`;
      const settings = current.map((problem) => (existing.has(problem.pointer) ? problem : { ...problem, severity: 'warning' as const, hint }));
      const claims = claimProblems(model, peer, saved);
      return [...settings, ...claims];
    })
    .concat(renameProblems(model, peers));
}

function conflicts(model: Model, peer: Model): Problem[] {
  return [...clusterProblems(model, peer), ...argocdProblems(model, peer), ...repositoryProblems(model, peer), ...generatorProblems(model, peer)];
}

function repositoryProblems({ repositories: { config: own } }: Model, peer: Model): Problem[] {
  const theirs = peer.repositories.config;
  return (
    repositorySettings
      .filter((setting) => JSON.stringify(own[setting]) !== JSON.stringify(theirs[setting]))
      // Its default follows from the name of the repository.
      .filter((setting) => setting !== 'cdApp' || own.slug === theirs.slug)
      .map((setting) => conflict(['repositories', 'config', setting], `repositories.config.${setting}`, own[setting], theirs[setting], peer))
  );
}

/** The check of the config repository installs the generators of all apps. */
function generatorProblems({ generator: own }: Model, peer: Model): Problem[] {
  const { registry } = peer.generator;
  return own.registry === registry ? [] : [conflict(['generator', 'registry'], 'generator.registry', own.registry, registry, peer)];
}

function clusterProblems(model: Model, peer: Model): Problem[] {
  return model.clusters.flatMap((cluster) => {
    const other = peer.clusters.find(({ name }) => name === cluster.name);
    if (other === undefined) return [];
    return clusterSettings
      .filter((setting) => JSON.stringify(cluster[setting]) !== JSON.stringify(other[setting]))
      .map((setting) =>
        conflict(['clusters', cluster.name], `${configNames[setting] ?? setting} of cluster '${cluster.name}'`, cluster[setting], other[setting], peer),
      );
  });
}

function argocdProblems(model: Model, peer: Model): Problem[] {
  return argocdSettings
    .filter((setting) => JSON.stringify(model.argocd[setting]) !== JSON.stringify(peer.argocd[setting]))
    .map((setting) => conflict(['argocd', setting], `argocd.${setting}`, model.argocd[setting], peer.argocd[setting], peer));
}

function conflict(at: Path, name: string, own: unknown, theirs: unknown, peer: Model): Problem {
  const [here, there] = differing(own, theirs);
  return {
    code: 'SHARED_SETTING_CONFLICT',
    severity: 'error',
    pointer: pointerOf(at),
    onName: true,
    message: `${name} is ${print(here)} here, but ${print(there)} in '${peer.app.name}', which shares the config repository`,
    hint: `Use the same value in both configs, best by importing it from one module. The other value is in .gitops-app/${peer.app.name}/model.json.`,
  };
}

function print(value: unknown): string {
  if (value === null || value === undefined) return 'not set';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.map(print).join(', ');
  if (typeof value === 'object') return listed(Object.entries(value).map(([name, each]) => `${name} ${print(each)}`));
  return `'${String(value)}'`;
}

/** Of two objects, only the fields that differ. */
function differing(own: unknown, theirs: unknown): [own: unknown, theirs: unknown] {
  if (!isObject(own) || !isObject(theirs)) return [own, theirs];
  const names = [...new Set([...Object.keys(own), ...Object.keys(theirs)])].filter((name) => JSON.stringify(own[name]) !== JSON.stringify(theirs[name]));
  const part = (from: Record<string, unknown>) => Object.fromEntries(names.map((name) => [name, from[name]]));
  return [part(own), part(theirs)];
}
