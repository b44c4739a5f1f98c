import type { Problem } from '../problems/errors.ts';
import { type Path, printPath } from '../problems/path.ts';
import { problemAt } from '../problems/problem-at.ts';
import { didYouMean } from '../text/closest.ts';
import { readCommand } from '../text/command-words.ts';
import { listNames } from '../text/list-names.ts';
import { isObject, printValue } from '../text/print-value.ts';
import type { Schema } from '../vocabulary/schema.ts';

/** An example value of a schema, as the config would contain it; undefined: it has none. */
export function exampleOf(schema: Schema): string | undefined {
  const example = schema.examples?.[0] ?? schema.const ?? schema.enum?.[0];
  return example === undefined ? undefined : JSON.stringify(example).replaceAll('"', "'");
}

/** A hint with the description and an example of a schema. */
export function hintOf(schema: Schema): { hint?: string } {
  const example = exampleOf(schema);
  const parts = [schema.description, example === undefined ? undefined : `For example: ${example}`].filter((part) => part !== undefined);
  return parts.length === 0 ? {} : { hint: parts.join(' ') };
}

export function hasType(value: unknown, type: Schema['type']): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case undefined:
      return true;
    default:
      return typeof value === type;
  }
}

const typeNames: Record<NonNullable<Schema['type']>, string> = {
  object: 'an object',
  array: 'an array',
  string: 'a string',
  integer: 'an integer',
  boolean: 'true or false',
};

export function typeName(type: Schema['type']): string {
  return type === undefined ? 'a value' : typeNames[type];
}

export function wrongType(schema: Schema, value: unknown, path: Path): Problem {
  const message = `${printPath(path)} is ${printValue(value)}; it must be ${typeName(schema.type)}`;
  if (schema.type === 'string' && typeof value === 'number') return problemAt('WRONG_TYPE', path, message, { hint: `Put it in quotes: ${inQuotes(value)}` });
  if (schema.type === 'integer' && typeof value === 'string' && /^\d+$/.test(value))
    return problemAt('WRONG_TYPE', path, message, { hint: `Remove the quotes: ${value}` });
  if (schema.type === 'array' && typeof value === 'string')
    return problemAt('WRONG_TYPE', path, message, { hint: `Write an array: ${asArray(schema, value)}` });
  return problemAt('WRONG_TYPE', path, message, hintOf(schema));
}

/** A number may have lost trailing zeros: 1.30 is 1.3. */
export function inQuotes(value: number): string {
  return `'${value}'${Number.isInteger(value) ? '' : `, or '${value}0' if you wrote ${value}0`}`;
}

/** A string as an array. An array of free strings is a command, so each word becomes an item: no program is called 'npm start'. */
function asArray({ items }: Schema, value: string): string {
  const words = items?.type === 'string' && items.pattern === undefined ? readCommand(value) : [value];
  const print = (strings: readonly string[]) => `[${strings.map((text) => (text.includes("'") ? JSON.stringify(text) : `'${text}'`)).join(', ')}]`;
  return words === undefined ? `${print(['sh', '-c', value])}, because it needs a shell` : print(words);
}

/** A value that is not one of the choices. */
export function wrongChoice(choices: readonly unknown[], schema: Schema, value: unknown, path: Path): Problem {
  const strings = choices.filter((choice) => typeof choice === 'string');
  const suggestion = typeof value === 'string' ? didYouMean(value, strings) : '';
  const allowed = strings.length === choices.length ? listNames(strings) : choices.map(printValue).join(', ');
  const hint = schema.description === undefined ? {} : { hint: schema.description };
  return problemAt(
    'WRONG_VALUE',
    path,
    `${printPath(path)} is ${printValue(value)}; ${choices.length === 1 ? 'it must be' : 'choices:'} ${allowed}.${suggestion}`,
    hint,
  );
}

/** `format`: the description of the definition behind the reference, if the schema is one. */
export function checkString(schema: Schema, format: string | undefined, value: string, path: Path): Problem[] {
  if (schema.maxLength !== undefined && value.length > schema.maxLength)
    return [problemAt('NAME_TOO_LONG', path, `${printPath(path)} is ${value.length} characters long; the limit is ${schema.maxLength}`)];
  if (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value)) return [];
  const example = exampleOf(schema);
  const expected = format ?? schema.description ?? '';
  return [
    problemAt('WRONG_VALUE', path, `${printPath(path)} is ${printValue(value)}, which is not valid`, {
      hint: `Expected: ${expected}${example === undefined ? '' : ` For example: ${example}`}`,
    }),
  ];
}

export function checkInteger(schema: Schema, value: number, path: Path): Problem[] {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  if (value >= minimum && value <= maximum) return [];
  const range =
    Number.isFinite(minimum) && Number.isFinite(maximum)
      ? `from ${minimum} to ${maximum}`
      : Number.isFinite(minimum)
        ? `at least ${minimum}`
        : `at most ${maximum}`;
  return [problemAt('WRONG_VALUE', path, `${printPath(path)} is ${value}; it must be ${range}`, hintOf(schema))];
}
