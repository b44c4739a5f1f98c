import type { Values } from '../../../src/chart/named-values.ts';
import { valuesFiles } from '../../../src/chart/values.ts';
import type { Environment, Model } from '../../../src/model/model.ts';
import { chartPath, clusterValuesFile, wrapperFile } from '../../../src/model/names.ts';
import { clusterOf } from '../../../src/model/queries.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { foldWidth, printYaml } from '../../../src/render/yaml.ts';
import { sections } from './sections.ts';

const schema = (path: string) => `yaml-language-server: $schema=${path}values.partial.schema.json\n`;

/** A values file: each section below a blank line and a comment, long expressions folded. */
function printValues(values: Values, header: string): string {
  const maps = Object.entries(sections).filter(([name]) => typeof values[name] === 'object');
  const comments = Object.fromEntries(maps.map(([name, comment]) => [`/${name}`, comment]));
  const { alerts } = (values.monitoring ?? {}) as Values;
  return printYaml(values, {
    header,
    comments:
      alerts === undefined ? comments : { ...comments, '/monitoring/alerts': 'In an expression, $namespace and $app stand for the namespace and the release.' },
    blankLines: maps.map(([name]) => `/${name}`),
    foldAt: foldWidth,
  });
}

export const chartValues: Generator = {
  id: 'config/chart-values',
  description: 'values.yaml: the values that all environments share',
  repository: 'config',
  files: (model) => [
    {
      path: `${chartPath(model)}/values.yaml`,
      content: printValues(valuesFiles(model).base, `${schema('')}Values of ${model.app.name} that all environments share.`),
    },
  ],
};

export const wrapperValues: Generator = {
  id: 'config/wrapper-values',
  description: 'One file per environment: the values that differ there, and the image tag and digest that CD writes',
  repository: 'config',
  files: (model) =>
    [...valuesFiles(model).wrappers].map(([environment, values]) => {
      const fields = model.images.flatMap(({ name }) => [
        ['images', name, 'tag'],
        ['images', name, 'digest'],
      ]);
      return {
        path: `${chartPath(model)}/${wrapperFile(environment)}`,
        content: printValues(values, schema('') + wrapperHeader(model, environment)),
        ownership: { class: 'fields' as const, fields, identifiedBy: 'repository' },
        environment: environment.name,
      };
    }),
};

/** Where it runs, how it is deployed, who approves. */
function wrapperHeader(model: Model, environment: Environment): string {
  const clusters = environment.targets.map((target) => `${target.cluster} (${clusterOf(model, target).location})`).join(', ');
  const delivery =
    environment.delivery === 'continuous-deployment'
      ? 'automatic, every commit on the default branch that passes CI'
      : `by promotion from ${environment.promoteFrom ?? ''}`;
  const sync = environment.sync === 'automatic' ? 'Argo CD syncs automatically' : 'each cluster is synced by hand';
  const by = { 'pull-request': 'by merging a pull request', 'github-environment': 'in a GitHub environment', 'argo-cd': 'by syncing in Argo CD' };
  const approval = environment.approval === null ? 'none' : `${environment.approval.reviewers.join(', ')} ${by[environment.approval.by]}`;
  return [
    `${model.app.name} in ${environment.name}, ${environment.mode}`,
    `Clusters:   ${clusters}`,
    `Deployment: ${delivery}; ${sync}`,
    `Approval:   ${approval}`,
  ].join('\n');
}

export const clusterValues: Generator = {
  id: 'config/cluster-values',
  description: 'One file per environment and cluster: the values that differ on that cluster',
  repository: 'config',
  files: (model) =>
    [...valuesFiles(model).clusters].map(([target, values]) => {
      const { location } = clusterOf(model, target);
      return {
        path: `${chartPath(model)}/${clusterValuesFile(target)}`,
        content: printValues(values, `${schema('../')}Values of ${target.environment} that differ on ${target.cluster} (${location}).`),
        environment: target.environment,
      };
    }),
};
