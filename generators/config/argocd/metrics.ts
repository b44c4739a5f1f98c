import type { Model } from '../../../src/model/model.ts';
import { argocdPath } from '../../../src/model/names.ts';
import { argocdMonitoringLabels } from '../../../src/model/queries.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { printYaml } from '../../../src/render/yaml.ts';

/** Argo CD's own manifests have no ServiceMonitor: https://argo-cd.readthedocs.io/en/stable/operator-manual/metrics/#prometheus-operator */
export const argocdMetrics: Generator = {
  id: 'config/argocd-metrics',
  description: 'ServiceMonitor for the metrics of Argo CD, which its alerts need',
  repository: 'config',
  scope: 'shared',
  applies: ({ argocd, monitoring }) => argocd.bootstrap && monitoring.prometheus,
  files: (model) => {
    const files = model.clusters.map(({ name }) => ({
      path: `${argocdPath(model, name)}/bootstrap/metrics.yaml`,
      content: printYaml(serviceMonitor(model, argocdMonitoringLabels(model, name)), { header }),
    }));
    // A hub has one.
    return [...new Map(files.map((file) => [file.path, file])).values()];
  },
};

const header = "Lets Prometheus read Argo CD's metrics about Applications. No Application syncs this file; the set-up runbook has the command.";

function serviceMonitor({ argocd }: Model, labels: Readonly<Record<string, string>>): object {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: 'argocd-metrics', namespace: argocd.namespace, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
    spec: { selector: { matchLabels: { 'app.kubernetes.io/name': 'argocd-metrics' } }, endpoints: [{ port: 'metrics' }] },
  };
}
