import { pinned } from '../../../src/github/action-pins.ts';
import type { ContractSchema } from '../../../src/github/contract.ts';
import type { Job, Step, WorkflowInput } from '../../../src/github/workflow.ts';
import { githubApps, sharedFolder } from '../../../src/model/names.ts';

/** These workflows serve every app of the repository, so nothing in them comes from one app's config. */
export const runsOn = 'ubuntu-24.04';

const defaultBranch = '${{ github.event.repository.default_branch }}';

/** What a form shows; what is empty by default need not be given. */
export function workflowInputs(inputs: Record<string, ContractSchema>, defaults: Record<string, string>): Record<string, WorkflowInput> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { description = '', enum: options }]) => {
      const value = defaults[name];
      return [
        name,
        {
          description,
          required: value === undefined,
          ...(value === undefined ? {} : { default: value }),
          ...(options === undefined ? { type: 'string' as const } : { type: 'choice' as const, options }),
        },
      ];
    }),
  );
}

/** With all of history: it tells where images come from, which are newer, and what was before. */
const checkOut: Step = { name: 'Check out', uses: pinned('actions/checkout'), with: { 'fetch-depth': 0, 'persist-credentials': false } };

/** Nothing secret is in reach of the job that reads what somebody sent. */
export function validateJob(kind: 'deploy' | 'rollback'): Job {
  return {
    name: 'Validate',
    'runs-on': runsOn,
    'timeout-minutes': 5,
    permissions: { contents: 'read' },
    outputs: {
      request: '${{ steps.validate.outputs.request }}',
      approval: '${{ steps.validate.outputs.approval }}',
      github_environment: '${{ steps.validate.outputs.github_environment }}',
    },
    steps: [
      checkOut,
      {
        name: 'Hold the request to the contract',
        id: 'validate',
        env: { INPUTS: '${{ toJSON(inputs) }}', DEFAULT_BRANCH: defaultBranch },
        run: `bash ${sharedFolder}/validate.sh ${kind}`,
      },
    ],
  };
}

/** Runs a script as CD's App. */
export function writeSteps(script: 'deploy' | 'rollback', permissions: Record<string, 'write'>, env: Record<string, string> = {}): Step[] {
  return [
    checkOut,
    {
      comment: 'The only identity that may pass the rules of the default branch.',
      name: "Get CD's token",
      id: 'token',
      uses: pinned('actions/create-github-app-token'),
      with: {
        'client-id': `\${{ vars.${githubApps.cd.clientIdVariable} }}`,
        'private-key': `\${{ secrets.${githubApps.cd.privateKeySecret} }}`,
        ...permissions,
      },
    },
    {
      name: script === 'deploy' ? 'Write the images' : 'Write the images and the hold',
      env: {
        REQUEST: '${{ needs.validate.outputs.request }}',
        DEFAULT_BRANCH: defaultBranch,
        GH_TOKEN: '${{ steps.token.outputs.token }}',
        ...env,
        ...committer,
      },
      run: `bash ${sharedFolder}/${script}.sh`,
    },
  ];
}

const bot = '${{ steps.token.outputs.app-slug }}[bot]';
const committer = {
  GIT_AUTHOR_NAME: bot,
  GIT_AUTHOR_EMAIL: `${bot}@users.noreply.github.com`,
  GIT_COMMITTER_NAME: bot,
  GIT_COMMITTER_EMAIL: `${bot}@users.noreply.github.com`,
};
