/** What compiled templates call; src/build/templates.ts writes the calls. */

/** A field that must be there: its absence is an error, not an empty text. */
export function get(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null || !(name in object)) throw new Error(`"${name}" is not in the data of the template`);
  return (object as Record<string, unknown>)[name];
}

/** A field that may be absent: a block asks about it. */
export function find(object: unknown, name: string): unknown {
  return (object as Record<string, unknown> | null | undefined)?.[name];
}

/** A value in the text. Nothing is escaped. */
export function show(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/** What `if` takes for true: not an empty list either. */
export function filled(value: unknown): boolean {
  return Boolean(value) && !(Array.isArray(value) && value.length === 0);
}

export function each(list: unknown, item: (value: unknown, index: number, last: boolean) => string): string {
  if (list === undefined || list === null) return '';
  if (!Array.isArray(list)) throw new Error('each needs a list');
  return list.map((value, index) => item(value, index, index === list.length - 1)).join('');
}

/** Functions that a template may call by name. */
export const helpers = {
  code: (value: string) => `\`${value}\``,
  json: (value: unknown) => JSON.stringify(value),
  eq: (a: unknown, b: unknown) => a === b,
  join: (values: readonly string[], separator: string) => values.join(separator),
};
