import { neededCrds } from '../../../src/derived/needed-versions.ts';
import type { Model, Target } from '../../../src/model/model.ts';
import { clusterOf } from '../../../src/model/queries.ts';
import { accessTo } from '../../../src/registries/index.ts';
import { hasOperatorDatabase } from '../argocd/health-checks.ts';
import { installedVersions } from './installed-versions.ts';
import { tokenCrd } from './set-up-versions.ts';

/** An operator that some clusters need. */
export interface Operator {
  name: string;
  purpose: string;
  crds: string[];
  /** Shell for the cluster of `$context`. */
  install: string[];
  isNeededBy: (model: Model, target: Target) => boolean;
}

interface HelmInstall {
  release: string;
  chart: string;
  version: string;
  repository: string;
  namespace: string;
  settings?: readonly string[];
}

function helmInstall({ release, chart, version, repository, namespace, settings = [] }: HelmInstall): string[] {
  return [
    `helm upgrade --install ${release} ${chart} --version ${version} \\`,
    `  --repo ${repository} \\`,
    `  --kube-context "$context" --namespace ${namespace} --create-namespace --wait${settings.length === 0 ? '' : ' \\'}`,
    ...settings.map((setting, index) => `  --set ${setting}${index === settings.length - 1 ? '' : ' \\'}`),
  ];
}

/** The operators that an app may need, in the order of their installation. */
export function operators({ clusters, monitoring, registry }: Model): Operator[] {
  const { tokens } = accessTo(registry);
  // Otherwise Prometheus selects only the objects of its own Helm release.
  const selectAll = 'NilUsesHelmValues=false';
  return [
    ...[...new Set(clusters.map((cluster) => cluster.operators.cloudNativePG))].map((namespace) => ({
      name: 'CloudNativePG',
      purpose: `It runs the PostgreSQL clusters, creates their credentials and handles failover. The databases let it in from the namespace \`${namespace}\`.`,
      crds: [neededCrds.database.crd],
      install: helmInstall({
        release: 'cnpg',
        chart: 'cloudnative-pg',
        version: installedVersions.cloudnativePg.chart,
        repository: 'https://cloudnative-pg.github.io/charts',
        namespace,
      }),
      isNeededBy: (model: Model, target: Target) => hasOperatorDatabase(target) && clusterOf(model, target).operators.cloudNativePG === namespace,
    })),
    {
      name: 'External Secrets',
      purpose: 'It creates Secrets from external stores and keeps them up to date.',
      crds: [neededCrds.externalSecret.crd, neededCrds.secretStore.crd, ...(tokens === null ? [] : [tokenCrd(tokens.kind)])],
      install: helmInstall({
        release: 'external-secrets',
        chart: 'external-secrets',
        version: installedVersions.externalSecrets.chart,
        repository: 'https://charts.external-secrets.io',
        namespace: 'external-secrets',
      }),
      isNeededBy: usesExternalSecrets,
    },
    {
      name: 'Gateway API',
      purpose: 'Routes are HTTPRoutes. Most Gateway controllers install these CRDs themselves: check first.',
      crds: [neededCrds.httpRoute.crd],
      install: [
        'kubectl --context "$context" apply --server-side \\',
        `  --filename https://github.com/kubernetes-sigs/gateway-api/releases/download/${installedVersions.gatewayApi.version}/standard-install.yaml`,
      ],
      isNeededBy: (model, target) => target.routes.length > 0 && clusterOf(model, target).routing?.kind === 'gateway',
    },
    {
      name: monitoring.grafana ? 'Prometheus operator and Grafana' : 'Prometheus operator',
      purpose: `It reads the ServiceMonitors and alert rules in the app’s namespaces${monitoring.grafana ? '; Grafana’s sidecar loads the dashboard' : ''}.`,
      crds: [neededCrds.serviceMonitor.crd, neededCrds.prometheusRule.crd],
      // arbitraryFSAccessThroughSMs.deny stays unset: it would also reject the chart's own ServiceMonitors of kubelet and API server,
      // which read a token from a file and feed our alerts. EXTRA_MANIFEST_READS_FILE keeps such ServiceMonitors out of apps.
      install: helmInstall({
        release: 'kube-prometheus-stack',
        chart: 'kube-prometheus-stack',
        version: installedVersions.prometheusOperator.chart,
        repository: 'https://prometheus-community.github.io/helm-charts',
        namespace: monitoring.namespace,
        settings: [
          `prometheus.prometheusSpec.serviceMonitorSelector${selectAll}`,
          `prometheus.prometheusSpec.ruleSelector${selectAll}`,
          ...(monitoring.grafana ? ['grafana.sidecar.dashboards.searchNamespace=ALL'] : []),
        ],
      }),
      isNeededBy: () => monitoring.prometheus || monitoring.grafana,
    },
  ];
}

/** Whether the target needs External Secrets. */
export function usesExternalSecrets(model: Model, target: Target): boolean {
  const environment = model.environments.find(({ name }) => name === target.environment);
  return environment?.secrets.store === 'vault' || clusterOf(model, target).imagePull.by === 'external-secrets';
}
