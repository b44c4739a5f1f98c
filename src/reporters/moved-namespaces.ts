import { isWrite } from '../diff/change.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { modelBefore } from './model-before.ts';

/** An Application of another namespace begins there with nothing, and lets alone what it may not touch any more. */
export function movedNamespaces(projects: readonly Workspace[], applications: readonly RepositoryChanges[]): string {
  const changes = applications.flatMap((application) => application.changes).filter(isWrite);
  return projects
    .flatMap(({ model }) => {
      const before = modelBefore(model, changes)?.environments ?? [];
      return model.environments.flatMap(({ name, namespace, targets }) => {
        const old = before.find((environment) => environment.name === name);
        if (old === undefined || old.namespace === namespace) return [];
        const clusters = old.targets.map(({ cluster }) => cluster).filter((cluster) => targets.some((target) => target.cluster === cluster));
        const look = clusters.map((cluster) => `  kubectl --context ${cluster} --namespace ${old.namespace} get all,persistentvolumeclaims\n`);
        if (look.length === 0) return [];
        return [
          `\n${name} of ${model.app.name} moves from the namespace ${old.namespace} to ${namespace}. It begins there without Secrets and without data, and what runs in the old one goes on, outside git.\nBefore the merge to ${model.repositories.config.defaultBranch}, make the Secrets in the new one, as the set-up runbook says. Delete what the old one has once its data is saved:\n${look.join('')}`,
        ];
      });
    })
    .join('');
}
