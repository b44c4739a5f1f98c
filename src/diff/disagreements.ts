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
      if (!mayDisagree(change)) return change;
      const other = allChanges.find(
        ({ repository, changes }, otherIndex) =>
          repository.root === repositoryChanges.repository.root && changes.some((otherChange) => disagree(change, otherChange, otherIndex < index)),
      );
      return other === undefined ? change : { ...change, action: 'refuse', otherApp: other.app };
    }),
  }));
}

/** true: the change of another app may make this one a disagreement. */
export function mayDisagree({ scope, cause, action }: Change): boolean {
  return scope === 'shared' && cause === 'config-changed' && (action === 'update' || action === 'refuse');
}

/** What other changes are compared with: very many apps that are up to date need no memory. */
export function comparedByOthers(repositoryChanges: RepositoryChanges): RepositoryChanges {
  const { changes, repository } = repositoryChanges;
  const shared = changes.flatMap(({ mergeBase: _, ...change }) => (change.scope === 'shared' ? [change] : []));
  return { ...repositoryChanges, changes: shared, repository: { ...repository, records: {}, recordTexts: new Map() } };
}

/** `otherIsEarlier`: the other change was computed first, and this one against its result; otherwise the reverse. */
function disagree(change: Change, other: Change, otherIsEarlier: boolean): boolean {
  if (other.path !== change.path || other.output !== change.output) return false;
  if (!otherIsEarlier) return other.after !== undefined && other.after === change.before;
  return change.action === 'update' ? other.action === 'unchanged' : isWrite(other);
}
