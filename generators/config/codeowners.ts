import type { Environment, Model } from '../../src/model/model.ts';
import { chartPath, codeownersPlaces, docsPath } from '../../src/model/names.ts';
import type { Generator, PlannedFile } from '../../src/plan/plan.ts';

const [path, ...alternatives] = codeownersPlaces;

/** The last matching line wins, so the shared region comes first in the file. */
export const sharedCodeowners: Generator = {
  id: 'config/codeowners-shared',
  description: 'CODEOWNERS of the config repository: the platform team owns everything that no app claims',
  repository: 'config',
  scope: 'shared',
  files: ({ repositories }) => [
    {
      path,
      alternatives,
      content: `* ${repositories.config.owners.join(' ')}\n`,
      ownership: { class: 'region', region: 'shared', comment: '#', at: 'start' },
    },
  ],
};

export const configCodeowners: Generator = {
  id: 'config/codeowners',
  description: 'CODEOWNERS of one app: who reviews the values of each environment',
  repository: 'config',
  files: (model, { planned }) => [
    { path, alternatives, content: `${lines(model, planned).join('\n')}\n`, ownership: { class: 'region', region: model.app.name, comment: '#' } },
  ],
};

function lines(model: Model, planned: readonly PlannedFile[]): string[] {
  const platform = model.repositories.config.owners;
  return [
    "# Approvers own the values of environments that need approval; the app's team owns the other values.",
    `/${chartPath(model)}/ ${platform.join(' ')}`,
    '# The platform team runs the commands of the runbooks with its own permissions.',
    `/${docsPath(model)}/ ${platform.join(' ')}`,
    ...model.environments.flatMap((environment) => {
      const reviewers = reviewersOf(model, environment).join(' ');
      return planned.filter((file) => file.environment === environment.name).map((file) => `/${file.path} ${reviewers}`);
    }),
    `/.gitops-app/${model.app.name}/ ${platform.join(' ')}`,
  ];
}

/** The approvers of an environment, or the app's team if it needs no approval. */
function reviewersOf({ app, repositories }: Model, { approval }: Environment): string[] {
  return approval === null ? app.owners : [...new Set([...approval.reviewers, ...repositories.config.owners])];
}
