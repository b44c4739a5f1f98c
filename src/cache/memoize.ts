/**
 * A pure function of an object, such as a config or a model, that is computed once for each: many ask the same of it.
 * What it gives is shared and must not be changed.
 */
export function memoize<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const known = new WeakMap<Key, { result: Result }>();
  return (key) => {
    const found = known.get(key) ?? { result: compute(key) };
    known.set(key, found);
    return found.result;
  };
}
