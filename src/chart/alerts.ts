/** The alerts of an app, for the chart's PrometheusRule and for the troubleshoot runbook. */

import { type Model, targetsOf } from '../model/model.ts';

export interface Alert {
  name: string;
  /** PromQL; `$namespace` stands for the environment's namespace, `$app` for the release. */
  expression: string;
  /** How long it must hold. */
  for: string;
  severity: 'warning' | 'critical';
  /** One sentence; `{{ $labels.x }}` is Prometheus' own. */
  summary: string;
  /** What to do first, for a person at night. */
  remedy: string;
  /** Whether the app has what the alert watches; default: it has. */
  appliesTo?: (model: Model) => boolean;
}

const hasPods = (model: Model) => model.components.length > 0;
const cronJobs = '{namespace="$namespace",cronjob=~"$app-.*"}';

const alerts: readonly Alert[] = [
  {
    name: 'ReplicasUnavailable',
    expression:
      'kube_deployment_status_replicas_unavailable{namespace="$namespace",deployment=~"$app-.*"} > 0 or kube_statefulset_status_replicas_ready{namespace="$namespace",statefulset=~"$app-.*"} < kube_statefulset_replicas{namespace="$namespace",statefulset=~"$app-.*"}',
    for: '10m',
    severity: 'warning',
    summary: '{{ $labels.deployment }}{{ $labels.statefulset }} has pods that are not ready.',
    remedy:
      'Look at the pods that are not ready and at their events. Right after a delivery, roll back; otherwise look at what the readiness probe waits for: usually the database or the cache.',
    appliesTo: hasPods,
  },
  {
    name: 'NoReplicaAvailable',
    expression:
      '(kube_deployment_status_replicas_available{namespace="$namespace",deployment=~"$app-.*"} == 0 and kube_deployment_spec_replicas{namespace="$namespace",deployment=~"$app-.*"} > 0) or (kube_statefulset_status_replicas_ready{namespace="$namespace",statefulset=~"$app-.*"} == 0 and kube_statefulset_replicas{namespace="$namespace",statefulset=~"$app-.*"} > 0)',
    for: '2m',
    severity: 'critical',
    summary: '{{ $labels.deployment }}{{ $labels.statefulset }} serves nobody.',
    remedy:
      'If a delivery came just before, roll back first and look afterwards. Otherwise look at the events of the namespace: image pulls, missing Secrets, nodes without room.',
    appliesTo: hasPods,
  },
  {
    name: 'ContainerRestarts',
    expression: 'increase(kube_pod_container_status_restarts_total{namespace="$namespace",pod=~"$app-.*"}[30m]) > 3',
    for: '5m',
    severity: 'warning',
    summary: '{{ $labels.container }} of {{ $labels.pod }} restarts again and again.',
    remedy:
      'Read the log of the run before: kubectl logs --previous. Exit code 137 with reason OOMKilled means that the memory limit is too small or that memory leaks.',
  },
  {
    name: 'MemoryNearLimit',
    expression:
      'max by (pod, container) (container_memory_working_set_bytes{namespace="$namespace",pod=~"$app-.*",container!=""}) / max by (pod, container) (kube_pod_container_resource_limits{namespace="$namespace",pod=~"$app-.*",resource="memory"}) > 0.9',
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.container }} of {{ $labels.pod }} uses more than 90 % of its memory limit.',
    remedy:
      'Compare with the days before on the dashboard. A slow rise is a leak; a step after a delivery is that delivery. Raise resources.limits.memory in pipeline.config.ts only after that.',
  },
  {
    name: 'VolumeNearlyFull',
    expression: 'kubelet_volume_stats_available_bytes{namespace="$namespace"} / kubelet_volume_stats_capacity_bytes{namespace="$namespace"} < 0.15',
    for: '15m',
    severity: 'critical',
    summary: '{{ $labels.persistentvolumeclaim }} has less than 15 % left.',
    remedy: 'Grow the volume, as below under Grow a volume, if its StorageClass allows it (allowVolumeExpansion). A database that runs out of room stops.',
  },
  {
    name: 'MetricsMissing',
    expression: 'absent(up{namespace="$namespace",service=~"$app-.*"} == 1)',
    for: '15m',
    severity: 'warning',
    summary: 'Prometheus reads no metrics of the app.',
    remedy:
      'Does the app serve its metrics path? Does Prometheus select the ServiceMonitor, and does the NetworkPolicy let its namespace in? No other alert of the app works until it does.',
    appliesTo: (model) => targetsOf(model).some(({ components }) => components.some(({ metrics }) => metrics !== null)),
  },
  {
    name: 'CronJobFailed',
    // It fires until a run succeeds, even after the failed Job was deleted.
    expression: `kube_cronjob_status_active${cronJobs} == 0 and on (cronjob) (kube_cronjob_status_last_schedule_time${cronJobs} > on (cronjob) kube_cronjob_status_last_successful_time${cronJobs} or kube_cronjob_status_last_schedule_time${cronJobs} unless on (cronjob) kube_cronjob_status_last_successful_time${cronJobs})`,
    for: '5m',
    severity: 'warning',
    summary: 'The last run of {{ $labels.cronjob }} failed.',
    remedy:
      'Read the log of its last Job. What it reads may be missing; what it waits for may be down. Run it again by hand once the cause is gone: kubectl create job --from=cronjob/….',
    appliesTo: (model) => model.cronJobs.length > 0,
  },
];

/** The alerts of an app. */
export function alertsOf(model: Model): Alert[] {
  return alerts.filter(({ appliesTo }) => appliesTo?.(model) ?? true);
}
