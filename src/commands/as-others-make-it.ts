import type { Application } from '../diff/application.ts';
import type { Change } from '../diff/change.ts';

/** A shared file that stands there as another app of the config repository makes it: their configs disagree, no file is old. */
export function asOthersMakeIt(change: Change, { repository, app }: Application, applications: readonly Application[]): Change {
  if (change.scope !== 'shared' || change.cause !== 'config-changed' || change.action !== 'update') return change;
  const at = applications.findIndex((each) => each.app === app && each.repository === repository);
  // One that was compared later has been compared with what this one would leave.
  const other = applications.find(({ repository: { root }, changes }, index) =>
    changes.some(
      ({ output, path, action, after }) =>
        root === repository.root && path === change.path && output === change.output && (index < at ? action === 'unchanged' : after === change.before),
    ),
  );
  return other === undefined ? change : { ...change, action: 'keep', detail: other.app };
}
