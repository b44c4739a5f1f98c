import { type Change, isWrite } from './change.ts';
import type { RepositoryChanges } from './repository-changes.ts';

/**
 * Shared files that two apps of this run make otherwise, though one version of the generator plans both: their configs
 * disagree. Neither is right, so nothing is written over the other's.
 */
export function refuseDisagreements(applications: readonly RepositoryChanges[]): RepositoryChanges[] {
  return applications.map((application, index) => ({
    ...application,
    changes: application.changes.map((change) => {
      if (change.scope !== 'shared' || change.cause !== 'config-changed' || (change.action !== 'update' && change.action !== 'refuse')) return change;
      const other = applications.find(
        (each, at) => each.repository.root === application.repository.root && each.changes.some((theirs) => disagree(change, theirs, at < index)),
      );
      return other === undefined ? change : { ...change, action: 'refuse', otherApp: other.app };
    }),
  }));
}

/** `earlier`: theirs was compared first, and this one with what theirs leaves; else the other way round. */
function disagree(change: Change, theirs: Change, earlier: boolean): boolean {
  if (theirs.path !== change.path || theirs.output !== change.output) return false;
  if (!earlier) return theirs.after !== undefined && theirs.after === change.before;
  return change.action === 'update' ? theirs.action === 'unchanged' : isWrite(theirs);
}
