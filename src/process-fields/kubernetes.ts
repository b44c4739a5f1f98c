import type { KubernetesFields } from '../model/processes.ts';
import { isObject } from '../text/print-value.ts';
import { everyKind, plain, type Topic } from './field.ts';
import { mapValues } from './parts.ts';

const shape = {
  ...plain,
  kinds: everyKind,
  merge: 'strategic',
  empty: {},
  resolve: (fields: object) => inOrder(fields) as KubernetesFields,
  values: (fields: KubernetesFields) => withDirectives(fields) as KubernetesFields,
  // Kubernetes' own schema has been applied to the config: here it would be most of the chart's.
  valuesSchema: { type: 'object', additionalProperties: {} },
} as const;

/** What is Kubernetes' own business, under its own names. */
export const kubernetes = {
  pod: shape,
  container: shape,
} satisfies Topic;

/** The same value with Kubernetes' directive instead of null, which Helm would remove from the values themselves. */
function withDirectives(value: unknown): unknown {
  if (value === null) return { $patch: 'delete' };
  if (Array.isArray(value)) return value.map(withDirectives);
  return isObject(value) ? mapValues(value, withDirectives) : value;
}

/** The same value with the fields of each object sorted: nothing depends on the order in which a config has them. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const sorted = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([field, inner]) => [field, inOrder(inner)]));
}
