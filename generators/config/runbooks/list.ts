import type { Model } from '../../../src/model/model.ts';
import type { Runbook } from '../../../src/model/names.ts';
import type { PlanContext } from '../../../src/plan/plan.ts';

/** A runbook of an app, in the file `<name>.md`. */
export interface RunbookEntry {
  name: Runbook;
  title: string;
  /** Completes the title in a list of runbooks. */
  purpose: string;
}

/** The runbooks that this app needs, in the order of their use. */
export function runbooksOf(model: Model, { former }: Pick<PlanContext, 'former'>): RunbookEntry[] {
  const promotes = model.environments.some(({ promoteFrom }) => promoteFrom !== null);
  const entries: RunbookEntry[] = [
    { name: 'set-up', title: 'Set up', purpose: 'day one, from nothing to the first running image' },
    { name: 'deploy', title: 'Deploy', purpose: 'follow a commit to the clusters, or deploy it again' },
    { name: 'promote', title: 'Promote', purpose: 'bring a tested image to the next environment' },
    { name: 'sync', title: 'Sync', purpose: 'apply what is in git, cluster by cluster' },
    { name: 'roll-back', title: 'Roll back', purpose: 'return to the previous release' },
    { name: 'rotate-a-secret', title: 'Rotate a secret', purpose: 'replace a password, a key or a token' },
    { name: 'audit', title: 'Audit', purpose: 'who deployed what and when, and who approved it' },
    { name: 'rename', title: 'Rename', purpose: 'move the data and the hosts to the new name of the app' },
    { name: 'troubleshoot', title: 'Troubleshoot', purpose: 'alerts and common problems, and how to fix them' },
  ];
  return entries.filter(({ name }) => (name === 'promote' ? promotes : name === 'rename' ? former !== undefined : true));
}
