import { pinned } from '../../../src/github/action-pins.ts';
import { type Job, mergeGroup, printWorkflow, type Step, type Workflow, type WorkflowText } from '../../../src/github/workflow.ts';
import type { ConfigRepository } from '../../../src/model/model.ts';
import { checkNames, githubApps, sharedFolder, workflows } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { appToken, defaultBranch, scriptTools } from './cd-steps.ts';

/** Name of the workflow whose end tells that somebody has reviewed. */
const review = 'Review';

export const promotionCheck: Generator = {
  id: 'config/promotion',
  description: 'Workflows that set the required status Promotion: whether a pull request may change images, and who may approve it',
  repository: 'config',
  scope: 'shared',
  files: ({ repositories }) => [
    { path: `.github/workflows/${workflows.promotion}`, content: printWorkflow(promotion(repositories.config), promotionText) },
    { path: `.github/workflows/${workflows.review}`, content: printWorkflow(reviewed(repositories.config), reviewText(repositories.config)) },
  ],
};

const promotionText: WorkflowText = {
  header: [
    'Sets the status Promotion, which the ruleset requires: whether a pull request may change images.',
    'CD’s App sets it, because only the default branch can use its key. A job of the pull request could not be trusted:',
    'whoever may push a branch can write a workflow that reports a check of any name.',
  ].join('\n'),
  comments: {
    '/on': [
      'GitHub takes the workflow from the default branch, and so does the job its script. Of a pull request it reads commits',
      'and reviews; it executes nothing. The job with the key reads only what the first one decided.',
    ].join('\n'),
    '/on/workflow_run': 'A review changes the answer. Its own event runs in the context of the pull request.',
    '/on/push': 'So does a hold, or a delivery to the environment that a promotion comes from.',
    '/concurrency': 'A newer event of a pull request replaces an older one that waits. report-promotion.sh orders the others.',
  },
  trailingAt: {
    '/on/pull_request_target/types/0': 'zizmor: ignore[dangerous-triggers] see above',
    '/on/workflow_run/workflows/0': 'zizmor: ignore[dangerous-triggers] see above',
  },
};

const checkOut = (more: { 'fetch-depth'?: number }): Step => ({
  name: 'Check out default branch',
  uses: pinned('actions/checkout'),
  with: { ref: `refs/heads/${defaultBranch}`, ...more, 'persist-credentials': false },
});

/** The job that reads what others wrote has no access to secrets. */
const decide = ({ mergeQueue }: ConfigRepository): Job => ({
  name: 'Decide',
  tools: scriptTools,
  if: mergeQueue
    ? "github.event_name != 'workflow_run' || github.event.workflow_run.event == 'merge_group' || startsWith(github.event.workflow_run.head_branch, 'promote/')"
    : "github.event_name != 'workflow_run' || startsWith(github.event.workflow_run.head_branch, 'promote/')",
  'timeout-minutes': 10,
  permissions: { contents: 'read', 'pull-requests': 'read # read pull requests and their reviews' },
  outputs: { statuses: '${{ steps.decide.outputs.statuses }}', attempt: '${{ steps.decide.outputs.attempt }}' },
  steps: [
    checkOut({ 'fetch-depth': 0 }),
    {
      name: 'Check images and reviews',
      id: 'decide',
      env: {
        PULL_REQUEST: '${{ github.event.pull_request.number }}',
        ...(mergeQueue ? { MERGE_GROUP: "${{ github.event.workflow_run.event == 'merge_group' && github.event.workflow_run.head_sha || '' }}" } : {}),
        DEFAULT_BRANCH: defaultBranch,
        GH_TOKEN: '${{ github.token }}',
      },
      run: `bash ${sharedFolder}/check-promotion.sh`,
    },
  ],
});

const report: Job = {
  name: 'Report',
  tools: scriptTools,
  needs: ['decide'],
  if: "needs.decide.outputs.statuses != '[]'",
  'timeout-minutes': 5,
  permissions: { contents: 'read' },
  environment: githubApps.cd.environment,
  steps: [
    checkOut({}),
    appToken({ 'permission-statuses': 'write' }),
    {
      name: 'Set status',
      env: {
        STATUSES: '${{ needs.decide.outputs.statuses }}',
        VALIDATED_ATTEMPT: '${{ needs.decide.outputs.attempt }}',
        GH_TOKEN: '${{ steps.token.outputs.token }}',
        APP_SLUG: '${{ steps.token.outputs.app-slug }}',
      },
      run: `bash ${sharedFolder}/report-promotion.sh`,
    },
  ],
};

const promotion = (repository: ConfigRepository): Workflow => ({
  name: checkNames.promotion,
  on: {
    pull_request_target: { types: ['opened', 'reopened', 'synchronize', 'edited'] },
    workflow_run: { workflows: [review], types: ['completed'] },
    push: { branches: [repository.defaultBranch], paths: ['.gitops-app/*/holds.json', 'charts/*/*-values.yaml'] },
  },
  concurrency: { group: 'promotion-${{ github.event.pull_request.number || github.run_id }}', 'cancel-in-progress': false },
  runsOn: repository.runsOn,
  jobs: { decide: decide(repository), report },
});

const reviewText = ({ mergeQueue }: ConfigRepository): WorkflowText => ({
  header: [
    mergeQueue
      ? 'Its end starts the workflow Promotion: a review of a promotion changes whether it may be merged, and the merge queue asks.'
      : 'Its end starts the workflow Promotion: a review of a promotion changes whether it may be merged.',
    'It cannot decide itself, because the pull request brings its own version of this file.',
  ].join('\n'),
});

const reviewed = (repository: ConfigRepository): Workflow => ({
  name: review,
  on: { pull_request_review: { types: ['submitted', 'edited', 'dismissed'] }, ...mergeGroup(repository) },
  concurrency: {
    group: repository.mergeQueue ? 'review-${{ github.event.pull_request.number || github.sha }}' : 'review-${{ github.event.pull_request.number }}',
    'cancel-in-progress': true,
  },
  runsOn: repository.runsOn,
  jobs: {
    review: {
      name: 'Reviewed',
      if: repository.mergeQueue
        ? "github.event_name == 'merge_group' || startsWith(github.event.pull_request.head.ref, 'promote/')"
        : "startsWith(github.event.pull_request.head.ref, 'promote/')",
      'timeout-minutes': 5,
      permissions: {},
      steps: [{ name: 'Start Promotion', run: 'echo "The workflow Promotion decides again when this run has ended"' }],
    },
  },
});
