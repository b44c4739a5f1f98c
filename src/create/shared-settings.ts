/** What a new app takes over from the apps that its config repository has already: they must agree on it. */
import { pathPrefix } from '../config/registry.ts';
import type * as config from '../generated/pipeline-config.ts';
import type * as model from '../model/model.ts';
import { clusterOf } from '../model/queries.ts';
import { resolveArgocd, resolveCluster } from '../resolve/clusters.ts';
import { recordedApps } from '../workspace/repository.ts';
import { tryReadSavedModel } from '../workspace/saved-model.ts';
import { AnswerError, parseRegistry } from './parse-answers.ts';

/** The model of an app in a config repository, the first by name; undefined if it has none that can be read. */
export function readPeer(root: string): model.Model | undefined {
  for (const app of recordedApps(root)) {
    const saved = tryReadSavedModel(root, app)?.model;
    if (saved !== undefined) return saved;
  }
  return undefined;
}

/** The answer about the registry that gives a registry of this address; undefined if none does, as for a Harbor whose host has no dot. */
export function registryAnswer(registry: model.Registry): string | undefined {
  const answer = registry.type === 'ghcr' ? 'ghcr' : `${registry.host}/${pathPrefix(registry)}`.replace(/\/$/, '');
  try {
    return parseRegistry(answer).type === registry.type ? answer : undefined;
  } catch (error) {
    if (error instanceof AnswerError) return undefined;
    throw error;
  }
}

/** The answer about the clusters of dev or prod: those of the environment of this name, else of the first or last one. */
export function clustersAnswer(peer: model.Model, environment: 'dev' | 'prod'): string {
  const targets = environmentLike(peer, environment)?.targets ?? [];
  return targets.map((target) => (clusterOf(peer, target).location === 'cloud' ? target.cluster : `${target.cluster}:on-premise`)).join(', ');
}

/** The domain below which the apps of an environment have their hosts: what follows the peer's name in one of its hosts. */
export function domainIn(peer: model.Model, environment: 'dev' | 'prod'): string | undefined {
  const hosts = environmentLike(peer, environment)?.targets.flatMap(({ routes }) => routes.flatMap((route) => route.hosts)) ?? [];
  const own = `${peer.app.name}.`;
  return hosts.find((host) => host.startsWith(own))?.slice(own.length);
}

function environmentLike({ environments }: model.Model, environment: 'dev' | 'prod'): model.Environment | undefined {
  return environments.find(({ name }) => name === environment) ?? environments.at(environment === 'dev' ? 0 : -1);
}

/** The answer about Argo CD: its one cluster, or where it runs. */
export function argocdAnswer({ topology, cluster }: model.Model['argocd']): string {
  return topology === 'per-cluster' ? topology : (cluster ?? 'hub');
}

/** The config of a cluster without what is default. How images are pulled is each app's own. */
export function clusterConfig(cluster: model.Cluster): config.Cluster {
  const { name, location, routing, dns } = cluster;
  const plain = resolveCluster(name, { location });
  return {
    location,
    ...(cluster.argocdName === name ? {} : { name: cluster.argocdName }),
    ...changed(cluster, plain, ['kubernetesVersion', 'architectures']),
    ...(cluster.storageClass === null ? {} : { storageClass: cluster.storageClass }),
    ...(routing === null ? {} : routing.kind === 'ingress' ? { ingressClassName: routing.ingressClassName } : { gateway: gatewayConfig(routing) }),
    ...(isSame(dns, resolveCluster(name, { location, dns: 'openshift' }).dns)
      ? { dns: 'openshift' as const }
      : given('dns', changed(dns, plain.dns, ['namespace', 'pods', 'port', 'cidrs']))),
    ...given('apiServer', changed(cluster.apiServer, plain.apiServer, ['ports', 'cidrs'])),
    ...given('operators', changed(cluster.operators, plain.operators, ['cloudNativePG'])),
    ...given('monitoring', changed(cluster.monitoring, plain.monitoring, ['labels', 'namespaceLabels', 'dashboardLabels'])),
    ...changed(cluster, plain, ['mirrors']),
  };
}

function gatewayConfig({ name, namespace, sectionName, redirectFrom }: Extract<model.Routing, { kind: 'gateway' }>): config.Gateway {
  return { name, namespace, ...(sectionName === 'https' ? {} : { sectionName }), ...(redirectFrom === null ? {} : { redirectFrom }) };
}

/** What else is said of Argo CD, beside where it runs. */
export function argocdConfig({ monitoring: { labels }, ...argocd }: model.Model['argocd']): config.ArgoCd {
  return {
    ...changed(argocd, resolveArgocd(), ['namespace', 'bootstrap', 'version']),
    ...(labels === null ? {} : { monitoring: { labels } }),
  };
}

/** What is said of the config repository itself. `usual`: as it is resolved for an app that says nothing. */
export function repositoryConfig(own: model.ConfigRepository, usual: model.ConfigRepository): Omit<config.ConfigRepository, 'slug'> {
  return {
    owners: own.owners as config.ConfigRepository['owners'],
    ...changed(own, usual, ['defaultBranch', 'cdApp', 'signedCommits', 'runsOn', 'requiredApprovals', 'mergeQueue']),
  };
}

function changed<Settings, Name extends keyof Settings>(
  settings: Settings,
  usual: Pick<Settings, Name>,
  names: readonly Name[],
): Partial<Pick<Settings, Name>> {
  return Object.fromEntries(names.filter((name) => !isSame(settings[name], usual[name])).map((name) => [name, settings[name]])) as Partial<
    Pick<Settings, Name>
  >;
}

function given<Name extends string, Settings extends object>(name: Name, settings: Settings): Partial<Record<Name, Settings>> {
  return Object.keys(settings).length === 0 ? {} : ({ [name]: settings } as Record<Name, Settings>);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
