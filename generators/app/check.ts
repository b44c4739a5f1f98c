import { pinned } from '../../src/github/action-pins.ts';
import { noPathFilter, printWorkflow, type Workflow } from '../../src/github/workflow.ts';
import type { Model } from '../../src/model/model.ts';
import { checkNames, generatorCommand, workflows } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { checkout } from './ci-test-job.ts';

export const appCheck: Generator = {
  id: 'app/check',
  description: 'Workflow that checks whether the generated files match pipeline.config.ts',
  repository: 'app',
  files: (model, { version }) => [
    {
      path: `.github/workflows/${workflows.appCheck}`,
      content: printWorkflow(workflow(model, version), {
        header: 'Fails if a generated file does not match pipeline.config.ts, and says why.',
        comments: { '/on': noPathFilter },
      }),
    },
  ],
};

function workflow(model: Model, version: string): Workflow {
  return {
    name: 'GitOps check',
    on: { pull_request: null, push: { branches: [model.repositories.app.defaultBranch] } },
    concurrency: {
      group: 'gitops-check-${{ github.event.pull_request.number || github.sha }}',
      'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
    },
    jobs: {
      'generated-files': {
        name: checkNames.generatedFiles,
        'runs-on': model.ci.runsOn,
        'timeout-minutes': 5,
        permissions: { contents: 'read' },
        steps: [
          checkout,
          { name: 'Set up Node', uses: pinned('actions/setup-node'), with: { 'node-version': '24', 'package-manager-cache': false } },
          { name: 'Check generated files', run: `${generatorCommand(model, version)} check --format github` },
        ],
      },
    },
  };
}
