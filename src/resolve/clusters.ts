/** Clusters and Argo CD: what the apps in one config repository share. */
import type * as config from '../generated/pipeline-config.ts';
import type * as model from '../model/model.ts';
import { defaultArgocdVersion } from '../vocabulary/default-versions.ts';

export function resolveArgocd(argocd: config.ArgoCd = {}): model.Model['argocd'] {
  return {
    namespace: argocd.namespace ?? 'argocd',
    topology: argocd.topology ?? 'hub',
    cluster: argocd.cluster ?? null,
    bootstrap: argocd.bootstrap ?? true,
    version: argocd.version ?? defaultArgocdVersion,
    monitoring: { labels: argocd.monitoring?.labels === undefined ? null : byKey(argocd.monitoring.labels) },
  };
}

export function resolveCluster(name: string, cluster: config.Cluster): model.Cluster {
  const { gateway, ingressClassName } = cluster;
  const gatewayRouting = gateway && {
    kind: 'gateway' as const,
    name: gateway.name,
    namespace: gateway.namespace,
    sectionName: gateway.sectionName ?? 'https',
    redirectFrom: gateway.redirectFrom ?? null,
  };
  const ingressRouting = ingressClassName === undefined ? null : { kind: 'ingress' as const, ingressClassName };
  return {
    name,
    location: cluster.location,
    argocdName: cluster.name ?? name,
    kubernetesVersion: cluster.kubernetesVersion ?? '1.33',
    architectures: [...(cluster.architectures ?? [])],
    storageClass: cluster.storageClass ?? null,
    routing: gatewayRouting ?? ingressRouting,
    dns: resolveDns(cluster.dns ?? {}),
    apiServer: { ports: [...(cluster.apiServer?.ports ?? [443, 6443])], cidrs: [...(cluster.apiServer?.cidrs ?? [])] },
    operators: { cloudNativePG: cluster.operators?.cloudNativePG ?? 'cnpg-system' },
    monitoring: resolveMonitoring(cluster.monitoring ?? {}),
    imagePull: resolveImagePull(cluster.imagePull ?? 'node'),
    mirrors: byKey(cluster.mirrors ?? {}),
  };
}

/**
 * CoreDNS or kube-dns; NodeLocal DNSCache, by its address or, with Cilium, its pods; Cloud DNS of GKE, which answers on port
 * 53 of the metadata server. https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
 */
const kubeDns: model.Cluster['dns'] = {
  namespace: 'kube-system',
  pods: [{ 'k8s-app': 'kube-dns' }, { 'k8s-app': 'node-local-dns' }],
  port: 53,
  cidrs: ['169.254.20.10/32', '169.254.169.254/32'],
};

/** Pods of the DNS operator: https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/networking_operators/dns-operator */
const openshiftDns: model.Cluster['dns'] = {
  namespace: 'openshift-dns',
  pods: [{ 'dns.operator.openshift.io/daemonset-dns': 'default' }],
  port: 5353,
  cidrs: [],
};

function resolveDns(dns: config.ClusterDns): model.Cluster['dns'] {
  if (dns === 'openshift') return structuredClone(openshiftDns);
  const { namespace, pods, port, cidrs } = dns;
  return {
    namespace: namespace ?? kubeDns.namespace,
    pods: (pods ?? kubeDns.pods).map((labels) => ({ ...labels })),
    port: port ?? kubeDns.port,
    cidrs: [...(cidrs ?? kubeDns.cidrs)],
  };
}

/** The sidecar of kube-prometheus-stack selects `grafana_dashboard: "1"`. */
function resolveMonitoring({ labels, namespaceLabels, dashboardLabels }: config.ClusterMonitoring): model.Cluster['monitoring'] {
  return { labels: byKey(labels ?? {}), namespaceLabels: byKey(namespaceLabels ?? {}), dashboardLabels: byKey(dashboardLabels ?? { grafana_dashboard: '1' }) };
}

/** In one order, whatever that of the config. */
function byKey(map: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))) as Record<string, string>;
}

function resolveImagePull(imagePull: config.ImagePull): model.ImagePull {
  if (imagePull === 'node') return { by: 'node' };
  if ('secret' in imagePull) return { by: 'secret', secret: imagePull.secret };
  if ('externalSecrets' in imagePull) return { by: 'external-secrets', secret: imagePull.externalSecrets };
  return { by: 'mirror', host: imagePull.mirror };
}
