import { type Alert, alertsOf } from '../../../src/chart/alerts.ts';
import type { Model } from '../../../src/model/model.ts';

/** The alerts of the app for its runbook; none without Prometheus. */
export function alertFacts(model: Model) {
  const { app, monitoring } = model;
  if (!monitoring.prometheus) return { alerts: [] };
  return {
    alerts: alertsOf(model).map(({ name, severity, for: duration, summary, remedy }) => ({
      name,
      severity: severity === 'critical' ? '**Critical**' : 'Warning',
      for: duration,
      // What Prometheus fills in is a label: in prose its name stands for it.
      summary: summary.replaceAll('}}{{', '}} or {{').replace(/\{\{ \$labels\.(\w+) \}\}/g, '`$1`'),
      remedy,
      commands: commands(name, app.name, monitoring.namespace).join('\n'),
    })),
  };
}

const kubectl = 'kubectl --context "$context" --namespace "$namespace"';

/** The first look; an alert without one of its own gets pods and events. */
function commands(name: Alert['name'], app: string, monitoringNamespace: string): string[] {
  const selector = `--selector app.kubernetes.io/instance=${app}`;
  switch (name) {
    case 'ContainerRestarts':
      return [`${kubectl} get pods ${selector}`, `${kubectl} logs ${selector} --all-containers --previous --ignore-errors --prefix --tail 30`];
    case 'MemoryNearLimit':
      return [
        `${kubectl} top pods --containers`,
        `${kubectl} get pods ${selector} --output custom-columns='POD:.metadata.name,LIMIT:.spec.containers[*].resources.limits.memory'`,
      ];
    case 'VolumeNearlyFull':
      return [
        `${kubectl} get persistentvolumeclaims`,
        `kubectl --context "$context" get storageclass --output custom-columns='NAME:.metadata.name,GROWS:.allowVolumeExpansion'`,
      ];
    case 'CronJobFailed':
      return [`${kubectl} get cronjobs,jobs ${selector}`, `${kubectl} get pods ${selector} --field-selector status.phase=Failed`];
    case 'MetricsMissing':
      return [
        `${kubectl} get servicemonitors,endpointslices`,
        `kubectl --context "$context" --namespace ${monitoringNamespace} get prometheuses --output yaml | grep -A 4 -i 'serviceMonitor.*Selector:'`,
      ];
    default:
      return [`${kubectl} get pods ${selector} --output wide`, `${kubectl} get events --field-selector type=Warning --sort-by=.lastTimestamp | tail -n 20`];
  }
}
