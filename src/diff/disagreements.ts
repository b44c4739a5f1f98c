import { type Change, isWrite } from './change.ts';
import type { RepositoryChanges } from './repository-changes.ts';

/**
 * Refuses shared files that two apps of this run generate differently with the same version of the generator: their configs
 * disagree, and neither may overwrite the other's.
 */
export function refuseDisagreements(allChanges: readonly RepositoryChanges[]): RepositoryChanges[] {
  return allChanges.map((repositoryChanges, index) => ({
    ...repositoryChanges,
    changes: repositoryChanges.changes.map((change) => {
      if (change.scope !== 'shared' || change.cause !== 'config-changed' || (change.action !== 'update' && change.action !== 'refuse')) return change;
      const other = allChanges.find(
        ({ repository, changes }, otherIndex) =>
          repository.root === repositoryChanges.repository.root && changes.some((otherChange) => disagree(change, otherChange, otherIndex < index)),
      );
      return other === undefined ? change : { ...change, action: 'refuse', otherApp: other.app };
    }),
  }));
}

/** `otherIsEarlier`: the other change was computed first, and this one against its result; otherwise the reverse. */
function disagree(change: Change, other: Change, otherIsEarlier: boolean): boolean {
  if (other.path !== change.path || other.output !== change.output) return false;
  if (!otherIsEarlier) return other.after !== undefined && other.after === change.before;
  return change.action === 'update' ? other.action === 'unchanged' : isWrite(other);
}
