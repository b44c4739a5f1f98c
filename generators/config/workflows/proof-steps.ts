import { setUpNode } from '../../../src/github/set-up-node.ts';
import type { Step } from '../../../src/github/workflow.ts';
import { sharedFolder } from '../../../src/model/names.ts';

/** Without `from`, a request writes an environment that CI deploys: validate.jq holds that. A promotion takes its images from git. */
const fromCi = "inputs.from == ''";

/** Keeps the proof out of the log, which also shows the environment of each step. Removes what could be a second command. */
export const maskProof: Step = {
  comment: 'While the proof is valid, whoever reads it in the log could start the same deployment again.',
  name: 'Mask proof',
  if: fromCi,
  run: 'echo "::add-mask::$(jq --raw-output \'.inputs.proof | gsub("[^A-Za-z0-9_.-]"; "")\' "$GITHUB_EVENT_PATH")"',
};

/** Verifies that CI sent the request. The steps follow the one with the ID `validate`. */
export const verifyProof: readonly Step[] = [
  { ...setUpNode, if: fromCi },
  {
    comment: 'Anybody who may write to this repository can start CD. Only CI has a token that GitHub signed for its run.',
    name: 'Verify that CI sent the request',
    if: fromCi,
    env: {
      INPUTS: '${{ toJSON(inputs) }}',
      REQUEST: '${{ steps.validate.outputs.request }}',
      GH_TOKEN: '${{ github.token }}',
    },
    run: `node ${sharedFolder}/verify-proof.mjs`,
  },
];
