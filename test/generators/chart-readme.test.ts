/** The README of the chart: how to see a release, and a reference of the keys that follows from the schema of the values. */
import { expect, test } from 'vitest';
import { chartReadme } from '../../generators/config/chart/readme.ts';
import { valuesSchema } from '../../generators/config/chart/schema.ts';
import { chartValues, wrapperValues } from '../../generators/config/chart/values.ts';
import { examples } from '../../src/create/examples.ts';
import type { Model } from '../../src/model/model.ts';
import type { Generator } from '../../src/plan/plan.ts';
import type { Schema } from '../../src/render/json-schema.ts';
import { resolve } from '../../src/resolve/resolve.ts';
import { goldenApps } from '../judges/goldens.ts';

const textOf = (generator: Generator, model: Model): string =>
  generator
    .files(model, { version: '1.0.0', planned: [] })
    .map(({ content }) => content)
    .join('');
const shopConfig = examples.shop?.config as NonNullable<typeof examples.shop>['config'];

/** Every key below a schema, with its own schema; a condition (allOf) only repeats keys. */
function keysIn(schema: Schema): [key: string, schema: Schema][] {
  const own = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const inner = [schema.items, schema.additionalProperties, ...((schema.anyOf ?? []) as Schema[])].filter((each) => typeof each === 'object') as Schema[];
  return [...own, ...[...own.map(([, property]) => property), ...inner].flatMap(keysIn)];
}

test.each(goldenApps().map(({ name, model }) => [name, model] as const))(
  'every key of the values of %s has a meaning, and a line in the README',
  (_, model) => {
    const { $defs, ...schema } = valuesSchema(model);
    const readme = textOf(chartReadme, model);
    const documented = new Set([...readme.matchAll(/^\| `(?:[^`]*\.)?([^`.]+)` +\|/gm)].map(([, key]) => key));
    const { global: _global, ...sections } = schema.properties;
    const used = Object.entries($defs).filter(([name]) => JSON.stringify(schema).includes(`"#/$defs/${name}"`) || readme.includes(`\n### ${name}\n`));
    const names = new Set(
      [...model.images, ...model.components, ...model.jobs, ...model.cronJobs, ...model.routes, ...model.auxiliaryServices].map(({ name }) => name),
    );
    const keys = [...Object.values(sections), ...used.map(([, definition]) => definition)].flatMap(keysIn);
    for (const [key, property] of [...Object.entries(sections), ...keys]) {
      const meaning = property.description ?? $defs[String(property.$ref).replace('#/$defs/', '')]?.description;
      expect(meaning, key).toMatch(/^\S.*[.:`]$/s);
      if (!names.has(key) && !(key in sections)) expect([...documented]).toContain(key);
    }
    for (const section of Object.keys(sections)) expect(readme, section).toMatch(new RegExp(`^(?:### |\\| )\`${section}(?:\\.<name>)?\``, 'm'));
    expect(keys.length).toBeGreaterThan(100);
  },
);

test('required keys and defaults are those of the templates', () => {
  const readme = textOf(chartReadme, resolve(shopConfig)).replaceAll(/ +/g, ' ');
  for (const row of [
    '| `replicas` | integer | required |',
    '| `ports.<name>.protocol` | `"TCP"`, `"UDP"` | `"TCP"` |',
    '| `ports.<name>.exposed` | boolean | `false` |',
    '| `readOnlyRootFilesystem` | boolean | `true` |',
    // Of the config alone: the templates add nothing to a probe.
    '| `timeoutSeconds` | integer | |',
  ])
    expect(readme).toContain(row);
});

test('each release has its commands, with its values files in the order in which Helm merges them', () => {
  const readme = textOf(chartReadme, resolve(shopConfig));
  for (const [environment, cluster] of [
    ['dev', 'dev-eu'],
    ['prod', 'prod-dc1'],
    ['prod', 'prod-eu'],
  ]) {
    const files = [`${environment}-values.yaml`, `clusters/${environment}-${cluster}-values.yaml`].map((file) => `charts/shop/${file}`);
    expect(readme).toContain(
      [
        `# ${environment} on ${cluster}`,
        `helm template shop charts/shop --namespace shop-${environment} --kube-version 1.33 \\`,
        `  --values ${files[0]} \\`,
        `  --values ${files[1]}\n`,
      ].join('\n'),
    );
    expect(readme).toContain(
      `# ${environment} on ${cluster}\nyq eval-all '. as $file ireduce ({}; . * $file)' \\\n  charts/shop/values.yaml \\\n  ${files.join(' \\\n  ')}\n`,
    );
  }
});

test('another value changes the values files, and not the README', () => {
  const config = structuredClone(shopConfig);
  const { web } = config.components;
  const production = config.environments.prod?.components?.web;
  if (web === undefined || production === undefined) throw new Error('the example has changed');
  web.replicas = 4;
  production.replicas = 5;
  const [before, after] = [resolve(shopConfig), resolve(config)];
  expect(textOf(chartValues, after)).not.toBe(textOf(chartValues, before));
  expect(textOf(wrapperValues, after)).not.toBe(textOf(wrapperValues, before));
  expect(textOf(chartReadme, after)).toBe(textOf(chartReadme, before));
});
