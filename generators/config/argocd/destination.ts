import type { Cluster, Environment, Model } from '../../../src/model/model.ts';

/** Destination of an Application: the in-cluster address for Argo CD's own cluster, the registered name for others. */
export function destination(
  model: Model,
  cluster: Cluster,
  environment: Pick<Environment, 'namespace'>,
): { server?: string; name?: string; namespace: string } {
  const { namespace } = environment;
  const own = model.argocd.topology === 'per-cluster' || model.argocd.cluster === cluster.name;
  return own ? { server: 'https://kubernetes.default.svc', namespace } : { name: cluster.argocdName, namespace };
}

/** The config repository as Argo CD reads it. */
export function repositoryUrl(model: Model): string {
  return `https://github.com/${model.repositories.config.slug}.git`;
}
