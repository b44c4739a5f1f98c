import { requests } from '../../../src/github/contract.ts';
import { type Job, printWorkflow, type Workflow, type WorkflowText } from '../../../src/github/workflow.ts';
import { githubApps, runTitles, workflows } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { ownGroup, scriptTools, validateJob, workflowInputs, writeSteps } from './cd-steps.ts';
export const cd: Generator = {
  id: 'config/cd',
  description: 'CD workflow: writes images to the values of an environment, by a commit or a pull request',
  repository: 'config',
  scope: 'shared',
  files: ({ repositories }) => [
    { path: `.github/workflows/${workflows.cd}`, content: printWorkflow({ ...workflow, runsOn: repositories.config.runsOn }, text) },
  ],
};

const text: WorkflowText = {
  header: [
    'CD for every app in this repository: CI starts deployments, a person starts promotions.',
    '.gitops-app/<app>/delivery.json has the settings of each app. No push starts CD, so it cannot trigger itself.',
  ].join('\n'),
  comments: { '/concurrency': ownGroup('deploy') },
};

/** Approval comes before the write; a promotion by pull request is approved before its merge. */
const approve: Job = {
  comment: 'GitHub holds this job until a required reviewer of the environment approves it.',
  name: 'Approve',
  tools: ['bash', 'gh'],
  needs: ['validate', 'reviewers'],
  'timeout-minutes': 5,
  permissions: { actions: 'read # read the approvals of this run' },
  environment: '${{ needs.validate.outputs.github_environment }}',
  outputs: { by: '${{ steps.approvals.outputs.by }}' },
  steps: [
    {
      name: 'Record approvers',
      id: 'approvals',
      env: { GH_TOKEN: '${{ github.token }}' },
      run: [
        'by=$(gh api "repos/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID/approvals" \\',
        '  --jq \'[.[] | select(.state == "approved") | .user.login] | unique | join(", ")\')',
        'echo "by=$by" >> "$GITHUB_OUTPUT"',
        '',
      ].join('\n'),
    },
  ],
};

/** GitHub creates a missing environment on first use, without protection rules. */
const reviewers: Job = {
  comment: 'Without required reviewers, GitHub would not wait for an approval.',
  name: 'Require reviewers',
  tools: ['bash', 'gh', 'jq'],
  needs: ['validate'],
  if: "needs.validate.outputs.approval == 'github-environment'",
  'timeout-minutes': 5,
  permissions: { actions: 'read # read the protection rules of the environment' },
  steps: [
    {
      name: 'Check protection rules',
      env: {
        GH_TOKEN: '${{ github.token }}',
        ENVIRONMENT: '${{ needs.validate.outputs.github_environment }}',
        REQUEST: '${{ needs.validate.outputs.request }}',
      },
      run: [
        'rule=$(gh api "repos/$GITHUB_REPOSITORY/environments/$ENVIRONMENT" \\',
        '  --jq \'.protection_rules[] | select(.type == "required_reviewers")\') || rule=',
        'if [[ -z "$rule" ]]; then',
        '  echo "::error::Environment $ENVIRONMENT has no required reviewers: add them (set-up runbook) or change the approval"',
        '  exit 1',
        'fi',
        'if [[ "$(jq .preventSelfReview <<< "$REQUEST")" == true && "$(jq .prevent_self_review <<< "$rule")" != true ]]; then',
        '  echo "::error::Environment $ENVIRONMENT lets whoever starts a promotion approve it: prevent that (set-up runbook)"',
        '  exit 1',
        'fi',
        '',
      ].join('\n'),
    },
  ],
};

const write: Job = {
  name: 'Commit',
  tools: scriptTools,
  needs: ['validate', 'approve'],
  // A failed job keeps the outputs of the steps before the failure, so the result of `validate` counts, not what it said.
  if: "${{ !cancelled() && needs.validate.result == 'success' && (needs.approve.result == 'success' || contains(fromJSON('[\"none\", \"argo-cd\"]'), needs.validate.outputs.approval)) }}",
  'timeout-minutes': 15,
  permissions: { contents: 'read' },
  environment: githubApps.cd.environment,
  steps: writeSteps('Commit images', 'deploy', { 'permission-contents': 'write' }, { APPROVED_BY: '${{ needs.approve.outputs.by }}' }),
};

const propose: Job = {
  name: 'Open pull request',
  tools: scriptTools,
  needs: ['validate'],
  if: "needs.validate.outputs.approval == 'pull-request'",
  'timeout-minutes': 15,
  permissions: { contents: 'read' },
  environment: githubApps.cd.environment,
  steps: writeSteps('Open pull request', 'deploy', { 'permission-contents': 'write', 'permission-pull-requests': 'write' }),
};

const workflow: Omit<Workflow, 'runsOn'> = {
  name: 'CD',
  'run-name': runTitles.cd('${{ inputs.app }}', '${{ inputs.environment }}'),
  on: { workflow_dispatch: { inputs: workflowInputs(requests.deploy, { from: '', images: '', source: '', proof: '', reason: '', allow_downgrade: 'false' }) } },
  concurrency: { group: 'cd-${{ github.run_id }}', 'cancel-in-progress': false },
  jobs: { validate: validateJob('deploy'), reviewers, approve, write, propose },
};
