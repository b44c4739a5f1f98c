import type { Model, Target } from '../../../src/model/model.ts';
import { chartPath, docsPath, valueFiles } from '../../../src/model/names.ts';
import { clusterOf, environmentOf, targetsOf } from '../../../src/model/queries.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { tidyMarkdown } from '../../../src/render/markdown.ts';
import { renderTemplate } from '../../../src/render/template.ts';
import { valuesReference } from './reference.ts';
import { valuesSchema } from './schema.ts';

export const chartReadme: Generator = {
  id: 'config/chart-readme',
  description: 'README of the chart: its values files, how to render a release and see its values, and every key with its default',
  repository: 'config',
  files: (model) => [{ path: `${chartPath(model)}/README.md`, content: tidyMarkdown(renderTemplate('docs/config/chart.md', readmeData(model))) }],
};

function readmeData(model: Model) {
  const releases = (command: (target: Target) => readonly string[]) =>
    targetsOf(model)
      .map((target) => `# ${target.environment} on ${target.cluster}\n${command(target).join(' \\\n  ')}`)
      .join('\n');
  return {
    app: model.app.name,
    configPath: model.configFile,
    runbook: model.monitoring.prometheus ? `../../${docsPath(model)}/runbooks/troubleshoot.md` : '',
    render: releases((target) => renderCommand(model, target)),
    merge: releases((target) => mergeCommand(model, target)),
    reference: valuesReference(valuesSchema(model)),
  };
}

/** Renders a release as Argo CD does. */
function renderCommand(model: Model, target: Target): string[] {
  const chart = chartPath(model);
  const { namespace } = environmentOf(model, target);
  const { kubernetesVersion } = clusterOf(model, target);
  return [
    `helm template ${model.app.name} ${chart} --namespace ${namespace} --kube-version ${kubernetesVersion}`,
    ...valueFiles(target).map((file) => `--values ${chart}/${file}`),
  ];
}

/** Merges the values files of a release as Helm does. */
function mergeCommand(model: Model, target: Target): string[] {
  const files = ['values.yaml', ...valueFiles(target)].map((file) => `${chartPath(model)}/${file}`);
  return ["yq eval-all '. as $file ireduce ({}; . * $file)'", ...files];
}
