/** Values that a schema allows, from its own words. */
import { memoize } from '../../src/cache/memoize.ts';
import { dereference, type Schema } from '../../src/vocabulary/schema.ts';
import { configSchema } from './leaves.ts';

/** Names that a YAML reader, JavaScript or a shell could take for something else. */
export const awkwardNames = ['on', 'yes', 'n', 'null', 'true', 'constructor', 'e1', 'a--b', 'x-0'];

/** Scalars that differ, the examples first. A text without a pattern may be anything. */
export const scalarsOf = memoize((given: Schema): unknown[] => {
  const {
    const: constant,
    enum: choices,
    type,
    examples = [],
    default: usual,
    minimum,
    maximum = Number.MAX_SAFE_INTEGER,
    pattern,
    maxLength = 300,
  } = dereference(configSchema, given);
  if (constant !== undefined) return [constant];
  if (choices !== undefined) return choices;
  if (type === 'boolean') return [true, false];
  const known = [...examples, ...(usual === undefined ? [] : [usual])];
  if (type === 'integer') {
    const numbers = [...known, ...known.map((number) => Number(number) + 1), minimum ?? 0, (minimum ?? 0) + 1];
    return unique(numbers.filter((number) => Number(number) >= (minimum ?? 0) && Number(number) <= maximum));
  }
  const texts = known.map(String);
  const changed = texts.flatMap((text) => [
    `${text}2`,
    text.replace(/[a-z](?=[^a-z]*$)/, 'x'),
    text.replace(/[0-9]/, '3'),
    text.replace(/[0-9](?=[^0-9]*$)/, '4'),
  ]);
  const form = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  return unique([...texts, ...changed, ...awkwardNames].filter((text) => text.length <= maxLength && (form?.test(text) ?? true)));
});

export function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** The least that a schema allows. */
export function minimal(given: Schema): unknown {
  const { anyOf, type, items = {}, minItems = 0, properties = {}, required = [] } = dereference(configSchema, given);
  if (anyOf !== undefined) return minimal(anyOf[0] ?? {});
  if (type === 'array') return minItems === 0 ? [] : [minimal(items)];
  if (type === 'object') return Object.fromEntries(required.map((field) => [field, minimal(properties[field] ?? {})]));
  return scalarsOf(given)[0];
}
