import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goldenFolder } from '../golden/cases.ts';
import { goldenTargets } from './goldens.ts';
import { judgeMergedValues, judgeSchema, judgeValuesFile, mergeValues } from './values.ts';

const targets = goldenTargets();
const charts = [...new Set(targets.map(({ release }) => release.chart))];

describe('judge: schemas of values', () => {
  test.each(charts.map((chart) => [relative(goldenFolder, chart), chart]))('%s', (_, chart) => {
    const schemas = readdirSync(chart).filter((file) => file.endsWith('.schema.json'));
    expect(schemas).toContain('values.schema.json');
    for (const file of schemas) expect(judgeSchema(JSON.parse(readFileSync(join(chart, file), 'utf8'))), file).toEqual([]);
  });

  const right = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
    properties: { global: { type: 'object', additionalProperties: { $ref: '#/$defs/Any' } }, tag: { type: 'string', pattern: '^(|[a-z]+)$' } },
    $defs: { Any: {} },
  };
  test('accepts one that is right', () => expect(judgeSchema(right)).toEqual([]));
  const withTag = (tag: object) => ({ ...right, properties: { ...right.properties, tag } });
  test.each<[string, object, string]>([
    ['an unknown keyword', withTag({ type: 'string', patern: 'x' }), 'patern'],
    ['a lookahead', withTag({ type: 'string', pattern: '^(?!latest)' }), 'RE2'],
    ['a format', withTag({ type: 'string', format: 'uri' }), '/properties/tag/format'],
    ['a remote schema', withTag({ $ref: 'https://example.com/x.json' }), 'leads to https'],
    ['unevaluatedProperties', { ...right, unevaluatedProperties: false }, '/unevaluatedProperties'],
    ['an open object', withTag({ type: 'object', properties: {} }), '/properties/tag is open'],
    ['an open object in a branch', withTag({ anyOf: [{ type: 'object' }] }), '/properties/tag/anyOf/0 is open'],
    ['another draft', { ...right, $schema: 'http://json-schema.org/draft-07/schema#' }, 'draft 2020-12'],
    ['no global', { ...right, properties: {} }, 'lacks global'],
  ])('refuses %s', (_, schema, finding) => {
    expect(judgeSchema(schema as Parameters<typeof judgeSchema>[0]).join('\n')).toContain(finding);
  });
});

describe('judge: values files, merged and alone', () => {
  test.each(targets)('$name', ({ release }) => {
    expect(judgeMergedValues(release.chart, release.valueFiles)).toEqual([]);
    for (const file of ['values.yaml', ...release.valueFiles]) expect(judgeValuesFile(join(release.chart, file)), file).toEqual([]);
  });

  let chart: string;
  beforeAll(() => {
    chart = mkdtempSync(join(tmpdir(), 'chart-'));
    const schema = { type: 'object', additionalProperties: false, properties: { a: { type: 'integer' }, b: { type: 'string' } } };
    writeFileSync(join(chart, 'values.schema.json'), JSON.stringify({ ...schema, required: ['b'] }));
    writeFileSync(join(chart, 'editor.schema.json'), JSON.stringify(schema));
    writeFileSync(join(chart, 'values.yaml'), 'a: 1\n');
  });
  afterAll(() => rmSync(chart, { recursive: true }));
  const write = (text: string) => {
    writeFileSync(join(chart, 'dev.yaml'), text);
    return join(chart, 'dev.yaml');
  };
  const modeline = '# yaml-language-server: $schema=editor.schema.json\n';

  test('accepts what is right together, and a part alone', () => {
    const file = write(`${modeline}b: x\n`);
    expect(judgeMergedValues(chart, ['dev.yaml'])).toEqual([]);
    expect(judgeValuesFile(file)).toEqual([]);
  });
  test('refuses a missing, an unknown and a wrong value', () => {
    write(`${modeline}c: 1\na: no\n`);
    expect(judgeMergedValues(chart, ['dev.yaml']).join('\n')).toMatch(/'b'[\s\S]*additional[\s\S]*integer/);
  });
  test.each([
    ['c: 1\n', 'names no schema'],
    ['# yaml-language-server: $schema=https://example.com/x.json\nb: x\n', 'not beside it'],
    ['# yaml-language-server: $schema=other.json\nb: x\n', 'does not exist'],
    [`${modeline}c: 1\n`, 'additional'],
  ])('refuses the file %j', (text, finding) => {
    expect(judgeValuesFile(write(text)).join('\n')).toContain(finding);
  });
  test('merges as Helm does', () => {
    expect(mergeValues({ a: { b: 1, c: 2 }, d: [1], e: 1 }, { a: { c: 3 }, d: [2], e: null })).toEqual({ a: { b: 1, c: 3 }, d: [2] });
  });
});
