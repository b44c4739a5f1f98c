import type { Model } from '../../../src/model/model.ts';
import type { Runbook } from '../../../src/model/names.ts';

/** A runbook of an app: its file is `<name>.md`. */
export interface RunbookEntry {
  name: Runbook;
  title: string;
  /** What it is for, in half a sentence. */
  purpose: string;
}

/** The runbooks that this app needs, in the order in which they are used. */
export function runbooksOf(model: Model): RunbookEntry[] {
  const promotes = model.environments.some(({ promoteFrom }) => promoteFrom !== null);
  const entries: RunbookEntry[] = [
    { name: 'set-up', title: 'Set up', purpose: 'day one, from nothing to the first image that runs' },
    { name: 'deploy', title: 'Deploy', purpose: 'follow a commit to the clusters, deploy again' },
    { name: 'promote', title: 'Promote', purpose: 'take a tested image to the next environment' },
    { name: 'sync', title: 'Sync', purpose: 'apply what is in git, cluster by cluster' },
    { name: 'roll-back', title: 'Roll back', purpose: 'go back to the release before' },
    { name: 'rotate-a-secret', title: 'Rotate a secret', purpose: 'replace a password, a key or a token' },
    { name: 'audit', title: 'Audit', purpose: 'who deployed what, when, and who approved it' },
    { name: 'troubleshoot', title: 'Troubleshoot', purpose: 'alerts and common states, with the way out' },
  ];
  return entries.filter(({ name }) => promotes || name !== 'promote');
}
