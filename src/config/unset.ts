import type { UnsetValue } from '../model.ts';

/** Marks a value that `create` could not know. It is valid in names, hosts and slugs alike. */
export const unsetMarker = 'fill-in';

/** Every string of the config that still holds the marker, by JSON pointer. */
export function unsetValues(value: unknown, pointer = ''): UnsetValue[] {
  if (typeof value === 'string') return value.includes(unsetMarker) ? [{ pointer, value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => unsetValues(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`));
}
