/** The leaves of the config's vocabulary, and where a config has them. */
import schemaJson from '../../schemas/pipeline.schema.json' with { type: 'json' };
import { definitionName, dereference, type Schema } from '../../src/vocabulary/schema.ts';

export const configSchema = schemaJson as Schema;

export type Path = readonly (string | number)[];

/** Whether a value has a shape of Kubernetes' own, of which this schema knows no field. */
export function isShape({ propertyNames }: Schema): boolean {
  return propertyNames?.$ref === '#/$defs/KubernetesField';
}

/** A value of a leaf. */
export interface Place<Config> {
  config: Config;
  at: Path;
  value: unknown;
}

export interface Leaf<Config> {
  /** `components.*.ports.*.containerPort`; what stands in brackets is the alternative of an anyOf. */
  name: string;
  schema: Schema;
  /** Its definition, where it is a name that others refer to. */
  definition: string | undefined;
  /** true: the leaf is the key of a map. */
  isKey: boolean;
  places: Place<Config>[];
}

/** What clusters, components, environments, … are called: keys of maps at the root, to which other places refer. */
const names = new Set(Object.values(configSchema.properties ?? {}).map((field) => dereference(configSchema, field).propertyNames?.$ref));

type Fields = Readonly<Record<string, unknown>>;

/** Every leaf, with all places that have it in the configs. */
export function leavesIn<Config extends object>(configs: readonly Config[]): Leaf<Config>[] {
  const leaves: Leaf<Config>[] = [];
  const visit = (given: Schema, name: string, places: Place<Config>[]): void => {
    const isRoot = !name.includes('.');
    const definition = given.$ref === undefined ? undefined : definitionName(given.$ref);
    const schema = dereference(configSchema, given);
    const add = (leaf: string, of: Schema, found: Place<Config>[], isKey = false) =>
      leaves.push({
        name: leaf,
        schema: dereference(configSchema, of),
        definition: of.$ref === undefined ? undefined : definitionName(of.$ref),
        isKey,
        places: found,
      });
    const below = (fits: (key: string, place: Place<Config>) => boolean) =>
      places.flatMap((place) =>
        Object.entries(place.value as Fields).flatMap(([key, value]) =>
          fits(key, place) ? [{ config: place.config, at: [...place.at, Array.isArray(place.value) ? Number(key) : key], value }] : [],
        ),
      );
    if (definition === 'ServiceProviders') {
      for (const [type, { properties }] of Object.entries(configSchema.$defs?.ServiceCatalog?.properties ?? {}))
        visit(
          properties?.provider ?? {},
          `${name}.*(${type})`,
          below((service, { config }) => typeOf(config, service) === type),
        );
    } else if (schema.anyOf !== undefined) {
      for (const [index, branch] of schema.anyOf.entries()) {
        const own = places.filter(({ value }) => schema.anyOf?.findIndex((each) => fits(each, value)) === index);
        visit(branch, `${name}(${labelOf(branch, index)})`, own);
      }
    } else if (isShape(schema)) add(name, given, places);
    else if (schema.type === 'object') {
      const { properties = {}, additionalProperties, propertyNames } = schema;
      for (const [field, inner] of Object.entries(properties))
        visit(
          inner,
          name === '' ? field : `${name}.${field}`,
          below((key) => key === field),
        );
      if (typeof additionalProperties !== 'object') return;
      const others = below((key) => !Object.hasOwn(properties, key));
      // Elsewhere it refers to a key of a map at the root.
      if (isRoot || !names.has(propertyNames?.$ref))
        add(
          `${name}.<key>`,
          propertyNames ?? {},
          others.map((place) => ({ ...place, value: place.at.at(-1) })),
          true,
        );
      visit(additionalProperties, `${name}.*`, others);
    } else if (
      schema.type === 'array' &&
      ['object', undefined].includes(dereference(configSchema, schema.items ?? {}).type) &&
      schema.items?.enum === undefined
    )
      visit(
        schema.items ?? {},
        `${name}[]`,
        below(() => true),
      );
    else add(name, given, places);
  };
  visit(
    configSchema,
    '',
    configs.map((config) => ({ config, at: [], value: config })),
  );
  return leaves;
}

function typeOf(config: object, service: string): string | undefined {
  const services = (config as { auxiliaryServices?: Record<string, { type: string }> }).auxiliaryServices;
  return services?.[service]?.type;
}

/** Whether a value is of this alternative, patterns aside: the config is valid. */
export function fits(given: Schema, value: unknown): boolean {
  const schema = dereference(configSchema, given);
  if (schema.anyOf !== undefined) return schema.anyOf.some((branch) => fits(branch, value));
  if (schema.const !== undefined) return value === schema.const;
  if (schema.type !== 'object')
    return schema.type === undefined || (Array.isArray(value) ? 'array' : typeof value) === (schema.type === 'integer' ? 'number' : schema.type);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (isShape(schema)) return true;
  const { properties = {}, required = [], additionalProperties } = schema;
  return (
    required.every((field) => Object.hasOwn(value, field)) &&
    Object.entries(value).every(([key, inner]) => {
      const field = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
      return typeof field === 'object' && fits(field, inner);
    })
  );
}

/** What distinguishes an alternative: a constant, its type, or the fields that it needs. */
function labelOf(given: Schema, index: number): string {
  const schema = dereference(configSchema, given);
  if (schema.const !== undefined) return String(schema.const);
  const constant = Object.values(schema.properties ?? {}).find((field) => field.const !== undefined)?.const;
  const keys = Object.keys(schema.properties?.keys?.properties ?? {});
  return String(constant ?? (keys.length > 0 ? keys.join(', ') : (schema.required?.join(', ') ?? schema.type ?? index)));
}
