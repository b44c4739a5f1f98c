import type { Value, Values } from '../../../src/chart/named-values.ts';
import { merge, valuesFiles } from '../../../src/chart/values.ts';
import { clusterOf, environmentOf, type Model, type Target, targetsOf } from '../../../src/model/model.ts';
import { chartPath, docsPath, valueFiles } from '../../../src/model/names.ts';
import type { Generator } from '../../../src/plan/plan.ts';
import { inlineCode, markdownTable, tidyMarkdown } from '../../../src/render/markdown.ts';
import { renderTemplate } from '../../../src/render/template.ts';

/** Ids of the outputs whose patches change values. */
const valuesOutputs = ['config/chart-values', 'config/wrapper-values', 'config/cluster-values'];
/** A cell holds no more characters of a value: the file has all of it. */
const longest = 60;

export const chartReadme: Generator = {
  id: 'config/chart-readme',
  description: 'README of the chart: its values files, how to render it, and every value by release',
  repository: 'config',
  files: (model) => [{ path: `${chartPath(model)}/README.md`, content: tidyMarkdown(renderTemplate('docs/config/chart.md', facts(model))) }],
};

function facts(model: Model) {
  const targets = targetsOf(model);
  const rows = rowsOf(
    targets.map((target) => releaseValues(model, target)),
    '',
  );
  const isSame = ([, first, ...others]: string[]) => others.every((other) => other === first);
  const different = rows.filter((row) => !isSame(row));
  return {
    app: model.app.name,
    alerts: model.monitoring.prometheus ? `../../${docsPath(model)}/runbooks/troubleshoot.md` : '',
    patched: model.patches.some(({ output }) => valuesOutputs.includes(output)),
    commands: targets.map((target) => renderCommand(model, target)).join('\n'),
    different: different.length === 0 ? '' : markdownTable(['value', ...targets.map(({ environment, cluster }) => `${environment} on ${cluster}`)], different),
    same: markdownTable(
      ['value', 'every release'],
      rows.filter(isSame).map((row) => row.slice(0, 2)),
    ),
  };
}

/** Shell that renders a release as Argo CD does. */
function renderCommand(model: Model, target: Target): string {
  const chart = chartPath(model);
  const { namespace } = environmentOf(model, target);
  const command = `helm template ${model.app.name} ${chart} --namespace ${namespace} --kube-version ${clusterOf(model, target).kubernetesVersion}`;
  const files = valueFiles(target).map((file) => `  --values ${chart}/${file}`);
  return `# ${target.environment} on ${target.cluster}\n${[command, ...files].join(' \\\n')}`;
}

/** What Helm makes of a release's files, without what CD writes, and without the alerts, which have a runbook of their own. */
function releaseValues(model: Model, target: Target): Values {
  const { base, wrappers, clusters } = valuesFiles(model);
  const merged = merge(merge(base, wrappers.get(environmentOf(model, target)) ?? {}), clusters.get(target) ?? {});
  const { alerts: _, ...monitoring } = merged.monitoring as Values;
  const manifests = Object.fromEntries(target.extraManifests.map(({ name, manifest }) => [name, `${manifest.kind} ${manifest.metadata.name}`]));
  return {
    ...merged,
    monitoring,
    ...(target.extraManifests.length === 0 ? {} : { extraManifests: manifests }),
    images: Object.fromEntries(model.images.map(({ name, repository }) => [name, { repository }])),
  };
}

/** A row for each value that one of the releases has, below a path: the path, then what each has, as Markdown. */
function rowsOf(releases: readonly (Value | undefined)[], path: string): string[][] {
  // One release may have a text where another has a map: a variable, literal or of a Secret.
  const plain = releases.some(isPlain) ? [[inlineCode(path), ...cellsOf(releases)]] : [];
  const inner = [...new Set(releases.filter(isFilledMap).flatMap(Object.keys))].flatMap((key) =>
    rowsOf(
      releases.map((value) => (isFilledMap(value) && Object.hasOwn(value, key) ? value[key] : undefined)),
      /^[\w-]+$/.test(key) ? `${path === '' ? '' : `${path}.`}${key}` : `${path}[${json(key)}]`,
    ),
  );
  return [...plain, ...inner];
}

/** Nearly always, a release has what the one before it has. */
function cellsOf(releases: readonly (Value | undefined)[]): string[] {
  let cell = '';
  return releases.map((value, index) => {
    if (!isPlain(value)) return '';
    if (value !== releases[index - 1]) cell = inlineCode(shown(value));
    return cell;
  });
}

function isPlain(value: Value | undefined): value is Value {
  return value !== undefined && !isFilledMap(value);
}

function isFilledMap(value: Value | undefined): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

/** As JSON that hides nothing: what cannot be seen is escaped. */
function json(value: Value): string {
  const text = JSON.stringify(value);
  // Nearly every text is ASCII, and all that Unicode knows of characters is dear to ask.
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text.replace(/\p{C}/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

function shown(value: Value): string {
  const text = json(value);
  if (text.length <= longest) return text;
  // Whole characters: half of one would be written as another.
  const characters = [...text];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text;
}
