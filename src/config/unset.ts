import { memoize } from '../cache/memoize.ts';
import type { UnsetValue } from '../model/model.ts';
import type { Problem } from '../problems/errors.ts';
import { keysOf, type Path, pointerOf, printPath } from '../problems/path.ts';

/** Marks a value that `create` could not know. It is valid in names, hosts and slugs alike. */
export const unsetMarker = 'fill-in';

/** Every string of the config that still holds the marker, by JSON pointer. */
export const unsetValues = memoize((config: object): UnsetValue[] => {
  const found: UnsetValue[] = [];
  const look = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      if (value.includes(unsetMarker)) found.push({ pointer: pointerOf(path), value });
    } else if (typeof value === 'object' && value !== null) for (const key of Object.keys(value)) look((value as Record<string, unknown>)[key], [...path, key]);
  };
  look(config, []);
  return found;
});

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
