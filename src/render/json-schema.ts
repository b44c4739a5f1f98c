import { texts } from './texts.ts';

/** A JSON Schema. */
export type Schema = { [keyword: string]: unknown };
/** Of an object. */
export type ObjectSchema = Schema & { properties: Record<string, Schema> };

/** An object without other fields; by default all of them are required. */
export const closed = (properties: Record<string, Schema>, required: readonly string[] = Object.keys(properties), more: Schema = {}): ObjectSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required.length === 0 ? {} : { required }),
  ...more,
});
/**
 * The schema of an object with the descriptions of a definition in the config's schema, for fields of the same name; its
 * own descriptions win. A required field has no default in the chart, so it loses the sentence about the config's.
 */
export function describe(definition: string, schema: ObjectSchema): ObjectSchema {
  const { '': description, ...words } = texts.descriptions[definition] ?? {};
  const required = (schema.required ?? []) as readonly string[];
  const properties = Object.entries(schema.properties).map(([name, property]) => {
    const text = words[name];
    return [name, text === undefined ? property : { description: required.includes(name) ? text.replace(/ Default: .*/, '') : text, ...property }];
  });
  return { description, ...schema, properties: Object.fromEntries(properties) };
}

/** A definition of the chart's schema. */
export const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
export const text: Schema = { type: 'string', minLength: 1 };
export const port: Schema = { type: 'integer', minimum: 1, maximum: 65535 };
/** Exactly these names, each with the same definition. */
export const named = (items: readonly { name: string }[], definition: string): Schema =>
  closed(Object.fromEntries(items.map(({ name }) => [name, ref(definition)])));

/** Conditions on some fields of an object that another schema describes. */
export const fields = (properties: Record<string, Schema>, more: Schema = {}): Schema => ({ type: 'object', properties, ...more });
/** `if` and `then` of JSON Schema. */
export const rule = (condition: Schema, then: Schema): Schema => ({ if: condition, then });
