import { pinned } from '../../../src/github/action-pins.ts';
import { setUpNode } from '../../../src/github/set-up-node.ts';
import { type Job, noPathFilter, printWorkflow, type Step, type Workflow } from '../../../src/github/workflow.ts';
import { checkNames, sharedFolder, workflows } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { runsOn } from './cd-steps.ts';
export const configCheck: Generator = {
  id: 'config/check',
  description: 'Workflow that checks generated files and charts, and shows what a change does to each environment on each cluster',
  repository: 'config',
  scope: 'shared',
  files: ({ repositories }) => [
    {
      path: `.github/workflows/${workflows.configCheck}`,
      content: printWorkflow(workflow(repositories.config.defaultBranch), { header, comments: { '/on': noPathFilter } }),
    },
  ],
};

const header = [
  'Fails if a generated file does not match its config, or if a chart does not render valid objects.',
  'The job summary shows what a change does to each environment on each cluster.',
].join('\n');

/** Helm 4, like Argo CD since 3.5. */
const helmVersion = 'v4.2.3';

/** Includes the parent commit, to compare with: the base of a pull request, or the previous commit of a push. */
const checkOut: Step = { name: 'Check out repository', uses: pinned('actions/checkout'), with: { 'fetch-depth': 2, 'persist-credentials': false } };

/**
 * The merge commit is GitHub's own: its first parent is the base branch, whatever the pull request holds. A push is checked
 * as a whole, and so would be any other event.
 */
const changedSince = {
  comment: 'A pull request is compared with what it is merged into: the first parent of the commit that GitHub made.',
  env: { CHANGED_SINCE: "${{ github.event_name == 'pull_request' && 'HEAD^1' || '' }}" },
};

const kubeconform: Step = {
  comment: 'Go verifies the source against its checksum database, so this version never changes.',
  name: 'Install kubeconform',
  run: 'go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0',
};

function job(name: string, steps: readonly Step[]): Job {
  return {
    name,
    'runs-on': runsOn,
    'timeout-minutes': 10,
    permissions: { contents: 'read' },
    steps: [checkOut, ...steps],
  };
}

const workflow = (branch: string): Workflow => ({
  name: 'Check',
  on: { pull_request: null, push: { branches: [branch] } },
  concurrency: {
    group: 'check-${{ github.event.pull_request.number || github.sha }}',
    'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
  },
  jobs: {
    'generated-files': job(checkNames.generatedFiles, [
      setUpNode,
      { ...changedSince, name: 'Check generated files', run: `bash ${sharedFolder}/check.sh generated-files "$CHANGED_SINCE"` },
    ]),
    manifests: job(checkNames.manifests, [
      { name: 'Set up Helm', uses: pinned('azure/setup-helm'), with: { version: helmVersion } },
      kubeconform,
      {
        ...changedSince,
        name: 'Render and validate charts',
        run: `PATH="$(go env GOPATH)/bin:$PATH" bash ${sharedFolder}/check.sh manifests "$CHANGED_SINCE"`,
      },
    ]),
  },
});
