/**
 * The emitted alerts, evaluated by Prometheus' own rule tester: each fires for what it is about, with a summary that names it, and none
 * fires while a healthy app runs, is updated, or is scaled to nothing. Every metric also comes from two instances of its exporter.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { argocdAlertFile, rootName } from '../../src/model/names.ts';
import { readArgocd } from '../judges/argocd.ts';
import { goldenTargets } from '../judges/goldens.ts';
import { anyHelm } from '../judges/helm.ts';
import { renderedObjects, type Variant, variantsOf } from '../judges/renders.ts';
import { folderOfFile } from '../support/file-folders.ts';
import { installGoTool } from './install.ts';

const promtool = installGoTool('github.com/prometheus/prometheus/cmd/promtool', 'v0.316.0');
const folder = folderOfFile('alerts-');

interface Rule {
  alert: string;
  expr: string;
  for: string;
  labels: Record<string, string>;
  annotations: { summary: string; runbook_url: string };
}

const rulesIn = (object: unknown): Rule[] => (object as { spec: { groups: { rules: Rule[] }[] } }).spec.groups.flatMap(({ rules }) => rules);

/** A metric with the values of each minute, as promtool writes them. */
type Series = readonly [metric: string, labels: Record<string, string>, values: string];

/** What makes an alert fire: series, and the labels that the alert then has. */
interface Case {
  alert: string;
  when: string;
  series: readonly Series[];
  labels: Record<string, string>;
}

/** Minutes that each series goes on: longer than any alert waits. */
const minutes = 90;
/** When a healthy app is looked at: before, during and after an update, and at the end. */
const looks = [20, 33, 45, minutes];

