import { permittedKinds } from '../../../src/chart/kinds.ts';
import type { Environment, Model, Target } from '../../../src/model/model.ts';
import { projectFile } from '../../../src/model/names.ts';
import { clusterOf } from '../../../src/model/queries.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { printYaml } from '../../../src/render/yaml.ts';
import { destination, repositoryUrl } from './destination.ts';

export const argocdProjects: Generator = {
  id: 'config/argocd-projects',
  description: 'An Argo CD AppProject per environment: limits sources, destinations and kinds',
  repository: 'config',
  files: (model) =>
    model.environments.flatMap((environment) => {
      // Without a hub, each cluster has its own Argo CD and so its own project.
      const groups = model.argocd.topology === 'hub' ? [environment.targets] : environment.targets.map((target) => [target]);
      return groups.map((targets) => ({
        path: projectFile(model, { environment: environment.name, cluster: targets[0]?.cluster ?? '' }),
        content: printYaml(project(model, environment, targets), {
          comments: {
            '/spec/clusterResourceWhitelist': 'Lets Argo CD create this namespace, and no other cluster-scoped object.',
            '/spec/namespaceResourceWhitelist': 'Every kind that the chart can render: Argo CD never prunes what it may not manage.',
            ...(environment.syncGroups.length === 0
              ? {}
              : { '/spec/roles': 'This role only grants. Check policy.default in argocd-rbac-cm too (set-up runbook).' }),
          },
        }),
      }));
    }),
};

export function projectName(model: Model, environment: Pick<Environment, 'name'>): string {
  return `${model.app.name}-${environment.name}`;
}

function project(model: Model, environment: Environment, targets: readonly Target[]): object {
  const clusters = [...new Map(targets.map((target) => [target.cluster, target])).values()];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: projectName(model, environment), namespace: model.argocd.namespace },
    spec: {
      description: `${model.app.name} in ${environment.name}`,
      sourceRepos: [repositoryUrl(model)],
      destinations: clusters.map((target) => destination(model, clusterOf(model, target), environment)),
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: environment.namespace }],
      namespaceResourceWhitelist: permittedKinds(targets),
      ...(environment.syncGroups.length === 0 ? {} : { roles: [syncRole(projectName(model, environment), environment)] }),
    },
  };
}

/** Allows to view and sync the Applications of the project, not to change or delete them. */
function syncRole(project: string, { name, syncGroups }: Environment): object {
  const may = (resource: string, action: string) => `p, proj:${project}:sync, ${resource}, ${action}, ${project}/*, allow`;
  return {
    name: 'sync',
    description: `May sync ${name}`,
    policies: [may('applications', 'get'), may('applications', 'sync'), may('logs', 'get')],
    groups: syncGroups,
  };
}
