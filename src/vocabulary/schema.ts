/** The keywords of JSON Schema that pipeline.schema.json uses. */
export interface Schema {
  $schema?: string;
  $id?: string;
  $ref?: string;
  $defs?: Record<string, Schema>;
  title?: string;
  description?: string;
  default?: unknown;
  examples?: unknown[];
  type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  const?: unknown;
  enum?: string[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: false | Schema;
  propertyNames?: Schema;
  minProperties?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  pattern?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  /** As in OpenAPI: null is a value as well. Only in Kubernetes' own schema. */
  nullable?: true;
}

/** Definitions by their name in `$defs`. */
export type Definitions = Record<string, Schema>;

/** Name of the definition that a reference names. */
export function definitionName(reference: string): string {
  return reference.replace('#/$defs/', '');
}

/** The schema behind a reference; what stands beside `$ref` (description, default, examples) wins. */
export function dereference(root: Schema, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...beside } = schema;
  const target = root.$defs?.[definitionName($ref)];
  if (target === undefined) throw new Error(`pipeline.schema.json has no ${$ref}`);
  return { ...dereference(root, target), ...beside };
}

/** The schema with `change` applied to each schema directly inside it. */
export function mapSchemas(schema: Schema, change: (inner: Schema) => Schema): Schema {
  const mapped: Schema = { ...schema };
  for (const keyword of ['properties', '$defs'] as const)
    if (schema[keyword] !== undefined) mapped[keyword] = Object.fromEntries(Object.entries(schema[keyword]).map(([name, inner]) => [name, change(inner)]));
  for (const keyword of ['items', 'propertyNames'] as const) if (schema[keyword] !== undefined) mapped[keyword] = change(schema[keyword]);
  if (typeof schema.additionalProperties === 'object') mapped.additionalProperties = change(schema.additionalProperties);
  if (schema.anyOf !== undefined) mapped.anyOf = schema.anyOf.map(change);
  return mapped;
}
