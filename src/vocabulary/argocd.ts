import { flag, labels, object, oneOf, ref, text } from './builders.ts';
import { defaultArgocdVersion } from './default-versions.ts';
import type { Definitions } from './schema.ts';

export const argocd = {
  ArgoCd: object('The Argo CD installation.', {
    namespace: ref('Label', 'Namespace that Argo CD runs in.', { default: 'argocd', examples: ['argocd'] }),
    version: text(
      'Oldest minor version of Argo CD that runs, 3.3 or later. `generate` refuses what it would ignore, and the set-up compares it with the installation.',
      { pattern: '^(3\\.([3-9]|[1-9][0-9])|[4-9]\\.[0-9]+)$', default: defaultArgocdVersion, examples: ['3.5'] },
    ),
    topology: oneOf(
      ['hub', 'per-cluster'],
      '`hub`: one Argo CD instance deploys to all clusters. `per-cluster`: each cluster runs its own instance, so an on-premise cluster needs only outbound access to Git.',
      { default: 'hub', examples: ['hub'] },
    ),
    cluster: ref('ClusterName', 'Cluster that the hub runs on, addressed as https://kubernetes.default.svc. Default: none, because the hub runs elsewhere.'),
    bootstrap: flag('Whether to generate the root Application and the Argo CD configuration. Set it to `false` if somebody else manages Argo CD.', {
      default: true,
      examples: [false],
    }),
    monitoring: object('What the Prometheus beside Argo CD selects by label.', {
      labels: labels('Labels of the ServiceMonitor and the PrometheusRule about Argo CD. Default: `monitoring.labels` of the cluster that Argo CD runs on.', {
        examples: [{ release: 'kube-prometheus-stack' }],
      }),
    }),
  }),
} satisfies Definitions;
