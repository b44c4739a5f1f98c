import { resolveRegistry } from '../../config/registry.ts';
import type { Cluster, PipelineConfig } from '../../generated/pipeline-config.ts';
import { printPath } from '../../problems/path.ts';
import { accessTo } from '../../registries/index.ts';
import type { Finding, Rule } from './rule.ts';
import { configTargets, providers, servedRoutes } from './targets.ts';

const clustersOf = (config: PipelineConfig) => Object.entries<Cluster>(config.clusters);

/** Only a warning: apps may share a list of clusters of which each uses some. */
export const clusterUnused: Rule = {
  code: 'CLUSTER_UNUSED',
  explanation: {
    meaning: 'No environment uses the cluster.',
    remedy: 'Use it in an environment, or remove it.',
  },
  severity: 'warning',
  check: (config) => {
    const used = new Set([...configTargets(config).map(({ cluster }) => cluster), ...(config.argocd?.cluster === undefined ? [] : [config.argocd.cluster])]);
    // A misspelled name may mean a cluster that looks unused.
    if (![...used].every((name) => Object.hasOwn(config.clusters, name))) return [];
    return clustersOf(config)
      .filter(([name]) => !used.has(name))
      .map(([name]) => ({
        at: ['clusters', name],
        onName: true,
        message: `no environment uses cluster '${name}'`,
        hint: "Add it to an environment's clusters, or remove it.",
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
          message: `cluster '${target.cluster}' has neither gateway nor ingressClassName, but serves ${printPath(route.path)}`,
          hint: "Add gateway: { name: '…', namespace: '…' } if the cluster has a Gateway, or ingressClassName: '…' if it has an ingress controller.",
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
        message: `cluster '${name}' has both gateway and ingressClassName`,
        hint: 'Set gateway or ingressClassName, not both.',
      })),
};

export const gatewayListenerShared: Rule = {
  code: 'GATEWAY_LISTENER_SHARED',
  explanation: {
    meaning: 'One listener of a gateway would serve the app and redirect to HTTPS: requests would never end.',
    remedy: 'Set `redirectFrom` to the plain HTTP listener and `sectionName` to the HTTPS listener.',
  },
  local: true,
  check: (config) =>
    clustersOf(config).flatMap(([name, { gateway }]): Finding[] => {
      if (gateway?.redirectFrom === undefined || gateway.redirectFrom !== (gateway.sectionName ?? 'https')) return [];
      const at = ['clusters', name, 'gateway', 'redirectFrom'];
      return [
        {
          at,
          message: `${printPath(at)} is '${gateway.redirectFrom}', the listener that serves the app`,
          hint: 'Name the plain HTTP listener, or leave out redirectFrom.',
          from: [['clusters', name, 'gateway', 'sectionName']],
        },
      ];
    }),
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
              message: `cluster '${name}' has no imagePull, but images in ${registry.host} may be private`,
              hint: `Add imagePull: { secret: '${registry.type}-pull' }, or imagePull: 'node' if the images are public or the nodes have credentials.`,
            },
          ];
        if (nodes.by === 'public' || location === 'cloud' || (imagePull !== undefined && imagePull !== 'node')) return [];
        return [
          {
            at,
            onName: imagePull === undefined,
            message: `cluster '${name}' is on-premise, so its nodes cannot pull from ${title} without credentials`,
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
                  message: `${printPath(['clusters', name, 'imagePull'])} uses externalSecrets, which cannot renew tokens of registry '${config.registry.type}'`,
                  hint: "Use imagePull: { secret: '…' }: tokens of this registry do not expire after a few hours.",
                },
              ]
            : [],
        ),
};

/**
 * Host names of managed services that, by default, are only reachable from a private network of their cloud: RDS,
 * ElastiCache, MemoryDB, DocumentDB and Amazon MQ; Cloud SQL with Private Service Connect. Azure's are public by default.
 */
const privateHosts = {
  aws: /\.(rds|cache|memorydb|docdb|mq)(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?$/,
  'google-cloud': /\.sql\.goog$/,
} as const;

/** The generator cannot know the network of a cluster, so `links` in the config decides. */
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
            message: `${printPath([...path, 'host'])} is '${host}', which by default is only reachable from a private network of its cloud, but cluster '${target.cluster}' is on-premise`,
            hint: `If the cluster can reach the host, set ${printPath(['clusters', target.cluster, 'links'])} to [${links}]; otherwise override the service on this cluster.`,
          },
        ];
      });
    }),
};
