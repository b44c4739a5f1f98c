import { requests } from '../../../src/github/contract.ts';
import { printWorkflow, type Workflow, type WorkflowText } from '../../../src/github/workflow.ts';
import { githubApps, runTitles, workflows } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { ownGroup, scriptTools, validateJob, workflowInputs, writeSteps } from './cd-steps.ts';
export const rollback: Generator = {
  id: 'config/rollback',
  description: 'Rollback workflow: restores earlier images of an environment and stops CD there until the hold is released',
  repository: 'config',
  scope: 'shared',
  files: ({ repositories }) => [
    { path: `.github/workflows/${workflows.rollback}`, content: printWorkflow({ ...workflow, runsOn: repositories.config.runsOn }, text) },
  ],
};

const text: WorkflowText = {
  header: [
    'Rolls back an environment of any app in this repository, or releases its hold. Needs no approval: only a person can',
    'start it, it restores only images that the environment had before, and a manual sync is still manual.',
  ].join('\n'),
  comments: { '/concurrency': ownGroup('rollback') },
};

const workflow: Omit<Workflow, 'runsOn'> = {
  name: 'Rollback',
  'run-name': runTitles.rollback('${{ inputs.action }}', '${{ inputs.app }}', '${{ inputs.environment }}'),
  on: { workflow_dispatch: { inputs: workflowInputs(requests.rollback, { action: 'roll-back', to: 'previous', reason: '' }) } },
  concurrency: { group: 'rollback-${{ github.run_id }}', 'cancel-in-progress': false },
  jobs: {
    validate: validateJob('rollback'),
    write: {
      name: 'Commit',
      tools: scriptTools,
      needs: ['validate'],
      'timeout-minutes': 15,
      permissions: { contents: 'read' },
      environment: githubApps.cd.environment,
      steps: writeSteps('Roll back or release', 'rollback', { 'permission-contents': 'write' }),
    },
    close: {
      comment: 'Not in the job above: without approvals by pull request, the App may not write pull requests.',
      name: 'Close promotions',
      tools: scriptTools,
      needs: ['validate', 'write'],
      if: "inputs.action == 'roll-back' && fromJSON(needs.validate.outputs.request).promotions[0] != null",
      'timeout-minutes': 5,
      permissions: { contents: 'read' },
      environment: githubApps.cd.environment,
      steps: writeSteps('Close promotions', 'close-promotions', { 'permission-contents': 'write', 'permission-pull-requests': 'write' }),
    },
  },
};
