import type { Change } from '../diff/change.ts';
import { printPath } from '../problems/path.ts';
import { listNames } from '../text/list-names.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { readEnvironmentsBefore } from './model-before.ts';

/** Groups that could sync an environment until now, and that the config does not name. */
export function removedSyncGroups(workspaces: readonly Workspace[], writes: readonly Change[]): string {
  return workspaces
    .flatMap(({ model }) => {
      const environmentsBefore = readEnvironmentsBefore(model, writes);
      return model.environments.flatMap(({ name, syncGroups, sync, approval }) => {
        const before = environmentsBefore.find((environment) => environment.name === name)?.syncGroups;
        const removed = Array.isArray(before) ? before.map(String).filter((group) => !syncGroups.includes(group)) : [];
        if (removed.length === 0 || sync === 'automatic') return [];
        const remedy = approval === null ? '' : ` To let a group sync, name it in ${printPath(['environments', name, 'approval', 'groups'])}.`;
        return [`\n${listNames(removed)} may no longer sync ${name} of ${model.app.name} in Argo CD; its administrators may.${remedy}\n`];
      });
    })
    .join('');
}
