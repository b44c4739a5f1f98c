import { approvalName } from '../../src/derived/topology.ts';
import type { Environment, Model } from '../../src/model/model.ts';
import { docsPath, generatorCommand, workflows } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { listed, tidyMarkdown } from '../../src/render/markdown.ts';
import { renderTemplate } from '../../src/render/template.ts';

export const appDocs: Generator = {
  id: 'app/docs',
  description: 'docs/pipeline.md: how a commit reaches each environment, and how to change the pipeline',
  repository: 'app',
  files: (model, { version }) => {
    const { app, repositories, images, environments } = model;
    const data = {
      app: app.name,
      slug: repositories.app.slug,
      branch: repositories.app.defaultBranch,
      configSlug: repositories.config.slug,
      configBranch: repositories.config.defaultBranch,
      docs: docsPath(model),
      ci: workflows.ci,
      check: workflows.appCheck,
      ...ciFacts(model),
      images: `${images.length === 1 ? 'the image' : 'the images'} ${listed(images.map(({ repository }) => `\`${repository}\``))}`,
      steps: environments.map((environment, index) => ({
        number: index + 3,
        name: environment.name,
        clusters: listed(environment.targets.map(({ cluster }) => cluster)),
        text: way(model, environment),
      })),
      generator: generatorCommand(model, version),
      promoteHint: environments.some(({ promoteFrom }) => promoteFrom !== null) ? ', promote' : '',
    };
    return [{ path: 'docs/pipeline.md', content: tidyMarkdown(renderTemplate('docs/app/pipeline.md', data)) }];
  },
};

/** Which workflow tests a pull request, as part of a sentence. */
function ciFacts({ ci: { jobs, commands, requiredChecks } }: Model) {
  const steps = [commands.compile && 'compiles', commands.lint && 'lints', commands.test && 'tests'].filter((step) => step !== '');
  const checks = requiredChecks.length === 0 ? 'a workflow of your own' : listed(requiredChecks.map((check) => `\`${check}\``));
  return {
    tests: jobs === 'build-only' || steps.length === 0 ? '' : `${listed(steps)} it`,
    elsewhere: `It is tested by ${checks}`,
  };
}

/** How a change reaches an environment, in two or three sentences. */
function way({ repositories }: Model, { delivery, promoteFrom, approval, sync }: Environment): string {
  const written =
    promoteFrom === null
      ? 'CI starts CD, which commits the new tag and digest. '
      : `By promotion from ${promoteFrom}: a person starts CD in \`${repositories.config.slug}\`. `;
  const approved = approval === null ? '' : `Approved by ${approvalName(approval)}. `;
  const applied = sync === 'automatic' ? 'Argo CD syncs it automatically.' : 'A person then syncs it in Argo CD, cluster by cluster.';
  return `${delivery === 'continuous-deployment' ? 'Automatic. ' : ''}${written}${approved}${applied}`;
}
