import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schemaJson from '../../schemas/pipeline.schema.json' with { type: 'json' };
import { definitionOf, serviceTypes } from '../../src/auxiliary-services/index.ts';
import { providersOf } from '../../src/auxiliary-services/service.ts';
import { configTypes as regenerate } from '../../src/build/codegen.ts';
import { pipelineSchema } from '../../src/build/pipeline-schema.ts';
import { printJson } from '../../src/render/json.ts';
import { texts } from '../../src/render/texts.ts';
import { dereference, mapSchemas, type Schema } from '../../src/vocabulary/schema.ts';

const root = schemaJson as Schema;

/** Every schema in the document, with its position. */
function everySchema(schema: Schema, at = '#'): { at: string; schema: Schema }[] {
  const inner: { at: string; schema: Schema }[] = [];
  let index = 0;
  mapSchemas(schema, (child) => {
    inner.push(...everySchema(child, `${at}/${index++}`));
    return child;
  });
  return [{ at: `${at} ${schema.description ?? ''}`, schema }, ...inner];
}

/** Every field of every object, dereferenced. */
const fields = everySchema(root).flatMap(({ at, schema }) =>
  Object.entries(schema.properties ?? {}).map(([name, field]) => ({ name: `${at}: ${name}`, field: dereference(root, field) })),
);

describe('the schema', () => {
  test('is what the vocabulary says', () => {
    expect(readFileSync(join(import.meta.dirname, '../../schemas/pipeline.schema.json'), 'utf8')).toBe(printJson(pipelineSchema));
  });

  test('is draft 2020-12, and valid', () => {
    expect(root).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
    expect(new Ajv2020({ strict: true, strictRequired: false }).validateSchema(schemaJson)).toBe(true);
  });

  test('describes every pattern, for error messages', () => {
    const bare = everySchema(root).filter(({ schema }) => schema.pattern !== undefined && (schema.description === undefined || schema.examples === undefined));
    expect(bare.map(({ at, schema }) => `${at} ${schema.pattern}`)).toEqual([]);
  });

  test('is closed at every depth', () => {
    const open = everySchema(root).filter(({ schema }) => schema.type === 'object' && schema.additionalProperties === undefined);
    expect(open.map(({ at }) => at)).toEqual([]);
    const unnamed = everySchema(root).filter(({ schema }) => typeof schema.additionalProperties === 'object' && schema.propertyNames === undefined);
    expect(unnamed.map(({ at }) => at)).toEqual([]);
  });

  test('uses only keywords that explain.ts supports', () => {
    const known = new Set(
      '$schema $id $ref $defs title description default examples type const enum anyOf properties required additionalProperties propertyNames minProperties items minItems maxItems uniqueItems pattern maxLength minimum maximum'.split(
        ' ',
      ),
    );
    expect(everySchema(root).flatMap(({ schema }) => Object.keys(schema).filter((keyword) => !known.has(keyword)))).toEqual([]);
  });

  test('has a description and an example for every field', () => {
    expect(fields.length).toBeGreaterThan(100);
    expect(fields.filter(({ field }) => (field.description ?? '').length < 3).map(({ name }) => name)).toEqual([]);
    const isSimple = ({ type, anyOf }: Schema) => type !== 'object' && anyOf === undefined;
    const withoutExample = fields.filter(({ field }) => isSimple(field) && field.const === undefined && (field.examples ?? []).length === 0);
    expect(withoutExample.map(({ name }) => name)).toEqual([]);
  });

  test('has defaults and examples that are valid', () => {
    const ajv = new Ajv2020({ strict: true, strictRequired: false });
    ajv.addSchema({ ...schemaJson, $id: 'pipeline' });
    const invalid = fields.flatMap(({ name, field }) => {
      const rebased = JSON.parse(JSON.stringify(field).replaceAll('"#/$defs/', '"pipeline#/$defs/')) as object;
      const validate = ajv.compile(rebased);
      const values = [...(field.examples ?? []), ...(field.default === undefined ? [] : [field.default])];
      return values.filter((value) => !validate(value)).map((value) => `${name}: ${JSON.stringify(value)}`);
    });
    expect(invalid).toEqual([]);
  });
});

describe('each type of auxiliary service', () => {
  const catalog = root.$defs?.ServiceCatalog?.properties ?? {};

  test('has a definition', () => {
    expect(Object.keys(catalog)).toEqual(serviceTypes);
  });

  test.each(serviceTypes)('%s matches its definition', (type) => {
    const { service = {}, provider = {}, output = {} } = catalog[type]?.properties ?? {};
    const definition = definitionOf(type);
    expect(dereference(root, output).enum).toEqual(definition.outputs);
    const providers = (dereference(root, provider).anyOf ?? []).map((branch) => dereference(root, branch).properties ?? {});
    expect(providers.map((fields) => fields.provider?.const)).toEqual(providersOf(definition));
    const { type: _, ...own } = dereference(root, service).properties ?? {};
    expect(Object.keys(own)).toEqual(Object.keys(definition.settings('')));
    for (const [name, value] of Object.entries(definition.settings('shop')))
      if (typeof value === 'string' && name !== 'database') expect(own[name]?.default).toBe(value);
    const external = providers.at(-1) ?? {};
    expect(external.port?.default).toBe(definition.external.port);
    for (const [name, value] of Object.entries(definition.external.fields)) expect(external[name]?.default).toBe(value);
  });
});

test('the generated types match the schema', async () => {
  const { module, declarations } = await regenerate();
  expect(readFileSync(join(import.meta.dirname, '../../src/generated/pipeline-config.ts'), 'utf8')).toBe(module);
  expect(texts.configTypes).toBe(declarations);
});
