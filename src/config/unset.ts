import type { Problem } from '../errors.ts';
import type { UnsetValue } from '../model/model.ts';
import { keysOf, printPath } from './path.ts';

/** Marks a value that `create` could not know. It is valid in names, hosts and slugs alike. */
export const unsetMarker = 'fill-in';

/** Every string of the config that still holds the marker, by JSON pointer. */
export function unsetValues(value: unknown, pointer = ''): UnsetValue[] {
  if (typeof value === 'string') return value.includes(unsetMarker) ? [{ pointer, value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => unsetValues(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`));
}

/** Each value that is not given yet, as a warning: CI and CD refuse to run on it. */
export function unsetProblems(values: readonly UnsetValue[]): Problem[] {
  return values.map(({ pointer, value }) => ({
    code: 'UNSET_VALUE',
    severity: 'warning',
    pointer,
    message: `${printPath(keysOf(pointer))} is not given yet: it is '${value}'`,
    hint: 'Write the real value; until then CI and CD stop with this message.',
  }));
}
