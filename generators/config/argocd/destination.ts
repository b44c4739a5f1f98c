import type { Cluster, Environment, Model } from '../../../src/model/model.ts';

/** Address of the cluster that Argo CD itself runs on. */
export const inClusterServer = 'https://kubernetes.default.svc';

/** Destination of an Application: the in-cluster address for Argo CD's own cluster, the registered name for others. */
export function destination(
  model: Model,
  cluster: Cluster,
  environment: Pick<Environment, 'namespace'>,
): { server?: string; name?: string; namespace: string } {
  const { namespace } = environment;
  const own = model.argocd.topology === 'per-cluster' || model.argocd.cluster === cluster.name;
  return own ? { server: inClusterServer, namespace } : { name: cluster.argocdName, namespace };
}

/** The config repository as Argo CD reads it. */
export function repositoryUrl(model: Model): string {
  return `https://github.com/${model.repositories.config.slug}.git`;
}

/**
 * The default branch of the config repository as Argo CD resolves it. Argo CD resolves a short name to whichever branch or tag of
 * that name the server lists first, and anybody who may push may push a tag; a full name matches exactly one ref:
 * https://github.com/argoproj/argo-cd/blob/v3.5.1/util/git/client.go (lsRemote)
 */
export function targetRevision(model: Model): string {
  return `refs/heads/${model.repositories.config.defaultBranch}`;
}
