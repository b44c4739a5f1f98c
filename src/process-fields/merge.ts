import type { KubernetesFields } from '../model/processes.ts';
import { isObject } from '../text/print-value.ts';
import type { ConfigOf, FieldName, Kind } from './field.ts';
import { processFields } from './index.ts';
import { mergeFields } from './strategic-merge.ts';

/** A component, job or cron job with the override of an environment or a cluster. */
export function mergeProcesses<Process extends ConfigOf[Kind]>(base: Process, override: Partial<Process>): Process {
  return mergeMaps(base, override, (field, before, after) => {
    switch (processFields[field as FieldName]?.merge) {
      case 'byKey':
        return { ...before, ...after };
      case 'byInnerKey':
        return mergeMaps(before, after, (_, inner, over) => ({ ...inner, ...over }));
      case 'strategic':
        return mergeFields(before as KubernetesFields, after as KubernetesFields);
      default:
        return after;
    }
  });
}

/** `base` with the fields of `override`; if both have an object in a field, `merge` combines the two. */
function mergeMaps<Base extends object>(base: Base, override: object, merge: (field: string, before: object, after: object) => object): Base {
  const merged = { ...base } as Record<string, unknown>;
  for (const [field, after] of Object.entries(override)) {
    const before = merged[field];
    merged[field] = isObject(before) && isObject(after) ? merge(field, before, after) : after;
  }
  return merged as Base;
}
