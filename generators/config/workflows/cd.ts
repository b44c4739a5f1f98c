import { requests } from '../../../src/github/contract.ts';
import { type Job, printWorkflow, type Workflow } from '../../../src/github/workflow.ts';
import { githubApps, runTitles, workflows } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { runsOn, validateJob, workflowInputs, writeSteps } from './cd-steps.ts';

export const cd: Generator = {
  id: 'config/cd',
  description: 'CD: writes images into the wrapper values of an environment, directly or by a pull request that must be approved',
  repository: 'config',
  scope: 'shared',
  files: () => [{ path: `.github/workflows/${workflows.cd}`, content: printWorkflow(workflow, { header }) }],
};

const header = [
  'CD of every app here: CI starts it for the environments that deploy by themselves, a person starts a promotion.',
  'What an app may do stands in .gitops-app/<app>/delivery.json. A push never starts it, so it cannot start itself.',
  'Written by create-gitops-app: change pipeline.config.ts instead.',
].join('\n');

/** Approval comes before the write; a promotion by pull request is approved before its merge. */
const approve: Job = {
  comment: 'GitHub waits here until a reviewer of the environment has approved.',
  name: 'Approve',
  needs: ['validate', 'reviewers'],
  'runs-on': runsOn,
  'timeout-minutes': 5,
  permissions: { actions: 'read # who approved' },
  environment: '${{ needs.validate.outputs.github_environment }}',
  outputs: { by: '${{ steps.approvals.outputs.by }}' },
  steps: [
    {
      name: 'Read who approved',
      id: 'approvals',
      env: { GH_TOKEN: '${{ github.token }}' },
      run: [
        'by=$(gh api "repos/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID/approvals" --jq \'[.[] | select(.state == "approved") | .user.login] | unique | join(", ")\')',
        'echo "by=$by" >> "$GITHUB_OUTPUT"',
        '',
      ].join('\n'),
    },
  ],
};

/** GitHub creates an environment that nobody has set up, and lets everybody pass it. */
const reviewers: Job = {
  comment: 'An environment without required reviewers would approve everything.',
  name: 'Reviewers are required',
  needs: ['validate'],
  if: "needs.validate.outputs.approval == 'github-environment'",
  'runs-on': runsOn,
  'timeout-minutes': 5,
  permissions: { actions: 'read # the rules of the environment' },
  steps: [
    {
      name: 'Look at the environment',
      env: { GH_TOKEN: '${{ github.token }}', ENVIRONMENT: '${{ needs.validate.outputs.github_environment }}' },
      run: [
        'rules=$(gh api "repos/$GITHUB_REPOSITORY/environments/$ENVIRONMENT" --jq \'[.protection_rules[] | select(.type == "required_reviewers")] | length\') || rules=0',
        'if [[ "$rules" == 0 ]]; then',
        '  echo "::error::The environment $ENVIRONMENT has no required reviewers: set them up (set-up runbook), or choose another approval"',
        '  exit 1',
        'fi',
        '',
      ].join('\n'),
    },
  ],
};

const write: Job = {
  name: 'Write',
  needs: ['validate', 'approve'],
  if: '${{ !cancelled() && (needs.approve.result == \'success\' || contains(fromJSON(\'["none", "argo-cd"]\'), needs.validate.outputs.approval)) }}',
  'runs-on': runsOn,
  'timeout-minutes': 15,
  permissions: { contents: 'read' },
  environment: githubApps.cd.environment,
  steps: writeSteps('deploy', { 'permission-contents': 'write' }, { APPROVED_BY: '${{ needs.approve.outputs.by }}' }),
};

const propose: Job = {
  name: 'Propose',
  needs: ['validate'],
  if: "needs.validate.outputs.approval == 'pull-request'",
  'runs-on': runsOn,
  'timeout-minutes': 15,
  permissions: { contents: 'read' },
  environment: githubApps.cd.environment,
  steps: writeSteps('deploy', { 'permission-contents': 'write', 'permission-pull-requests': 'write' }),
};

const workflow: Workflow = {
  name: 'CD',
  'run-name': runTitles.cd('${{ inputs.app }}', '${{ inputs.environment }}'),
  on: { workflow_dispatch: { inputs: workflowInputs(requests.deploy, { from: '', images: '', source: '', reason: '', allow_downgrade: 'false' }) } },
  // A group of its own for every run: in a common one, GitHub drops what waits when something newer arrives, also when
  // that is refused. The script keeps the order instead.
  concurrency: { group: 'cd-${{ github.run_id }}', 'cancel-in-progress': false },
  jobs: { validate: validateJob('deploy'), reviewers, approve, write, propose },
};
