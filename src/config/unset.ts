import { memoize } from '../cache/memoize.ts';
import type { UnsetValue } from '../model/model.ts';
import type { Problem } from '../problems/errors.ts';
import { keysOf, type Path, pointerOf, printPath } from '../problems/path.ts';

/** Placeholder for a value that `create` could not know. It is valid in names, hosts and slugs. */
export const unsetMarker = 'fill-in';

/** Every string of the config that still contains the placeholder. */
export const unsetValues = memoize((config: object): UnsetValue[] => {
  const unset: UnsetValue[] = [];
  const visit = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      if (value.includes(unsetMarker)) unset.push({ pointer: pointerOf(path), value });
    } else if (typeof value === 'object' && value !== null)
      for (const key of Object.keys(value)) visit((value as Record<string, unknown>)[key], [...path, key]);
  };
  visit(config, []);
  return unset;
});

/** A warning for each placeholder: CI and CD refuse to run with one. */
export function unsetProblems(values: readonly UnsetValue[]): Problem[] {
  return values.map(({ pointer, value }) => ({
    code: 'UNSET_VALUE',
    severity: 'warning',
    pointer,
    message: `${printPath(keysOf(pointer))} is still '${value}'`,
    hint: 'Replace it with the real value; until then, CI and CD refuse to run.',
  }));
}
