import { flag, object, oneOf, ref } from './builders.ts';
import type { Definitions } from './schema.ts';

export const argocd = {
  ArgoCd: object('The Argo CD installation.', {
    namespace: ref('Label', 'Namespace that Argo CD runs in.', { default: 'argocd', examples: ['argocd'] }),
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
  }),
} satisfies Definitions;
