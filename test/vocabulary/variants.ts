/** Pairs of configs that differ in one leaf of the vocabulary. */
import { definitionOf } from '../../src/auxiliary-services/index.ts';
import type { ServiceType } from '../../src/model/model.ts';
import { dereference } from '../../src/vocabulary/schema.ts';
import { configSchema, type Leaf, type Path, type Place } from './leaves.ts';
import { minimal, scalarsOf, unique } from './samples.ts';

// biome-ignore lint/suspicious/noExplicitAny: parts of a config are changed at will
export type Loose = any;
type Pair = [Loose, Loose];

/** The maps whose keys a definition is of. */
const mapOf: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(configSchema.properties ?? {}).flatMap(([field, schema]) => {
    const reference = dereference(configSchema, schema).propertyNames?.$ref;
    return reference === undefined ? [] : [[reference.replace('#/$defs/', ''), field]];
  }),
);

/** What differs in the leaf alone, as far as the rest of the config allows. */
export function pairsOf(leaf: Leaf<Loose>, place: Place<Loose>, leaves: readonly Leaf<Loose>[]): Pair[] {
  const { config, at, value } = place;
  if (leaf.isKey) return renamed(leaf, place);
  if (leaf.schema.const !== undefined) return isServiceType(leaf) ? ofOtherType(place) : swapped(leaf, place, leaves);
  const others = leaf.schema.type === 'array' ? listsLike(leaf, config) : choicesLike(leaf, config);
  return others.filter((other) => JSON.stringify(other) !== JSON.stringify(value)).map((other) => [config, withValue(config, at, other)]);
}

function choicesLike({ schema, definition = '' }: Leaf<Loose>, config: Loose): unknown[] {
  const names = mapOf[definition];
  if (names !== undefined) return Object.keys(config[names] ?? {});
  if (definition === 'ServiceOutput') return outputsIn(config);
  if (definition === 'PortName') return Object.values<Loose>(config.components).flatMap(({ ports = {} }) => Object.keys(ports));
  if (definition === 'PodSpec') return [{ schedulerName: 'other' }, { schedulerName: 'another' }];
  if (definition === 'Container') return [{ terminationMessagePolicy: 'File' }, { terminationMessagePolicy: 'FallbackToLogsOnError' }];
  if (definition === 'PlainData') return ['other', { other: 'data' }];
  if (schema.type === 'string' && schema.pattern === undefined) return [...scalarsOf(schema), 'other text'];
  return scalarsOf(schema);
}

function listsLike({ schema: { items = {}, minItems = 0, maxItems = 2 } }: Leaf<Loose>, config: Loose): unknown[] {
  const names = mapOf[(items.$ref ?? '').replace('#/$defs/', '')];
  const values = names === undefined ? [...scalarsOf(items), ...(items.type === 'string' ? ['other text'] : [])] : Object.keys(config[names] ?? {});
  return [...values.map((value) => [value]), values.slice(0, 2), []].filter(({ length }) => length >= minItems && length <= maxItems);
}

function outputsIn({ auxiliaryServices = {} }: Loose): string[] {
  return Object.entries<Loose>(auxiliaryServices).flatMap(([name, { type }]) => definitionOf(type).outputs.map((output) => `${name}.${output}`));
}

/** Another key in the map alone, and everywhere: other places may refer to it. */
function renamed({ schema }: Leaf<Loose>, { config, at, value }: Place<Loose>): Pair[] {
  const before = String(value);
  return unique([...scalarsOf(schema), `${before}x`])
    .filter((name) => name !== before)
    .flatMap((name) => {
      const after = String(name);
      const map = valueAt(config, at.slice(0, -1));
      const alone = Object.fromEntries(Object.entries(map).map(([key, child]) => [key === before ? after : key, child]));
      return [withValue(config, at.slice(0, -1), alone), everywhere(config, before, after)].map((variant): Pair => [config, variant]);
    });
}

function everywhere(value: Loose, before: string, after: string): Loose {
  const change = (text: string) => (text === before ? after : text.startsWith(`${before}.`) ? `${after}${text.slice(before.length)}` : text);
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => everywhere(item, before, after));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [change(key), everywhere(child, before, after)]));
}

/** Another alternative, as some config has it: a constant says which one it is. */
function swapped({ name }: Leaf<Loose>, { config, at }: Place<Loose>, leaves: readonly Leaf<Loose>[]): Pair[] {
  const [, union = '', rest = ''] = /^(.*)\([^()]*\)([^()]*)$/.exec(name) ?? [];
  const depth = rest === '' ? 0 : rest.split('.').length - 1;
  const top = (path: Path) => (depth === 0 ? path : path.slice(0, -depth));
  const own = name.slice(0, name.length - rest.length);
  return leaves
    .filter((other) => other.name.startsWith(`${union}(`) && !other.name.startsWith(own))
    .flatMap(({ places }) =>
      places.slice(0, 3).map((donor): Pair => [config, withValue(config, top(at), valueAt(donor.config, donor.at.slice(0, top(at).length)))]),
    );
}

function isServiceType({ name }: Leaf<Loose>): boolean {
  return /^auxiliaryServices\.\*\(.*\)\.type$/.test(name);
}

/** With the least of providers of each type, whose outputs nobody reads: those of one type may not go with another. */
function ofOtherType({ config, at: [, name = ''], value }: Place<Loose>): Pair[] {
  const before = withService(config, String(name), value as ServiceType);
  return Object.keys(configSchema.$defs?.ServiceCatalog?.properties ?? {})
    .filter((type) => type !== value)
    .map((type) => [before, withService(config, String(name), type as ServiceType)]);
}

function withService(config: Loose, name: string, type: ServiceType): Loose {
  const providers = dereference(configSchema, configSchema.$defs?.ServiceCatalog?.properties?.[type]?.properties?.provider ?? {});
  const provider = minimal(providers.anyOf?.at(-1) ?? providers);
  const walk = (value: Loose): Loose => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const kept = Object.entries<Loose>(value).filter(([, child]) => !String(child?.from).startsWith(`${name}.`));
    return Object.fromEntries(
      kept.map(([key, child]) => [key, key === 'auxiliaryServices' && child[name] !== undefined ? { ...child, [name]: provider } : walk(child)]),
    );
  };
  const { auxiliaryServices, ...others } = config;
  return { ...walk(others), auxiliaryServices: { ...auxiliaryServices, [name]: { type } } };
}

export function valueAt(value: Loose, path: Path): Loose {
  return path.reduce((inner, key) => inner?.[key], value);
}

export function withValue(holder: Loose, [key, ...path]: Path, value: unknown): Loose {
  if (key === undefined) return value;
  const copy = Array.isArray(holder) ? [...holder] : { ...holder };
  copy[key] = withValue(holder?.[key], path, value);
  return copy;
}