function casesOf(variant: Variant): { healthy: Series[]; cases: Case[] } {
  const { app, release, target } = variant;
  const { namespace, name } = release;
  const deployment = { namespace, deployment: `${name}-web` };
  const statefulset = { namespace, statefulset: `${name}-db` };
  const container = { namespace, pod: `${name}-web-1`, container: 'web' };
  const limit = { ...container, resource: 'memory', unit: 'byte' };
  const claim = { namespace, persistentvolumeclaim: `data-${name}-db-0` };
  const cronjob = { namespace, cronjob: `${name}-report` };
  const metrics = { namespace, service: `${name}-web-metrics`, job: 'x' };
  const project = `${app.model.app.name}-${target.environment}`;
  const application = { namespace: app.model.argocd.namespace, name: `${project}-x`, project };
  const info = { ...application, sync_status: 'Synced', health_status: 'Healthy', autosync_enabled: 'true' };
  const steady = (value: number) => `${value}x${minutes}`;
  /** As while an update takes four minutes. */
  const blip = (value: number, during: number) => `${value}x30 ${during}x4 ${value}x${minutes}`;
  const healthy: Series[] = [
    ['kube_deployment_status_replicas_unavailable', deployment, blip(0, 1)],
    ['kube_deployment_status_replicas_available', deployment, blip(2, 1)],
    ['kube_deployment_spec_replicas', deployment, steady(2)],
    ['kube_deployment_status_replicas_unavailable', { ...deployment, deployment: `${name}-idle` }, steady(0)],
    ['kube_deployment_status_replicas_available', { ...deployment, deployment: `${name}-idle` }, steady(0)],
    ['kube_deployment_spec_replicas', { ...deployment, deployment: `${name}-idle` }, steady(0)],
    ['kube_statefulset_status_replicas_ready', statefulset, steady(1)],
    ['kube_statefulset_replicas', statefulset, steady(1)],
    ['kube_pod_container_status_restarts_total', container, `0x30 2x${minutes}`],
    ['container_memory_working_set_bytes', container, steady(80)],
    ['kube_pod_container_resource_limits', limit, steady(100)],
    ['kubelet_volume_stats_available_bytes', claim, steady(40)],
    ['kubelet_volume_stats_capacity_bytes', claim, steady(100)],
    ['up', metrics, steady(1)],
    // A run that takes forty minutes, of which the last one succeeded.
    ['kube_cronjob_status_active', cronjob, `0x30 1x40 0x${minutes}`],
    ['kube_cronjob_status_last_schedule_time', cronjob, `100x30 200x${minutes}`],
    ['kube_cronjob_status_last_successful_time', cronjob, `110x70 210x${minutes}`],
    ['argocd_app_info', info, steady(1)],
    ['argocd_app_sync_total', { ...application, phase: 'Succeeded', dry_run: 'false' }, `1x30 4x${minutes}`],
  ];
  const unready: Series[] = [
    ['kube_deployment_status_replicas_unavailable', deployment, steady(1)],
    ['kube_deployment_status_replicas_available', deployment, steady(1)],
    ['kube_deployment_spec_replicas', deployment, steady(2)],
  ];
  const away: Series[] = [
    ['kube_statefulset_status_replicas_ready', statefulset, steady(0)],
    ['kube_statefulset_replicas', statefulset, steady(1)],
  ];
  const ran: Series[] = [
    ['kube_cronjob_status_active', cronjob, steady(0)],
    ['kube_cronjob_status_last_schedule_time', cronjob, steady(300)],
  ];
  const { namespace: _, ...byName } = application;
  const cases: Case[] = [
    { alert: 'ReplicasUnavailable', when: 'one pod of two is not ready', series: unready, labels: deployment },
    { alert: 'ReplicasUnavailable', when: 'a StatefulSet has no ready pod', series: away, labels: statefulset },
    {
      alert: 'NoReplicaAvailable',
      when: 'no pod of two is ready',
      series: [
        ['kube_deployment_status_replicas_available', deployment, steady(0)],
        ['kube_deployment_spec_replicas', deployment, steady(2)],
      ],
      labels: deployment,
    },
    { alert: 'NoReplicaAvailable', when: 'a StatefulSet has no ready pod', series: away, labels: statefulset },
    {
      alert: 'ContainerRestarts',
      when: 'a container restarts every five minutes',
      series: [['kube_pod_container_status_restarts_total', container, Array.from({ length: minutes / 5 }, (_, restarts) => `${restarts}x4`).join(' ')]],
      labels: container,
    },
    {
      alert: 'MemoryNearLimit',
      when: 'it uses 95 of 100',
      series: [
        ['container_memory_working_set_bytes', container, steady(95)],
        ['kube_pod_container_resource_limits', limit, steady(100)],
      ],
      labels: { pod: container.pod, container: container.container },
    },
    {
      alert: 'VolumeNearlyFull',
      when: '10 of 100 are free',
      series: [
        ['kubelet_volume_stats_available_bytes', claim, steady(10)],
        ['kubelet_volume_stats_capacity_bytes', claim, steady(100)],
      ],
      labels: claim,
    },
    { alert: 'MetricsMissing', when: 'no target is known', series: [], labels: {} },
    { alert: 'MetricsMissing', when: 'each target is down', series: [['up', metrics, steady(0)]], labels: {} },
    {
      alert: 'CronJobFailed',
      when: 'the last run has not succeeded',
      series: [...ran, ['kube_cronjob_status_last_successful_time', cronjob, steady(250)]],
      labels: { cronjob: cronjob.cronjob },
    },
    { alert: 'CronJobFailed', when: 'no run ever succeeded', series: ran, labels: { cronjob: cronjob.cronjob } },
    {
      alert: 'ArgocdSyncFailed',
      when: 'the first sync of all fails, late',
      series: [['argocd_app_sync_total', { ...application, phase: 'Failed', dry_run: 'false' }, `_x${minutes - 10} 1x30`]],
      labels: byName,
    },
    {
      alert: 'ArgocdSyncStuck',
      when: 'an operation runs on',
      series: [['argocd_app_info', { ...info, operation: 'sync' }, steady(1)]],
      labels: byName,
    },
    {
      alert: 'ArgocdSyncStuck',
      when: 'an operation of the root runs on',
      series: [['argocd_app_info', { ...info, name: rootName(app.model), project: rootName(app.model), operation: 'sync' }, steady(1)]],
      labels: { name: rootName(app.model), project: rootName(app.model) },
    },
    {
      alert: 'ArgocdComparisonError',
      when: 'the state is unknown',
      series: [['argocd_app_info', { ...info, sync_status: 'Unknown' }, steady(1)]],
      labels: byName,
    },
    {
      alert: 'ArgocdOutOfSync',
      when: 'an automatic sync has not happened',
      series: [['argocd_app_info', { ...info, sync_status: 'OutOfSync' }, steady(1)]],
      labels: byName,
    },
    { alert: 'ArgocdMetricsMissing', when: 'Argo CD has no Application', series: [], labels: { namespace: application.namespace } },
  ];
  return { healthy, cases };
}

const printed = ([metric, labels, values]: Series) => ({
  series: `${metric}{${Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',')}}`,
  values,
});

/** Each series again, from another instance of the exporter, as while it is replaced. */
const twice = (series: readonly Series[]): Series[] =>
  ['a', 'b'].flatMap((instance) => series.map(([metric, labels, values]): Series => [metric, { ...labels, instance }, values]));

