import type { Cluster } from '../../generated/pipeline-config.ts';
import { type Path, printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';

/** Labels that the chart gives to its objects, and that Argo CD finds them by. */
const ownLabels = ['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app.kubernetes.io/component', 'app.kubernetes.io/managed-by', 'helm.sh/chart'];
const ownNamespaceLabels = ['kubernetes.io/metadata.name', 'pod-security.kubernetes.io/enforce', 'pod-security.kubernetes.io/warn'];

export const labelReserved: Rule = {
  code: 'LABEL_RESERVED',
  explanation: {
    meaning: 'A label for a selector of Prometheus or Grafana is one that the chart, Argo CD or Kubernetes sets itself.',
    remedy: 'Select another label in the Prometheus or Grafana, and name that one.',
  },
  local: true,
  check: ({ argocd, clusters }) => {
    const findings = (labels: object | undefined, at: Path, reserved: readonly string[]): Finding[] =>
      Object.keys(labels ?? {})
        .filter((label) => reserved.includes(label))
        .map((label) => ({
          at: [...at, label],
          onName: true,
          message: `${printPath(at)} has the label '${label}', whose value is set already`,
          hint: 'Use another label.',
        }));
    return [
      ...findings(argocd?.monitoring?.labels, ['argocd', 'monitoring', 'labels'], ownLabels),
      ...Object.entries<Cluster>(clusters).flatMap(([name, { monitoring }]) => {
        const at = ['clusters', name, 'monitoring'];
        return [
          ...findings(monitoring?.labels, [...at, 'labels'], ownLabels),
          ...findings(monitoring?.dashboardLabels, [...at, 'dashboardLabels'], ownLabels),
          ...findings(monitoring?.namespaceLabels, [...at, 'namespaceLabels'], ownNamespaceLabels),
        ];
      }),
    ];
  },
};
