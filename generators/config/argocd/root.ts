import type { Model } from '../../../src/model/model.ts';
import { argocdFolders, rootName } from '../../../src/model/names.ts';
import type { GeneratedFile, Generator } from '../../../src/plan/plan.ts';
import { printYaml } from '../../../src/render/yaml.ts';
import { inClusterServer, repositoryUrl, targetRevision } from './destination.ts';
import { configMapPatch } from './settings.ts';

/** Shared by all apps of the config repository: it points to a folder, not to an app. */
export const argocdRoot: Generator = {
  id: 'config/argocd-root',
  description: 'The root Application with its AppProject, and the settings of Argo CD that it needs: applied once manually',
  repository: 'config',
  scope: 'shared',
  applies: (model) => model.argocd.bootstrap,
  files: (model) => argocdFolders(model).flatMap((folder) => bootstrapFiles(model, folder)),
};

/** The files of one Argo CD. No Application syncs them, so that a merge alone cannot give the root Application more rights. */
function bootstrapFiles(model: Model, folder: string): GeneratedFile[] {
  return [
    {
      path: `${folder}/bootstrap/project.yaml`,
      content: printYaml(rootProject(model), {
        header: 'AppProject of the root Application alone. Apply it before root.yaml.',
        comments: {
          '/spec/destinations': "Argo CD's own namespace, where Applications and AppProjects live.",
          '/spec/namespaceResourceWhitelist': 'No Secret, ConfigMap or ApplicationSet, and no cluster-scoped object.',
        },
      }),
    },
    {
      path: `${folder}/bootstrap/root.yaml`,
      content: printYaml(root(model, folder), {
        header: `App of apps: syncs every AppProject and Application in ${folder}/. Apply it once, after its project:\n  kubectl apply -n ${model.argocd.namespace} -f ${folder}/bootstrap/project.yaml -f ${folder}/bootstrap/root.yaml`,
        comments: { '/spec/syncPolicy/automated/prune': 'Never prune: deleting a file must not delete an Application and its running app.' },
      }),
    },
    {
      path: `${folder}/bootstrap/argocd-cm.yaml`,
      content: printYaml(configMapPatch(model, syncSettings), {
        header: "Patch for Argo CD's ConfigMap argocd-cm. No Application syncs this file; the set-up runbook has the command.",
        comments: {
          [`/data/${revisionSetting}`]: 'Without it, whoever may sync may also deploy any commit of any branch. Argo CD 3.3 or newer.',
        },
      }),
    },
    {
      path: `${folder}/bootstrap/default-project.yaml`,
      content: printYaml(lockedDefaultProject(model), {
        header: `Patch for the AppProject default, which a new Argo CD lets deploy everything everywhere. No Application syncs this file;
the set-up runbook has the command. https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#the-default-project`,
      }),
    },
  ];
}

/**
 * Key of argocd-cm: to sync another revision than the Application's requires the right `override`, which no emitted role has.
 * Argo CD knows it since 3.3.0 (util/settings/settings.go); its documentation names 3.2.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/#the-override-action
 */
export const revisionSetting = 'application.sync.requireOverridePrivilegeForRevisionSync';

const syncSettings = { [revisionSetting]: 'true' };

function rootProject(model: Model): object {
  const { namespace } = model.argocd;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: rootName(model), namespace },
    spec: {
      description: `Root Application of ${model.repositories.config.slug}`,
      sourceRepos: [repositoryUrl(model)],
      destinations: [{ server: inClusterServer, namespace }],
      namespaceResourceWhitelist: ['AppProject', 'Application'].map((kind) => ({ group: 'argoproj.io', kind })),
    },
  };
}

function root(model: Model, folder: string): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: rootName(model), namespace: model.argocd.namespace },
    spec: {
      project: rootName(model),
      source: {
        repoURL: repositoryUrl(model),
        targetRevision: targetRevision(model),
        path: folder,
        directory: { recurse: true, include: '{projects/*.yaml,applications/*.yaml}' },
      },
      destination: { server: inClusterServer, namespace: model.argocd.namespace },
      syncPolicy: { automated: { enabled: true, prune: false, selfHeal: true }, syncOptions: ['ServerSideApply=true', 'ApplyOutOfSyncOnly=true'] },
    },
  };
}

/** Denies everything, as Argo CD documents it. */
function lockedDefaultProject({ argocd }: Model): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'default', namespace: argocd.namespace },
    spec: {
      sourceRepos: [],
      sourceNamespaces: [],
      destinations: [],
      clusterResourceWhitelist: [],
      namespaceResourceBlacklist: [{ group: '*', kind: '*' }],
    },
  };
}
