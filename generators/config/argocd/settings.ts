import type { Model } from '../../../src/model/model.ts';

/**
 * A merge patch for Argo CD's ConfigMap: it adds keys and leaves the others.
 * The label is there because Argo CD reads no ConfigMap without `app.kubernetes.io/part-of`.
 */
export function configMapPatch({ argocd }: Model, data: Readonly<Record<string, string>>): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'argocd-cm',
      namespace: argocd.namespace,
      labels: { 'app.kubernetes.io/name': 'argocd-cm', 'app.kubernetes.io/part-of': 'argocd' },
    },
    data,
  };
}
