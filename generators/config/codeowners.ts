import type { Environment, Model } from '../../src/model/model.ts';
import { chartPath, codeownersPlaces, docsPath } from '../../src/model/names.ts';
import type { Generator, PlannedFile } from '../../src/plan/plan.ts';

const [path, ...alternatives] = codeownersPlaces;

/** The last line that matches a path decides, so the shared region stands first in the file. */
export const sharedCodeowners: Generator = {
  id: 'config/codeowners-shared',
  description: 'CODEOWNERS of the config repository: everything belongs to the platform team, unless an app says otherwise',
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
  description: 'CODEOWNERS of one app: who reviews its values, environment by environment',
  repository: 'config',
  files: (model, { planned }) => [
    { path, alternatives, content: `${lines(model, planned).join('\n')}\n`, ownership: { class: 'region', region: model.app.name, comment: '#' } },
  ],
};

function lines(model: Model, planned: readonly PlannedFile[]): string[] {
  const owners = model.app.owners.join(' ');
  const platform = model.repositories.config.owners;
  return [
    '# What reaches an approved environment is reviewed by those who approve it; the rest by the app’s team.',
    `/${chartPath(model)}/ ${platform.join(' ')}`,
    `/${docsPath(model)}/ ${owners}`,
    ...model.environments.flatMap((environment) => {
      const reviewers = reviewersOf(model, environment).join(' ');
      return planned.filter((file) => file.environment === environment.name).map((file) => `/${file.path} ${reviewers}`);
    }),
    `/.gitops-app/${model.app.name}/ ${platform.join(' ')}`,
  ];
}

/** Approved environments belong to those who approve, the others to the app's team. */
function reviewersOf({ app, repositories }: Model, { approval }: Environment): string[] {
  return approval === null ? app.owners : [...new Set([...approval.reviewers, ...repositories.config.owners])];
}
