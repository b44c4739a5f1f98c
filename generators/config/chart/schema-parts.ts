/** Parts that the schema of chart values is made of. */

/** A JSON Schema. */
export type Schema = { [keyword: string]: unknown };

/** An object without other fields; all are required unless it is said. */
export const closed = (properties: Record<string, Schema>, required: readonly string[] = Object.keys(properties), more: Schema = {}): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required.length === 0 ? {} : { required }),
  ...more,
});
/** A definition of the chart's schema. */
export const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
export const text: Schema = { type: 'string', minLength: 1 };
export const port: Schema = { type: 'integer', minimum: 1, maximum: 65535 };
/** Each name of this app, and no other. */
export const named = (names: readonly string[], schema: (name: string) => Schema): Schema =>
  closed(Object.fromEntries(names.map((name) => [name, schema(name)])));

/** More about some fields of an object that is described elsewhere. */
export const fields = (properties: Record<string, Schema>, more: Schema = {}): Schema => ({ type: 'object', properties, ...more });
/** `if` and `then` of JSON Schema. */
export const rule = (condition: Schema, then: Schema): Schema => ({ if: condition, then });
