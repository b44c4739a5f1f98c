import type { Model } from '../../../src/model/model.ts';
import { podSecurityLabels } from '../../../src/model/pod-security.ts';
import { argocdMonitoringLabels, clusterOf, environmentOf, targetsOf } from '../../../src/model/queries.ts';

/** Arguments of `selects`, which asks whether a Prometheus reads an object. */
interface Selection {
  context: string;
  namespace: string;
  kind: 'ServiceMonitor' | 'PrometheusRule';
  /** Labels of the object, and those that its namespace gets, as JSON. */
  labels: string;
  namespaceLabels: string;
  /** Whether a NetworkPolicy of the app must let Prometheus in. */
  scraped?: boolean;
}

/** What the Prometheus of each cluster should read of the app. */
export function selectionsOf(model: Model): Selection[] {
  if (!model.monitoring.prometheus) return [];
  return targetsOf(model).flatMap((target) => {
    const { name: context, monitoring } = clusterOf(model, target);
    const { namespace } = environmentOf(model, target);
    const own = { 'app.kubernetes.io/name': model.app.name, 'app.kubernetes.io/instance': model.app.name, 'app.kubernetes.io/managed-by': 'Helm' };
    const labels = JSON.stringify({ ...own, ...monitoring.labels });
    const namespaceLabels = JSON.stringify({ ...podSecurityLabels(target), ...monitoring.namespaceLabels });
    const kinds: Selection['kind'][] = target.components.some(({ metrics }) => metrics !== null) ? ['ServiceMonitor', 'PrometheusRule'] : ['PrometheusRule'];
    return kinds.map((kind) => ({ context, namespace, kind, labels, namespaceLabels, scraped: kind === 'ServiceMonitor' }));
  });
}

/** What the Prometheus beside an Argo CD should read about it. The labels of its namespace belong to whoever made it. */
export function argocdSelectionsOf(model: Model, context: string, cluster: string): Selection[] {
  const labels = argocdMonitoringLabels(model, cluster);
  const selection = { context, namespace: model.argocd.namespace, namespaceLabels: '{}' };
  return [
    // An existing Argo CD has a ServiceMonitor of its own, or none.
    ...(model.argocd.bootstrap ? [{ ...selection, kind: 'ServiceMonitor' as const, labels: JSON.stringify(labels) }] : []),
    { ...selection, kind: 'PrometheusRule', labels: JSON.stringify({ 'app.kubernetes.io/name': model.app.name, ...labels }) },
  ];
}
