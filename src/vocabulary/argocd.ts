import { flag, object, oneOf, ref } from './builders.ts';
import type { Definitions } from './schema.ts';

export const argocd = {
  ArgoCd: object('Where Argo CD runs.', {
    namespace: ref('Label', 'Namespace of Argo CD.', { default: 'argocd', examples: ['argocd'] }),
    topology: oneOf(
      ['hub', 'per-cluster'],
      'hub: one Argo CD deploys to every cluster. per-cluster: each cluster runs its own, so an on-premise cluster needs only outbound Git.',
      { default: 'hub', examples: ['hub'] },
    ),
    cluster: ref('ClusterName', 'The cluster that the hub runs on, addressed as https://kubernetes.default.svc. Default: none, the hub runs elsewhere.'),
    bootstrap: flag('false: Argo CD is run by somebody else; neither root Application nor configuration is written.', { default: true, examples: [false] }),
  }),
} satisfies Definitions;
