import type { Alert } from '../../../src/chart/alerts.ts';
import type { Model, Target } from '../../../src/model/model.ts';
import { argocdAlertFile, rootName, runbookUrl } from '../../../src/model/names.ts';
import { argocdMonitoringLabels, environmentOf, targetsOf } from '../../../src/model/queries.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { printYaml } from '../../../src/render/yaml.ts';
import { projectName } from './project.ts';

/** Argo CD's metrics exist where Argo CD runs, not in the app's namespaces, so the chart cannot have these alerts. */
export const argocdAlerts: Generator = {
  id: 'config/argocd-alerts',
  description: 'Alerts on failed and stuck syncs, for the Prometheus that reads the metrics of Argo CD',
  repository: 'config',
  applies: ({ monitoring }) => monitoring.prometheus,
  files: (model) => {
    const targets = targetsOf(model);
    return [...new Set(targets.map(({ cluster }) => argocdAlertFile(model, cluster)))].map((path) => ({
      path,
      content: printYaml(
        prometheusRule(
          model,
          targets.filter(({ cluster }) => argocdAlertFile(model, cluster) === path),
        ),
        { header: 'Alerts on the Applications of this app. No Application syncs this file; the set-up runbook has the command.' },
      ),
    }));
  },
};

function prometheusRule(model: Model, targets: readonly Target[]): object {
  const { app, argocd } = model;
  const name = `${app.name}-argocd`;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: {
      name,
      namespace: argocd.namespace,
      labels: { 'app.kubernetes.io/name': app.name, ...argocdMonitoringLabels(model, targets[0]?.cluster ?? '') },
    },
    spec: {
      groups: [
        {
          name,
          rules: argocdAlertsOf(model, targets).map(({ name: alert, expression, for: duration, severity, summary }) => ({
            alert,
            expr: expression,
            for: duration,
            labels: { severity, app: app.name },
            annotations: { summary, runbook_url: runbookUrl(model, 'troubleshoot', alert.toLowerCase()) },
          })),
        },
      ],
    },
  };
}

/**
 * Alerts on some Applications of one Argo CD, and on the root Application that creates them.
 * The metrics: https://argo-cd.readthedocs.io/en/stable/operator-manual/metrics/#application-controller-metrics
 */
export function argocdAlertsOf(model: Model, targets: readonly Target[] = targetsOf(model)): Alert[] {
  const projects = [...new Set(targets.map((target) => projectName(model, environmentOf(model, target))))];
  const select = (names: readonly string[], ...more: string[]) =>
    `{${[`namespace="${model.argocd.namespace}"`, `project=~"${names.join('|')}"`, ...more].join(',')}}`;
  const all = model.argocd.bootstrap ? [...projects, rootName(model)] : projects;
  const failures = `argocd_app_sync_total${select(all, 'phase=~"Error|Failed"', 'dry_run="false"')}`;
  const info = (names: readonly string[], ...more: string[]) => `max by (name, project) (argocd_app_info${select(names, ...more)})`;
  return [
    {
      name: 'ArgocdSyncFailed',
      // The counter of a phase begins with 1, at its first failure, which increase() does not see.
      expression: `sum by (name, project) (increase(${failures}[15m]) > 0 or (${failures} unless ${failures} offset 15m))`,
      for: '1m',
      severity: 'warning',
      summary: 'A sync of {{ $labels.name }} failed.',
      remedy: 'What ran before keeps running, unless the sync had begun to replace it. See A sync fails below.',
    },
    {
      name: 'ArgocdSyncStuck',
      expression: info(all, 'operation="sync"'),
      for: '30m',
      severity: 'warning',
      summary: 'A sync of {{ $labels.name }} has been running for half an hour.',
      remedy: 'Until it ends, no other sync of this Application starts. See A sync does not end below.',
    },
    {
      name: 'ArgocdComparisonError',
      expression: info(all, 'sync_status="Unknown"'),
      for: '15m',
      severity: 'warning',
      summary: 'Argo CD cannot compare {{ $labels.name }} with git.',
      remedy: 'Nothing is deployed until it can. See ComparisonError below.',
    },
    {
      name: 'ArgocdOutOfSync',
      expression: info(projects, 'autosync_enabled="true"', 'sync_status="OutOfSync"'),
      for: '30m',
      severity: 'warning',
      summary: '{{ $labels.name }} syncs automatically, but has differed from git for half an hour.',
      remedy: 'The last sync failed, and Argo CD does not try the same commit again. See A sync fails below.',
    },
    {
      name: 'ArgocdMetricsMissing',
      expression: `absent(argocd_app_info${select(projects)})`,
      for: '15m',
      severity: 'warning',
      summary: 'Prometheus receives no metrics from Argo CD about this app.',
      remedy: 'Argo CD may be down, and then nothing is deployed. Check its pods, and that a ServiceMonitor selects its Service argocd-metrics.',
    },
  ];
}
