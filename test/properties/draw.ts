/** Draws values from the schema of the config, so that a field which is added to it is drawn as well. */
import fc from 'fast-check';
import { definitionName, dereference, type Schema } from '../../src/vocabulary/schema.ts';
import { configSchema, isShape } from '../vocabulary/leaves.ts';
import { scalarsOf, unique } from '../vocabulary/samples.ts';
import { hostileText } from './hostile-text.ts';

export type Fields = Record<string, unknown>;

export interface Draw {
  make: fc.GeneratorValue;
  one: <T>(choices: readonly T[]) => T;
  /** true as often as not. */
  chance: () => boolean;
  maybe: <T>(value: () => T) => T | undefined;
  text: () => string;
  /** Any value that a schema allows. */
  value: (schema: Schema) => unknown;
  /**
   * An object of a definition. Fields that follow rules beyond the schema are given, undefined where there is none; all
   * others are drawn.
   */
  object: (of: string | Schema, given?: Fields) => Fields;
}

/** What a field refers to is known only to who draws the whole config. */
const references = new Set(
  'ClusterName ComponentName EnvironmentName ImageName JobName CronJobName RouteName ServiceName ServiceOutput RecreatedName'.split(' '),
);

export function drawWith(make: fc.GeneratorValue): Draw {
  const one: Draw['one'] = (choices) => choices[make(fc.nat, { max: choices.length - 1 })] as (typeof choices)[number];
  const chance = () => make(fc.boolean);
  const maybe: Draw['maybe'] = (drawn) => (chance() ? drawn() : undefined);
  const text = () => make(() => hostileText);

  const value: Draw['value'] = (given) => {
    if (given.$ref !== undefined && references.has(definitionName(given.$ref)))
      throw new Error(
        `a field refers to a ${definitionName(given.$ref)}, which only the caller knows: pass it to object() in arbitrary-*.ts, and list it in test/vocabulary/rendered.test.ts`,
      );
    const schema = dereference(configSchema, given);
    if (schema.anyOf !== undefined) return value(one(schema.anyOf));
    if (schema.type === 'array') {
      const { items = {}, minItems = 0, maxItems = 2, uniqueItems } = schema;
      const drawn = Array.from({ length: make(fc.nat, { max: maxItems - minItems }) + minItems }, () => value(items));
      return uniqueItems === true ? unique(drawn) : drawn;
    }
    if (schema.type !== 'object') return schema.type === 'string' && schema.pattern === undefined ? text() : one(scalarsOf(given));
    const { properties = {}, additionalProperties, propertyNames, examples = [] } = schema;
    // The fields of Kubernetes' own are not in this schema.
    if (isShape(schema)) return one(examples);
    if (typeof additionalProperties !== 'object' || Object.keys(properties).length > 0) return object(schema);
    const keys = unique([one(scalarsOf(propertyNames ?? {})), one(scalarsOf(propertyNames ?? {}))]);
    return Object.fromEntries(keys.map((key) => [key, value(additionalProperties)]));
  };

  const object: Draw['object'] = (of, given = {}) => {
    const { properties = {}, required = [], minProperties = 0 } = dereference(configSchema, typeof of === 'string' ? { $ref: `#/$defs/${of}` } : of);
    const fields: Fields = {};
    for (const [name, schema] of Object.entries(properties))
      if (Object.hasOwn(given, name)) fields[name] = given[name];
      else if (required.includes(name) || one([true, false, false])) fields[name] = value(schema);
    for (const [name, schema] of Object.entries(properties)) if (Object.keys(fields).length < minProperties) fields[name] ??= value(schema);
    return fields;
  };

  return { make, one, chance, maybe, text, value, object };
}
