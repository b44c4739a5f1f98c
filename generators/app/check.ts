import { generatorAccess, generatorComment } from '../../src/github/generator-access.ts';
import { setUpNode } from '../../src/github/set-up-node.ts';
import { mergeGroup, noPathFilter, printWorkflow, type ScriptStep, type Workflow } from '../../src/github/workflow.ts';
import type { Model } from '../../src/model/model.ts';
import { checkNames, generatorCommand, generatorLockPath, generatorRunner, workflows } from '../../src/model/names.ts';
import type { Generator, PlanContext } from '../../src/plan/plan.ts';
import { checkout } from './ci-test-job.ts';

export const appCheck: Generator = {
  id: 'app/check',
  description: 'Workflow that checks whether the generated files match pipeline.config.ts',
  repository: 'app',
  files: (model, context) => [
    {
      path: `.github/workflows/${workflows.appCheck}`,
      content: printWorkflow(workflow(model, context), {
        header: `Fails if a generated file does not match ${model.configFile}, and says why.`,
        comments: { '/on': noPathFilter },
        trailing: generatorComment,
      }),
    },
  ],
};

function workflow(model: Model, context: PlanContext): Workflow {
  return {
    name: 'GitOps check',
    on: { pull_request: null, ...mergeGroup(model.repositories.app), push: { branches: [model.repositories.app.defaultBranch] } },
    concurrency: {
      group: 'gitops-check-${{ github.event.pull_request.number || github.sha }}',
      'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
    },
    runsOn: model.ci.runsOn,
    jobs: {
      'generated-files': {
        name: checkNames.generatedFiles,
        tools: ['bash', 'git', 'jq'],
        'timeout-minutes': 5,
        permissions: { contents: 'read', ...generatorAccess(model).permissions },
        steps: [checkout, setUpNode, checkGeneratedFiles(model, context)],
      },
    },
  };
}

function checkGeneratedFiles(model: Model, { version, locked }: PlanContext): ScriptStep {
  const name = 'Check generated files';
  const check = 'check --format github';
  if (locked === undefined) return { name, run: `${generatorCommand(model, version)} ${check}` };
  const { env } = generatorAccess(model);
  return {
    name,
    ...(Object.keys(env).length === 0 ? {} : { env }),
    run: `bash .gitops-app/${generatorRunner} ${generatorLockPath(model, 'app')} ${model.generator.package}@${version} ${check}`,
  };
}