function run(...args: string[]): { status: number | null; output: string } {
  if ('reason' in promtool) throw new Error(promtool.reason);
  const { status, stdout, stderr } = spawnSync(join(promtool.folder, 'promtool'), args, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

/** Rules of a release and of Argo CD, in a file. */
async function rulesOf(variant: Variant, file: string): Promise<Rule[]> {
  const objects = (await renderedObjects(variant)) ?? [];
  const path = argocdAlertFile(variant.app.model, variant.target.cluster);
  const argocd = readArgocd(variant.app.config).filter((each) => each.path === path);
  const rules = [...objects.filter(({ kind }) => kind === 'PrometheusRule'), ...argocd.map(({ object }) => object)].flatMap(rulesIn);
  writeFileSync(file, stringify({ groups: [{ name: 'emitted', rules }] }));
  return rules;
}

interface Play {
  name: string;
  series: readonly Series[];
  /** By alert; none: it does not fire. */
  fires: Record<string, object[]>;
}

/** What promtool says of these plays over the rules; '' where all end as expected. */
function judge(file: string, plays: readonly Play[]): string {
  const path = join(folder, 'test.yaml');
  const tests = plays.map(({ name, series, fires }) => ({
    name,
    interval: '1m',
    input_series: series.map(printed),
    alert_rule_test: Object.entries(fires).flatMap(([alertname, exp_alerts]) =>
      (exp_alerts.length === 0 ? looks : [minutes]).map((minute) => ({ eval_time: `${minute}m`, alertname, exp_alerts })),
    ),
  }));
  writeFileSync(path, stringify({ rule_files: [file], evaluation_interval: '1m', tests }));
  const { status, output } = run('test', 'rules', path);
  return status === 0 ? '' : output;
}

/** An alert that fires, as Prometheus sends it. */
const fired = ({ labels, annotations }: Rule, more: Record<string, string>) => ({
  exp_labels: { ...more, ...labels },
  exp_annotations: { ...annotations, summary: annotations.summary.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => more[label] ?? '') },
});

/** One release of each app: the alerts of the others differ in names alone. */
const variants = variantsOf(goldenTargets()).filter(
  ({ delivered, app, target }, _, all) =>
    delivered && app.model.monitoring.prometheus && target === all.findLast((other) => other.app.name === app.name)?.target,
);
const reason = 'reason' in promtool ? promtool.reason : anyHelm() === null ? 'there is no Helm' : undefined;
if (reason !== undefined && process.env.CI) throw new Error(`CI must not run without promtool: ${reason}`);

describe.skipIf(reason !== undefined)(`judge: promtool, alerts${reason === undefined ? '' : ` (${reason})`}`, () => {
  const seen = new Set<string>();
  test.each(variants)('the rules of $name are valid, fire for what they are about, and otherwise do not', async (variant) => {
    const file = join(folder, `${variant.name.replaceAll(/[/ ]/g, '_')}.yaml`);
    const rules = await rulesOf(variant, file);
    expect(run('check', 'rules', '--lint-fatal', file)).toMatchObject({ status: 0 });
    const { healthy, cases } = casesOf(variant);
    const none = Object.fromEntries(rules.map(({ alert }) => [alert, []]));
    const plays: Play[] = [
      { name: 'healthy', series: healthy, fires: none },
      { name: 'healthy, each metric twice', series: twice(healthy), fires: none },
    ];
    for (const { alert, when, series, labels } of cases) {
      const rule = rules.find((each) => each.alert === alert);
      if (rule === undefined) continue;
      seen.add(alert);
      plays.push({ name: `${alert} when ${when}`, series, fires: { [alert]: [fired(rule, labels)] } });
    }
    expect(judge(file, plays)).toBe('');
    for (const { alert } of rules) expect(seen, 'has a case above').toContain(alert);
  });

  test('every alert has been seen to fire', () => {
    expect([...seen].sort()).toEqual([...new Set(casesOf(variants[0] as Variant).cases.map(({ alert }) => alert))].sort());
  });

  test('two instances of an exporter do not end the evaluation of a failed cron job', async () => {
    const variant = variants.find(({ app }) => app.model.cronJobs.length > 0) as Variant;
    const file = join(folder, 'cron.yaml');
    const rules = await rulesOf(variant, file);
    const rule = rules.find(({ alert }) => alert === 'CronJobFailed') as Rule;
    const failed = casesOf(variant).cases.find(({ alert }) => alert === rule.alert) as Case;
    expect(judge(file, [{ name: rule.alert, series: twice(failed.series), fires: { [rule.alert]: [fired(rule, failed.labels)] } }])).toBe('');
  });
});
