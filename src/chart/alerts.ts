/** The alerts of an app, for the chart's PrometheusRule and for the troubleshoot runbook. */

import { longestStartSeconds } from '../derived/durations.ts';
import type { Model } from '../model/model.ts';
import { targetsOf } from '../model/queries.ts';

export interface Alert {
  name: string;
  /** PromQL; the chart replaces `$namespace` with the release's namespace and `$app` with its name. */
  expression: string;
  /** How long the expression must hold before the alert fires. */
  for: string;
  severity: 'warning' | 'critical';
  /** One sentence; Prometheus replaces `{{ $labels.x }}`. */
  summary: string;
  /** What to do first, readable at 3 a.m.; `$config` stands for the path of the config. */
  remedy: string;
}

interface AlertOfApp extends Omit<Alert, 'for'> {
  for: string | ((model: Model) => string);
  /** true: the app has what the alert watches. Default: every app. */
  appliesTo?: (model: Model) => boolean;
}

/** At least `minutes`, and never less than the start that the probes allow: a release must not fire an alert. */
const afterStart = (minutes: number) => (model: Model) => `${Math.max(minutes, Math.ceil(longestStartSeconds(model) / 60) + 1)}m`;

const hasPods = (model: Model) => model.components.length > 0;
const deployments = '{namespace="$namespace",deployment=~"$app-.*"}';
const statefulSets = '{namespace="$namespace",statefulset=~"$app-.*"}';
const newest = (metric: string) => `max by (cronjob) (kube_cronjob_status_${metric}{namespace="$namespace",cronjob=~"$app-.*"})`;

const alerts: readonly AlertOfApp[] = [
  {
    name: 'ReplicasUnavailable',
    expression: [
      `kube_deployment_status_replicas_unavailable${deployments} > 0`,
      `or kube_statefulset_status_replicas_ready${statefulSets} < kube_statefulset_replicas${statefulSets}`,
    ].join(' '),
    for: afterStart(10),
    severity: 'warning',
    summary: '{{ $labels.deployment }}{{ $labels.statefulset }} has pods that are not ready.',
    remedy:
      'Check the pods that are not ready, and their events. If a delivery came just before, roll back. Otherwise check what the readiness probe depends on, usually the database or the cache.',
    appliesTo: hasPods,
  },
  {
    name: 'NoReplicaAvailable',
    expression: [
      `(kube_deployment_status_replicas_available${deployments} == 0 and kube_deployment_spec_replicas${deployments} > 0)`,
      `or (kube_statefulset_status_replicas_ready${statefulSets} == 0 and kube_statefulset_replicas${statefulSets} > 0)`,
    ].join(' '),
    for: afterStart(2),
    severity: 'critical',
    summary: '{{ $labels.deployment }}{{ $labels.statefulset }} has no available replica.',
    remedy:
      'If a delivery came just before, roll back first and investigate afterwards. Otherwise check the events of the namespace for failed image pulls, missing Secrets and full nodes.',
    appliesTo: hasPods,
  },
  {
    name: 'ContainerRestarts',
    expression: 'increase(kube_pod_container_status_restarts_total{namespace="$namespace",pod=~"$app-.*"}[30m]) > 3',
    for: '5m',
    severity: 'warning',
    summary: '{{ $labels.container }} of {{ $labels.pod }} keeps restarting.',
    remedy:
      'Read the log of the previous container: kubectl logs --previous. The reason OOMKilled, whatever the exit code, means that the memory limit is too low or that the app leaks memory.',
  },
  {
    name: 'MemoryNearLimit',
    expression: [
      'max by (pod, container) (container_memory_working_set_bytes{namespace="$namespace",pod=~"$app-.*",container!=""})',
      '/ max by (pod, container) (kube_pod_container_resource_limits{namespace="$namespace",pod=~"$app-.*",resource="memory"}) > 0.9',
    ].join(' '),
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.container }} of {{ $labels.pod }} uses more than 90 % of its memory limit.',
    remedy:
      'Compare with the previous days on the dashboard. A slow rise suggests a leak; a jump after a delivery suggests that delivery. Raise resources.limits.memory in $config only once you know.',
  },
  {
    name: 'VolumeNearlyFull',
    expression: 'kubelet_volume_stats_available_bytes{namespace="$namespace"} / kubelet_volume_stats_capacity_bytes{namespace="$namespace"} < 0.15',
    for: '15m',
    severity: 'critical',
    summary: '{{ $labels.persistentvolumeclaim }} has less than 15 % free space.',
    remedy: 'Grow the volume, see Grow a volume below, if its StorageClass sets allowVolumeExpansion. A database that runs out of space stops.',
  },
  {
    name: 'MetricsMissing',
    expression: 'absent(up{namespace="$namespace",service=~"$app-.*"} == 1)',
    for: '15m',
    severity: 'warning',
    summary: 'Prometheus receives no metrics from the app.',
    remedy:
      'Check that the app serves its metrics path, that Prometheus selects the ServiceMonitor, and that the NetworkPolicy admits the namespace of Prometheus.',
    appliesTo: (model) => targetsOf(model).some(({ components }) => components.some(({ metrics }) => metrics !== null)),
  },
  {
    name: 'CronJobFailed',
    // Compares times of runs, because a failed Job may already be deleted: the alert ends with the next success. A maximum, because for a
    // while each metric comes from two pods of its exporter, when that is replaced.
    expression: [
      `${newest('active')} == 0 and`,
      `(${newest('last_schedule_time')} > ${newest('last_successful_time')} or ${newest('last_schedule_time')} unless ${newest('last_successful_time')})`,
    ].join(' '),
    for: '5m',
    severity: 'warning',
    summary: 'The last run of {{ $labels.cronjob }} failed.',
    remedy: 'Read the log of its last Job. Once the cause is fixed, run the job by hand: kubectl create job --from=cronjob/….',
    appliesTo: (model) => model.cronJobs.length > 0,
  },
];

/** The alerts of an app. */
export function alertsOf(model: Model): Alert[] {
  return alerts
    .filter(({ appliesTo }) => appliesTo?.(model) ?? true)
    .map(({ appliesTo: _, for: duration, ...alert }) => ({ ...alert, for: typeof duration === 'string' ? duration : duration(model) }));
}
