import { type Alert, alertsOf } from '../../../src/chart/alerts.ts';
import type { Model } from '../../../src/model/model.ts';
import { argocdAlertsOf } from '../argocd/alerts.ts';
import { argocdContexts, argocdOfVariable } from './runbook-data.ts';

/** The app's alerts; none without Prometheus. */
export function alertData(model: Model) {
  if (!model.monitoring.prometheus) return { alerts: [] };
  return {
    alerts: [...alertsOf(model), ...argocdAlertsOf(model)].map(({ name, severity, for: duration, summary, remedy }) => ({
      name,
      severity: severity === 'critical' ? '**Critical**' : 'Warning',
      for: duration,
      // Prometheus replaces the placeholders by labels; the runbook shows the names of the labels.
      summary: summary.replaceAll('}}{{', '}} or {{').replace(/\{\{ \$labels\.(\w+) \}\}/g, '`$1`'),
      remedy: remedy.replaceAll('$config', `\`${model.configFile}\``),
      commands: commands(name, model).join('\n'),
    })),
  };
}

const kubectl = 'kubectl --context "$context" --namespace "$namespace"';

/** First commands for an alert; by default, pods and events. */
function commands(name: Alert['name'], model: Model): string[] {
  const selector = `--selector app.kubernetes.io/instance=${model.app.name}`;
  const argocd = argocdOfVariable(model);
  switch (name) {
    case 'ContainerRestarts':
      return [`${kubectl} get pods ${selector}`, `${kubectl} logs ${selector} \\\n  --all-containers --previous --ignore-errors --prefix --tail 30`];
    case 'MemoryNearLimit':
      return [
        `${kubectl} top pods --containers`,
        `${kubectl} get pods ${selector} \\\n  --output custom-columns='POD:.metadata.name,LIMIT:.spec.containers[*].resources.limits.memory'`,
      ];
    case 'VolumeNearlyFull':
      return [
        `${kubectl} get persistentvolumeclaims`,
        `kubectl --context "$context" get storageclass \\\n  --output custom-columns='NAME:.metadata.name,GROWS:.allowVolumeExpansion'`,
      ];
    case 'CronJobFailed':
      return [`${kubectl} get cronjobs,jobs ${selector}`, `${kubectl} get pods ${selector} --field-selector status.phase=Failed`];
    case 'MetricsMissing':
      return [
        `${kubectl} get servicemonitors,endpointslices`,
        `kubectl --context "$context" --namespace ${model.monitoring.namespace} get prometheuses --output yaml |\n  grep -A 4 -i 'serviceMonitor.*Selector:'`,
      ];
    case 'ArgocdSyncFailed':
    case 'ArgocdSyncStuck':
    case 'ArgocdOutOfSync':
      return [`${argocd} app get "$application" --show-operation`];
    case 'ArgocdComparisonError':
      return [`${argocd} app get "$application" --refresh`];
    case 'ArgocdMetricsMissing':
      return argocdContexts(model).map((context) => `kubectl --context ${context} --namespace ${model.argocd.namespace} get pods,services,servicemonitors`);
    default:
      return [`${kubectl} get pods ${selector} --output wide`, `${kubectl} get events --field-selector type=Warning --sort-by=.lastTimestamp | tail -n 20`];
  }
}
