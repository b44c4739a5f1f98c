import { approvalName } from '../../src/derived/topology.ts';
import type { Environment, Model } from '../../src/model/model.ts';
import { configOutside, docsPath, generatorCommand, guidePath, ownFolder, workflows } from '../../src/model/names.ts';
import type { Generator } from '../../src/plan/plan.ts';
import { listed, tidyMarkdown } from '../../src/render/markdown.ts';
import { renderTemplate } from '../../src/render/template.ts';

export const appDocs: Generator = {
  id: 'app/docs',
  description: 'README.md of the folder: how a commit reaches each environment, and how to change the pipeline',
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
      ...ciData(model),
      images: `${images.length === 1 ? 'the image' : 'the images'} ${listed(images.map(({ repository }) => `\`${repository}\``))}`,
      steps: environments.map((environment, index) => ({
        number: index + 3,
        name: environment.name,
        clusters: listed(environment.targets.map(({ cluster }) => cluster)),
        text: deliveryOf(model, environment),
      })),
      generator: generatorCommand(model, version),
      configPath: model.configFile,
      config: `[${model.configFile}](${configOutside(model) === undefined ? model.configFile.slice(ownFolder.length + 1) : `../${model.configFile}`})`,
      promoteHint: environments.some(({ promoteFrom }) => promoteFrom !== null) ? ', promote' : '',
    };
    return [{ path: guidePath, content: tidyMarkdown(renderTemplate('docs/app/README.md', data)) }];
  },
};

/** Parts of the sentence about a pull request: what CI does with it, or what tests it elsewhere. */
function ciData({ ci: { jobs, commands, requiredChecks } }: Model) {
  const steps = [commands.compile && 'compiles', commands.lint && 'lints', commands.test && 'tests'].filter((step) => step !== '');
  const checks = requiredChecks.length === 0 ? 'Your own workflow' : listed(requiredChecks.map((check) => `\`${check}\``));
  return {
    tests: jobs === 'build-only' || steps.length === 0 ? '' : `${listed(steps)} it`,
    elsewhere: `${checks} ${requiredChecks.length > 1 ? 'test' : 'tests'} it`,
  };
}

/** How a commit reaches an environment, in two or three sentences. */
function deliveryOf({ repositories }: Model, { promoteFrom, approval, sync, targets }: Environment): string {
  return [
    promoteFrom === null
      ? `${sync === 'automatic' ? 'Automatic. ' : ''}CI starts CD, which commits the new tag and digest.`
      : `Promotion from ${promoteFrom}: a person starts CD in \`${repositories.config.slug}\`.`,
    ...(approval === null ? [] : [`Approval by ${approvalName(approval)}.`]),
    sync === 'automatic' ? 'Argo CD syncs the change.' : `A person then syncs in Argo CD${targets.length > 1 ? ', cluster by cluster' : ''}.`,
  ].join(' ');
}
