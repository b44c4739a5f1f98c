import type { Schema } from './schema.ts';

type Rest = Omit<Schema, 'type' | 'description'>;

/** A definition of the vocabulary, by its name; what `rest` says beside it wins. */
export const ref = (name: string, description?: string, rest: Rest = {}): Schema => ({
  $ref: `#/$defs/${name}`,
  ...(description === undefined ? {} : { description }),
  ...rest,
});

export const text = (description: string, rest: Rest = {}): Schema => ({ type: 'string', description, ...rest });

export const integer = (description: string, rest: Rest = {}): Schema => ({ type: 'integer', description, ...rest });

export const flag = (description: string, rest: Rest = {}): Schema => ({ type: 'boolean', description, ...rest });

export const constant = (value: string, description: string): Schema => ({ const: value, description });

export const oneOf = (values: string[], description: string, rest: Rest = {}): Schema => ({ description, enum: values, ...rest });

export const anyOf = (alternatives: Schema[], description: string): Schema => ({ description, anyOf: alternatives });

export const listOf = (items: Schema, description: string, rest: Rest = {}): Schema => ({ type: 'array', description, items, ...rest });

/** An object with these fields and no other. */
export function object<Fields extends Record<string, Schema>>(description: string, properties: Fields, required?: (keyof Fields & string)[]): Schema {
  return { type: 'object', description, additionalProperties: false, properties, ...(required === undefined ? {} : { required }) };
}

/** An object of Kubernetes' own: src/generated/kubernetes.json knows its fields. */
export const openObject = (description: string, examples: object[]): Schema => ({
  type: 'object',
  description,
  propertyNames: ref('KubernetesField'),
  additionalProperties: ref('PlainData'),
  examples,
});

/** An object whose keys and values are definitions of the vocabulary. */
export const mapOf = (key: string, value: string, description: string, rest: Rest = {}): Schema => ({
  type: 'object',
  description,
  propertyNames: ref(key),
  additionalProperties: ref(value),
  ...rest,
});

/** Annotations of a Kubernetes object. */
export const annotations = (description: string, rest: Rest = {}): Schema => mapOf('MetadataKey', 'MetadataValue', description, rest);
/** Labels of a Kubernetes object, or a selector of them. */
export const labels = (description: string, rest: Rest = {}): Schema => mapOf('MetadataKey', 'LabelValue', description, rest);

/** An object with the fields of another one, each of which may be left out. */
export const override = (base: Schema, description: string): Schema => object(description, base.properties ?? {});
