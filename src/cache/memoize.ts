/**
 * Memoizes a pure function of an object, such as a config or a model. Callers share the result and must not change it.
 */
export function memoize<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const results = new WeakMap<Key, { result: Result }>();
  return (key) => {
    const entry = results.get(key) ?? { result: compute(key) };
    results.set(key, entry);
    return entry.result;
  };
}
