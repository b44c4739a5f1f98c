/** A field of a process refers only to definitions that the chart's schema has. */
import { expect, test } from 'vitest';
import { valuesSchema } from '../../generators/config/chart/schema.ts';
import { examples } from '../../src/create/examples.ts';
import type { PipelineConfig } from '../../src/generated/pipeline-config.ts';
import { everyKind } from '../../src/process-fields/field.ts';
import { fieldsOf } from '../../src/process-fields/index.ts';
import { resolve } from '../../src/resolve/resolve.ts';

const model = resolve((examples.shop?.config ?? {}) as PipelineConfig);

/** What a schema and its parts refer to. */
function referencesOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => (key === '$ref' ? [String(value).replace('#/$defs/', '')] : referencesOf(value)));
}

test.each(everyKind)('the fields of a %s', (kind) => {
  const defined = Object.keys(valuesSchema(model).$defs);
  for (const [field, { valuesSchema: schema }] of fieldsOf(kind)) {
    const missing = referencesOf(typeof schema === 'function' ? schema(model) : schema).filter((name) => !defined.includes(name));
    expect(missing, `valuesSchema of '${field}' refers to what is not among the definitions of src/build/bundle/shared-definitions.ts`).toEqual([]);
  }
});
