import { argocdFolders } from '../../../src/model/names.ts';
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
    const serviceMonitor = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name: 'argocd-metrics', namespace: model.argocd.namespace },
      spec: { selector: { matchLabels: { 'app.kubernetes.io/name': 'argocd-metrics' } }, endpoints: [{ port: 'metrics' }] },
    };
    const header = "Lets Prometheus read Argo CD's metrics about Applications. No Application syncs this file; the set-up runbook has the command.";
    const content = printYaml(serviceMonitor, { header });
    return argocdFolders(model).map((folder) => ({ path: `${folder}/bootstrap/metrics.yaml`, content }));
  },
};
