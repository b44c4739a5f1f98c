import { pinned } from '../../../src/github/action-pins.ts';
import type { ContractSchema } from '../../../src/github/contract.ts';
import type { Job, Step, WorkflowInput } from '../../../src/github/workflow.ts';
import { githubApps, sharedFolder } from '../../../src/model/names.ts';
import { maskProof, verifyProof } from './proof-steps.ts';

/** What the scripts in the shared folder run. */
export const scriptTools = ['awk', 'base64', 'bash', 'cmp', 'gh', 'git', 'jq', 'sed'] as const;

export const defaultBranch = '${{ github.event.repository.default_branch }}';

/** Comment for the concurrency group. */
export function ownGroup(script: 'deploy' | 'rollback'): string {
  return `One group per run: in a shared group, a new run cancels the pending run, even if the new one is rejected.\n${script}.sh handles concurrent runs.`;
}

/** Inputs as GitHub's form shows them. An input with a default is optional. */
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

/** With full history: the scripts read the source, order and earlier versions of images from it. */
const checkOut: Step = { name: 'Check out repository', uses: pinned('actions/checkout'), with: { 'fetch-depth': 0, 'persist-credentials': false } };

/** The job that reads untrusted inputs has no access to secrets. */
export function validateJob(kind: 'deploy' | 'rollback'): Job {
  return {
    name: 'Validate',
    tools: scriptTools,
    'timeout-minutes': 5,
    permissions: kind === 'deploy' ? { actions: 'read # read when this attempt started', contents: 'read' } : { contents: 'read' },
    outputs: {
      request: '${{ steps.validate.outputs.request }}',
      approval: '${{ steps.validate.outputs.approval }}',
      github_environment: '${{ steps.validate.outputs.github_environment }}',
      attempt: '${{ steps.validate.outputs.attempt }}',
    },
    steps: [
      checkOut,
      ...(kind === 'deploy' ? [maskProof] : []),
      {
        name: 'Validate request',
        id: 'validate',
        env: { INPUTS: '${{ toJSON(inputs) }}', DEFAULT_BRANCH: defaultBranch },
        run: `bash ${sharedFolder}/validate.sh ${kind}`,
      },
      ...(kind === 'deploy' ? verifyProof : []),
    ],
  };
}

/** A token of CD's App with some of its permissions, as the step with the ID `token`. */
export function appToken(permissions: Record<string, 'write'>): Step {
  return {
    name: 'Create GitHub App token',
    id: 'token',
    uses: pinned('actions/create-github-app-token'),
    with: {
      'client-id': `\${{ vars.${githubApps.cd.clientIdVariable} }}`,
      'private-key': `\${{ secrets.${githubApps.cd.privateKeySecret} }}`,
      ...permissions,
    },
  };
}

/** Runs a script with the token of CD's App. */
export function writeSteps(
  name: string,
  script: 'deploy' | 'rollback' | 'close-promotions',
  permissions: Record<string, 'write'>,
  env: Record<string, string> = {},
): Step[] {
  return [
    checkOut,
    { comment: "CD's App is the only actor that may bypass the ruleset of the default branch.", ...appToken(permissions) },
    {
      name,
      env: {
        REQUEST: '${{ needs.validate.outputs.request }}',
        VALIDATED_ATTEMPT: '${{ needs.validate.outputs.attempt }}',
        ...env,
        DEFAULT_BRANCH: defaultBranch,
        GH_TOKEN: '${{ steps.token.outputs.token }}',
        APP_SLUG: '${{ steps.token.outputs.app-slug }}',
      },
      run: `bash ${sharedFolder}/${script}.sh`,
    },
  ];
}
