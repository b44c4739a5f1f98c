import { pinned } from '../../../src/github/action-pins.ts';
import { generatorAccess, generatorComment } from '../../../src/github/generator-access.ts';
import { setUpNode } from '../../../src/github/set-up-node.ts';
import { type Job, mergeGroup, noPathFilter, type Permissions, printWorkflow, type Step, type Workflow } from '../../../src/github/workflow.ts';
import type { Model } from '../../../src/model/model.ts';
import { checkNames, sharedFolder, workflows } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { scriptTools } from './cd-steps.ts';
export const configCheck: Generator = {
  id: 'config/check',
  description: 'Workflow that checks generated files and charts, and shows what a change does to each environment on each cluster',
  repository: 'config',
  scope: 'shared',
  files: (model) => [
    {
      path: `.github/workflows/${workflows.configCheck}`,
      content: printWorkflow(workflow(model), { header, comments: { '/on': noPathFilter }, trailing: generatorComment }),
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

function job(name: string, tools: readonly string[], steps: readonly Step[], permissions: Permissions = {}): Job {
  return {
    name,
    tools,
    'timeout-minutes': 10,
    permissions: { contents: 'read', ...permissions },
    steps: [checkOut, ...steps],
  };
}

const workflow = ({ repositories: { config: repository }, generator }: Model): Workflow => ({
  name: 'Check',
  on: { pull_request: null, ...mergeGroup(repository), push: { branches: [repository.defaultBranch] } },
  runsOn: repository.runsOn,
  concurrency: {
    group: 'check-${{ github.event.pull_request.number || github.sha }}',
    'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
  },
  jobs: {
    'generated-files': job(
      checkNames.generatedFiles,
      ['bash', 'git', 'jq'],
      [
        setUpNode,
        {
          ...changedSince,
          name: 'Check generated files',
          env: { ...changedSince.env, ...(generator.registry === null ? {} : generatorAccess({ generator }).env) },
          run: `bash ${sharedFolder}/check.sh generated-files "$CHANGED_SINCE"`,
        },
      ],
      generatorAccess({ generator }).permissions,
    ),
    manifests: job(
      checkNames.manifests,
      [...scriptTools, 'diff', 'go', 'xargs'],
      [
        { name: 'Set up Helm', uses: pinned('azure/setup-helm'), with: { version: helmVersion } },
        kubeconform,
        {
          ...changedSince,
          name: 'Render and validate charts',
          run: `PATH="$(go env GOPATH)/bin:$PATH" bash ${sharedFolder}/check.sh manifests "$CHANGED_SINCE"`,
        },
      ],
    ),
  },
});
