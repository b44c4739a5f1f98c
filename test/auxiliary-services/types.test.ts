import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { definitionOf, serviceTypes } from '../../src/auxiliary-services/index.ts';
import { providersOf } from '../../src/auxiliary-services/service.ts';
import { configIn } from '../../src/workspace/config-file.ts';
import { configFolders, goldenCases, goldenFolder } from '../golden/cases.ts';

const root = join(import.meta.dirname, '../..');
const templates = 'templates/chart/templates/auxiliary-services';

const goldenRepositories = goldenCases.flatMap(({ name }) => configFolders(name).map((folder) => join(goldenFolder, name, folder)));
const goldenConfigs = goldenRepositories.map((folder) => readFileSync(configIn(folder) ?? '', 'utf8'));

/** Templates of one type that the charts of the goldens have. */
const renderedTemplates = new Set(
  goldenCases
    .flatMap(({ name }) => readdirSync(join(goldenFolder, name), { recursive: true, encoding: 'utf8' }))
    .flatMap((path) => /\/templates\/auxiliary-services\/(.+)$/.exec(path.replaceAll('\\', '/'))?.[1] ?? []),
);

/** Templates that the chart renders for a type: one for each provider that it runs itself. */
const templatesOf = (type: (typeof serviceTypes)[number]) =>
  providersOf(definitionOf(type))
    .filter((provider) => provider !== 'external')
    .map((provider) => `${type}-${provider}.yaml`);

describe.each(serviceTypes)('the type %s', (type) => {
  const { embedded, composesUrl } = definitionOf(type);

  test('has a template for each provider that runs in the cluster', () => {
    expect(templatesOf(type).filter((name) => !existsSync(join(root, templates, name)))).toEqual([]);
  });

  test('has the named templates that other templates include', () => {
    const needed = [...(embedded === null ? [] : [`app.${type}.port`]), ...(composesUrl ? [`app.${type}.url`] : [])];
    const path = join(root, templates, `_${type}.tpl`);
    const defined = existsSync(path) ? [...readFileSync(path, 'utf8').matchAll(/\{\{-? define "([^"]+)"/g)].map(([, name]) => name) : [];
    expect(needed.filter((name) => !defined.includes(name))).toEqual([]);
  });

  test('is used in a golden, with each provider that runs in the cluster', () => {
    expect(goldenConfigs.some((config) => config.includes(`type: '${type}'`))).toBe(true);
    expect(templatesOf(type).filter((name) => !renderedTemplates.has(name))).toEqual([]);
  });
});

test('no template is of a type that does not exist', () => {
  const known = ['_embedded.tpl', '_helpers.tpl', 'networkpolicies.yaml', ...serviceTypes.flatMap((type) => [`_${type}.tpl`, ...templatesOf(type)])];
  expect(readdirSync(join(root, templates)).filter((name) => !known.includes(name))).toEqual([]);
});
