import { pinned } from '../../../src/github/action-pins.ts';
import { type Job, printWorkflow, type Step, type Workflow } from '../../../src/github/workflow.ts';
import { checkNames, sharedFolder, workflows } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { runsOn } from './cd-steps.ts';

export const configCheck: Generator = {
  id: 'config/check',
  description: 'Check of the config repository: generated files, charts, and what a change does to each environment on each cluster',
  repository: 'config',
  scope: 'shared',
  files: ({ repositories }) => [
    { path: `.github/workflows/${workflows.configCheck}`, content: printWorkflow(workflow(repositories.config.defaultBranch), { header }) },
  ],
};

const header = [
  'Fails when a generated file is not what its config says, or a chart does not render or renders what Kubernetes does not',
  'know; shows what a change does to every environment on every cluster.',
  'Written by create-gitops-app: change pipeline.config.ts instead.',
].join('\n');

/** Helm 4, as Argo CD has it since 3.5. */
const helmVersion = 'v4.2.3';

/** With the commit before: for a pull request that is the tip of its base, for a push what it came on top of. */
const checkOut: Step = { name: 'Check out', uses: pinned('actions/checkout'), with: { 'fetch-depth': 2, 'persist-credentials': false } };

/** Go compares what it downloads with its checksum database: a version means one source for ever. */
const kubeconform: Step = { name: 'Set up kubeconform', run: 'go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0' };

function job(name: string, setUp: readonly Step[], command: string, path = ''): Job {
  return {
    name,
    'runs-on': runsOn,
    'timeout-minutes': 10,
    permissions: { contents: 'read' },
    steps: [checkOut, ...setUp, { name: 'Check', run: `${path}bash ${sharedFolder}/check.sh ${command}` }],
  };
}

const workflow = (branch: string): Workflow => ({
  name: 'Check',
  // No path filter: a required check that does not run would block every pull request.
  on: { pull_request: null, push: { branches: [branch] } },
  concurrency: {
    group: 'check-${{ github.event.pull_request.number || github.sha }}',
    'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
  },
  jobs: {
    'generated-files': job(
      checkNames.generatedFiles,
      [{ name: 'Set up Node', uses: pinned('actions/setup-node'), with: { 'node-version': '24', 'package-manager-cache': false } }],
      'generated-files',
    ),
    manifests: job(
      checkNames.manifests,
      [{ name: 'Set up Helm', uses: pinned('azure/setup-helm'), with: { version: helmVersion } }, kubeconform],
      'manifests',
      'PATH="$(go env GOPATH)/bin:$PATH" ',
    ),
  },
});
