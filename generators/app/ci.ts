import { type Job, mergeGroup, printWorkflow, type Workflow } from '../../src/github/workflow.ts';
import type { Model, Repository } from '../../src/model/model.ts';
import { workflows } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { completeJob } from './ci-complete-job.ts';
import { attestJob, dispatchJob, scanJob } from './ci-delivery-jobs.ts';
import { imageJob, imageJobId } from './ci-image-job.ts';
import { imageComment } from './ci-services.ts';
import { hasTestJob, testJob } from './ci-test-job.ts';

export const ci: Generator = {
  id: 'app/ci',
  description: 'CI workflow: tests every pull request; builds, scans, attests and deploys the images of the default branch',
  repository: 'app',
  files: (model) => [{ path: `.github/workflows/${workflows.ci}`, content: printWorkflow(workflow(model), { header: header(model), trailing: imageComment }) }],
};

function header(model: Model): string {
  const { app, repositories, images } = model;
  const built = images.length === 1 ? 'the image' : 'the images';
  const tested = hasTestJob(model);
  return [
    `CI for ${app.name}: ${tested ? 'tests every pull request, ' : ''}builds ${built} of each commit on ${repositories.app.defaultBranch} and starts CD in ${repositories.config.slug}.`,
    ...(tested ? [] : ['Does not run tests: another workflow must test changes before the merge.']),
  ].join('\n');
}

function workflow(model: Model): Workflow {
  return {
    name: 'GitOps CI',
    ...(hasJobOfPullRequests(model) ? onEveryChange : onPush)(model.repositories.app),
    runsOn: model.ci.runsOn,
    jobs: jobs(model),
  };
}

/** Images are built after the merge, so without tests, and with a complete config, a pull request has nothing to run. */
function hasJobOfPullRequests(model: Model): boolean {
  return hasTestJob(model) || model.unset.length > 0;
}

const onEveryChange = (repository: Repository): Pick<Workflow, 'on' | 'concurrency'> => ({
  on: { pull_request: null, ...mergeGroup(repository), push: { branches: [repository.defaultBranch] } },
  // A new commit cancels the previous run of its pull request. Each commit on the default branch has its own run.
  concurrency: {
    group: 'gitops-ci-${{ github.event.pull_request.number || github.sha }}',
    'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
  },
});

const onPush = ({ defaultBranch }: Repository): Pick<Workflow, 'on' | 'concurrency'> => ({
  on: { push: { branches: [defaultBranch] } },
  concurrency: { group: 'gitops-ci-${{ github.sha }}', 'cancel-in-progress': false },
});

function jobs(model: Model): Record<string, Job> {
  const complete: Record<string, Job> = model.unset.length === 0 ? {} : { complete: completeJob(model) };
  const test: Record<string, Job> = hasTestJob(model) ? { test: testJob(model) } : {};
  const beforeImages = [...Object.keys(complete), ...Object.keys(test)];
  const images = Object.fromEntries(model.images.map((image) => [imageJobId(image), imageJob(model, image, beforeImages)]));
  const dispatched = model.environments.some((environment) => environment.delivery === 'continuous-deployment');
  return {
    ...complete,
    ...test,
    ...images,
    scan: scanJob(model),
    attest: attestJob(model),
    ...(dispatched ? { dispatch: dispatchJob(model) } : {}),
  };
}
