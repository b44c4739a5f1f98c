import { isWrite } from '../diff/change.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import { printPath } from '../problems/path.ts';
import { listNames } from '../text/list-names.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { readSavedModelBefore } from './model-before.ts';

/** Groups that could sync an environment until now, and that the config does not name. */
export function removedSyncGroups(workspaces: readonly Workspace[], allChanges: readonly RepositoryChanges[]): string {
  const writes = allChanges.flatMap(({ changes }) => changes).filter(isWrite);
  return workspaces
    .flatMap(({ model }) => {
      // Since version 6 of the schema.
      const saved = readSavedModelBefore(model, writes) as { environments?: { name: string; syncGroups?: string[] }[] } | undefined;
      const environmentsBefore = Array.isArray(saved?.environments) ? saved.environments : [];
      return model.environments.flatMap(({ name, syncGroups, sync, approval }) => {
        const before = environmentsBefore.find((environment) => environment.name === name)?.syncGroups ?? [];
        const removed = before.filter((group) => !syncGroups.includes(group));
        if (removed.length === 0 || sync === 'automatic') return [];
        const remedy = approval === null ? '' : ` To let a group sync, name it in ${printPath(['environments', name, 'approval', 'groups'])}.`;
        return [`\n${listNames(removed)} may no longer sync ${name} of ${model.app.name} in Argo CD; its administrators may.${remedy}\n`];
      });
    })
    .join('');
}
