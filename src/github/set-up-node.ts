import { pinned } from './action-pins.ts';
import type { Step } from './workflow.ts';

/** Node for scripts of ours, whatever the app uses. No cache: they install nothing that it would hold. */
export const setUpNode: Step = {
  name: 'Set up Node',
  uses: pinned('actions/setup-node'),
  with: { 'node-version': '24', 'package-manager-cache': false },
};
