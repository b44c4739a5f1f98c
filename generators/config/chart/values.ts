import { valuesFiles } from '../../../src/chart/values.ts';
import { clusterOf, type Environment, type Model } from '../../../src/model/model.ts';
import { chartPath, clusterValuesFile, wrapperFile } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { printYaml } from '../../../src/render/yaml.ts';

const schema = (path: string) => `yaml-language-server: $schema=${path}values.partial.schema.json\n`;

export const chartValues: Generator = {
  id: 'config/chart-values',
  description: 'values.yaml: what all environments share',
  repository: 'config',
  files: (model) => [
    {
      path: `${chartPath(model)}/values.yaml`,
      content: printYaml(valuesFiles(model).base, { header: `${schema('')}What all environments of ${model.app.name} share.` }),
    },
  ],
};

export const wrapperValues: Generator = {
  id: 'config/wrapper-values',
  description: 'One wrapper an environment: what differs there, and the image tag and digest that CD writes',
  repository: 'config',
  files: (model) =>
    [...valuesFiles(model).wrappers].map(([environment, values]) => {
      const fields = model.images.flatMap(({ name }) => [
        ['images', name, 'tag'],
        ['images', name, 'digest'],
      ]);
      return {
        path: `${chartPath(model)}/${wrapperFile(environment)}`,
        content: printYaml(values, {
          header: schema('') + wrapperHeader(model, environment),
          comments: { '/images': 'Tag and digest are written by CD, never by hand and never by regeneration.' },
        }),
        ownership: { class: 'fields' as const, fields, identifiedBy: 'repository' },
        environment: environment.name,
      };
    }),
};

/** Where it runs, who deploys, who approves. */
function wrapperHeader(model: Model, environment: Environment): string {
  const clusters = environment.targets.map((target) => `${target.cluster} (${clusterOf(model, target).location})`).join(', ');
  const delivery =
    environment.delivery === 'continuous-deployment'
      ? 'automatic, every commit on the default branch that CI passes'
      : `by promotion from ${environment.promoteFrom ?? ''}`;
  const sync = environment.sync === 'automatic' ? 'Argo CD syncs by itself' : 'a person syncs each cluster';
  const by = { 'pull-request': 'by merging a pull request', 'github-environment': 'in a GitHub environment', 'argo-cd': 'by syncing in Argo CD' };
  const approval = environment.approval === null ? 'nobody' : `${environment.approval.reviewers.join(', ')} ${by[environment.approval.by]}`;
  return [
    `${model.app.name} in ${environment.name}, ${environment.mode}`,
    `Clusters:   ${clusters}`,
    `Deployment: ${delivery}; ${sync}`,
    `Approval:   ${approval}`,
  ].join('\n');
}

export const clusterValues: Generator = {
  id: 'config/cluster-values',
  description: 'One file an environment and cluster: what differs on that cluster',
  repository: 'config',
  files: (model) =>
    [...valuesFiles(model).clusters].map(([target, values]) => {
      const { location } = clusterOf(model, target);
      return {
        path: `${chartPath(model)}/${clusterValuesFile(target)}`,
        content: printYaml(values, { header: `${schema('../')}What differs for ${target.environment} on ${target.cluster} (${location}).` }),
        environment: target.environment,
      };
    }),
};
