/** Compares Kubernetes objects as data: comments, the order of objects and the order of keys do not count. */
import { isDeepStrictEqual } from 'node:util';
import { diffLines } from 'diff';
import type { KubernetesObject } from './renders.ts';

/** One line per change, below the object it is in; none where both sets hold the same. */
export function objectChanges(before: readonly KubernetesObject[], after: readonly KubernetesObject[]): string[] {
  const [old, current] = [byKey(before), byKey(after)];
  return unionOfKeys(Object.fromEntries(old), Object.fromEntries(current)).flatMap((key) => {
    const [left, right] = [old.get(key), current.get(key)];
    if (left === undefined) return [`${key}: added`];
    if (right === undefined) return [`${key}: removed`];
    const changes = valueChanges(left, right, '');
    return changes.length === 0 ? [] : [key, ...changes.map((change) => `  ${change}`)];
  });
}

/** By kind, namespace and name. A second object of that key gets a number, so that neither hides the other. */
function byKey(objects: readonly KubernetesObject[]): Map<string, KubernetesObject> {
  const keyed = new Map<string, KubernetesObject>();
  for (const object of objects) {
    const { namespace, name } = object.metadata;
    const key = `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
    let unique = key;
    for (let number = 2; keyed.has(unique); number++) unique = `${key} (${number})`;
    keyed.set(unique, object);
  }
  return keyed;
}

function valueChanges(before: unknown, after: unknown, pointer: string): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (isCollection(before) && isCollection(after) && Array.isArray(before) === Array.isArray(after))
    return unionOfKeys(before, after).flatMap((key) => valueChanges(before[key], after[key], `${pointer}/${key}`));
  if (typeof before === 'string' && typeof after === 'string' && `${before}${after}`.includes('\n')) return [`${pointer}:`, ...changedLines(before, after)];
  return [`${pointer}: ${shown(before)} → ${shown(after)}`];
}

function changedLines(before: string, after: string): string[] {
  return diffLines(before, after)
    .filter(({ added, removed }) => added || removed)
    .flatMap(({ added, value }) =>
      value
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `  ${added ? '+' : '-'} ${line}`),
    );
}

function isCollection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function unionOfKeys(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

function shown(value: unknown): string {
  return value === undefined ? '(missing)' : JSON.stringify(value);
}
