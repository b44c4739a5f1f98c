import type { Model } from '../../../src/model/model.ts';
import { argocdPath, rootName } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { printYaml } from '../../../src/render/yaml.ts';
import { repositoryUrl } from './destination.ts';

/** Shared by all apps of the config repository: it points to a folder, not to an app. */
export const argocdRoot: Generator = {
  id: 'config/argocd-root',
  description: 'The root Application: applied once manually, it syncs every AppProject and Application of the repository',
  repository: 'config',
  scope: 'shared',
  applies: (model) => model.argocd.bootstrap,
  files: (model) => {
    const clusters = model.argocd.topology === 'hub' ? [''] : model.clusters.map((cluster) => cluster.name);
    return clusters.map((cluster) => {
      const folder = argocdPath(model, cluster);
      return {
        path: `${folder}/bootstrap/root.yaml`,
        content: printYaml(root(model, folder), {
          header: `App of apps: syncs every AppProject and Application in ${folder}/. Apply it once:\n  kubectl apply -n ${model.argocd.namespace} -f ${folder}/bootstrap/root.yaml`,
          comments: { '/spec/syncPolicy/automated/prune': 'Never prune: deleting a file must not delete an Application and its running app.' },
        }),
      };
    });
  },
};

function root(model: Model, folder: string): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: rootName(model), namespace: model.argocd.namespace },
    spec: {
      project: 'default',
      source: {
        repoURL: repositoryUrl(model),
        targetRevision: model.repositories.config.defaultBranch,
        path: folder,
        directory: { recurse: true, include: '{projects/*.yaml,applications/*.yaml}' },
      },
      destination: { server: 'https://kubernetes.default.svc', namespace: model.argocd.namespace },
      syncPolicy: { automated: { enabled: true, prune: false, selfHeal: true }, syncOptions: ['ServerSideApply=true', 'ApplyOutOfSyncOnly=true'] },
    },
  };
}
