import { requests } from '../../../src/github/contract.ts';
import { printWorkflow, type Workflow } from '../../../src/github/workflow.ts';
import { githubApps, runTitles, workflows } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { runsOn, validateJob, workflowInputs, writeSteps } from './cd-steps.ts';

export const rollback: Generator = {
  id: 'config/rollback',
  description: 'Rollback: brings back the images that an environment had before, and holds it until it is released',
  repository: 'config',
  scope: 'shared',
  files: () => [{ path: `.github/workflows/${workflows.rollback}`, content: printWorkflow(workflow, { header }) }],
};

const header = [
  'Rollback of every app here, and the end of its hold. It waits for no approval: it can only bring back what the',
  'environment has run before, only a person can start it, and what syncs by hand still waits for that.',
  'Written by create-gitops-app: change pipeline.config.ts instead.',
].join('\n');

const workflow: Workflow = {
  name: 'Rollback',
  'run-name': runTitles.rollback('${{ inputs.action }}', '${{ inputs.app }}', '${{ inputs.environment }}'),
  on: { workflow_dispatch: { inputs: workflowInputs(requests.rollback, { action: 'roll-back', to: 'previous', reason: '' }) } },
  concurrency: { group: 'rollback-${{ github.run_id }}', 'cancel-in-progress': false },
  jobs: {
    validate: validateJob('rollback'),
    write: {
      name: 'Write',
      needs: ['validate'],
      'runs-on': runsOn,
      'timeout-minutes': 15,
      permissions: { contents: 'read' },
      environment: githubApps.cd.environment,
      steps: writeSteps('rollback', { 'permission-contents': 'write' }),
    },
  },
};
