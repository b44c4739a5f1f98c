import { resolveRegistry } from '../../config/registry.ts';
import type { Cluster, PipelineConfig } from '../../generated/pipeline-config.ts';
import { printPath } from '../../problems/path.ts';
import { accessTo } from '../../registries/index.ts';
import type { Finding, Rule } from './rule.ts';
import { configTargets, providers, servedRoutes } from './targets.ts';

const clustersOf = (config: PipelineConfig) => Object.entries<Cluster>(config.clusters);

/** A warning: an inventory of clusters that several apps share has more than one app needs. */
export const clusterUnused: Rule = {
  code: 'CLUSTER_UNUSED',
  explanation: {
    meaning: 'No environment uses the cluster.',
    remedy: 'Use it in an environment, or remove it.',
  },
  severity: 'warning',
  check: (config) => {
    const used = new Set([...configTargets(config).map(({ cluster }) => cluster), ...(config.argocd?.cluster === undefined ? [] : [config.argocd.cluster])]);
    // A name that does not exist may be meant for one that seems to be unused.
    if (![...used].every((name) => Object.hasOwn(config.clusters, name))) return [];
    return clustersOf(config)
      .filter(([name]) => !used.has(name))
      .map(([name]) => ({
        at: ['clusters', name],
        onName: true,
        message: `no environment is on cluster '${name}'`,
        hint: `Name it in an environment's clusters, or remove it.`,
      }));
  },
};

export const clusterWithoutRouting: Rule = {
  code: 'CLUSTER_WITHOUT_ROUTING',
  explanation: {
    meaning: 'A route is served on a cluster that has neither a gateway nor an ingress class to attach it to.',
    remedy: 'Add `gateway` or `ingressClassName` to the cluster.',
  },
  check: (config) =>
    configTargets(config).flatMap((target): Finding[] => {
      const cluster = Object.hasOwn(config.clusters, target.cluster) ? config.clusters[target.cluster] : undefined;
      const [route] = servedRoutes(target);
      if (cluster === undefined || route === undefined || cluster.gateway !== undefined || cluster.ingressClassName !== undefined) return [];
      return [
        {
          at: ['clusters', target.cluster],
          onName: true,
          message: `cluster '${target.cluster}' has neither gateway nor ingressClassName, but ${printPath(route.path)} is served there`,
          hint: "Add gateway: { name: '…', namespace: '…' } where the cluster has a Gateway, or ingressClassName: '…' where it has an ingress controller.",
        },
      ];
    }),
};

export const clusterRoutingAmbiguous: Rule = {
  code: 'CLUSTER_ROUTING_AMBIGUOUS',
  explanation: {
    meaning: 'A cluster has both a gateway and an ingress class.',
    remedy: 'Set only one of them.',
  },
  check: (config) =>
    clustersOf(config)
      .filter(([, { gateway, ingressClassName }]) => gateway !== undefined && ingressClassName !== undefined)
      .map(([name]) => ({
        at: ['clusters', name, 'ingressClassName'],
        onName: true,
        message: `cluster '${name}' has both gateway and ingressClassName: a route is made once`,
        hint: 'Keep gateway where the cluster has one.',
      })),
};

export const imagePullMissing: Rule = {
  code: 'IMAGE_PULL_MISSING',
  explanation: {
    meaning: 'The nodes of a cluster cannot pull from the registry without credentials.',
    remedy: 'Set `imagePull` on the cluster.',
  },
  check: (config) => {
    const registry = resolveRegistry(config);
    const { title, nodes, tokens } = accessTo(registry);
    return clustersOf(config)
      .filter(([name]) => configTargets(config).some(({ cluster }) => cluster === name))
      .flatMap(([name, { imagePull, location }]): Finding[] => {
        const at = imagePull === undefined ? ['clusters', name] : ['clusters', name, 'imagePull'];
        if (nodes.by === 'public' && imagePull === undefined)
          return [
            {
              at,
              onName: true,
              message: `cluster '${name}' does not say how it pulls from ${registry.host}, where images may be private`,
              hint: `Add imagePull: { secret: '${registry.type}-pull' }, or imagePull: 'node' where the images are public or the nodes can pull.`,
            },
          ];
        if (nodes.by === 'public' || location === 'cloud' || (imagePull !== undefined && imagePull !== 'node')) return [];
        return [
          {
            at,
            onName: imagePull === undefined,
            message: `cluster '${name}' is on-premise: its nodes cannot pull from ${title} by themselves`,
            hint: `Add imagePull: { externalSecrets: '<Secret with the ${tokens?.keys.map(({ key }) => key).join(' and ')}>' }, which renews the token, or imagePull: { mirror: '<host>' }.`,
          },
        ];
      });
  },
};

export const imagePullUnsupported: Rule = {
  code: 'IMAGE_PULL_UNSUPPORTED',
  explanation: {
    meaning: '`imagePull.externalSecrets` renews tokens of Amazon ECR, Google Artifact Registry and Azure Container Registry only.',
    remedy: 'Use `imagePull: { secret }`.',
  },
  check: (config) =>
    accessTo(resolveRegistry(config)).tokens !== null
      ? []
      : clustersOf(config).flatMap(([name, { imagePull }]) =>
          typeof imagePull === 'object' && 'externalSecrets' in imagePull
            ? [
                {
                  at: ['clusters', name, 'imagePull', 'externalSecrets'],
                  onName: true,
                  message: `${printPath(['clusters', name, 'imagePull'])} renews tokens of a cloud's registry, but the registry is '${config.registry.type}'`,
                  hint: "Use imagePull: { secret: '…' }: a token of this registry does not end after some hours.",
                },
              ]
            : [],
        ),
};

/**
 * Managed services that only a private network of their cloud reaches by default, by the suffixes of their names: RDS,
 * ElastiCache, MemoryDB, DocumentDB and Amazon MQ; Cloud SQL by Private Service Connect. Azure's are public by default.
 */
const privateHosts = {
  aws: /\.(rds|cache|memorydb|docdb|mq)(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/,
  'google-cloud': /\.sql\.goog$/,
} as const;

/** Only the people there know their networks: what they say counts. */
export const serviceNotReachable: Rule = {
  code: 'SERVICE_NOT_REACHABLE',
  explanation: {
    meaning: 'An on-premise cluster uses a managed cloud service that, by default, is only reachable from a private network of that cloud.',
    remedy: 'Set `links` on the cluster if it can reach the service, or override the service on this cluster.',
  },
  check: (config) =>
    configTargets(config).flatMap((target) => {
      const cluster = Object.hasOwn(config.clusters, target.cluster) ? config.clusters[target.cluster] : undefined;
      if (cluster?.location !== 'on-premise') return [];
      return providers(target).flatMap(({ value, path }): Finding[] => {
        const host = 'host' in value ? value.host : undefined;
        const cloud = (Object.keys(privateHosts) as (keyof typeof privateHosts)[]).find((name) => host !== undefined && privateHosts[name].test(host));
        if (cloud === undefined || cluster.links?.includes(cloud)) return [];
        const links = [...(cluster.links ?? []), cloud].map((link) => `'${link}'`).join(', ');
        return [
          {
            at: [...path, 'host'],
            message: `${printPath([...path, 'host'])} is '${host}', which by default only a private network of its cloud reaches, and cluster '${target.cluster}' is on-premise`,
            hint: `Say ${printPath(['clusters', target.cluster, 'links'])}: [${links}] where it reaches that host, or override the service on this cluster.`,
          },
        ];
      });
    }),
};
