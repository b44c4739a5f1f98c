import type { Component, ComponentOverride, CronJob, CronJobOverride, Job, JobOverride } from '../generated/pipeline-config.ts';

/** Fields that are maps, and fields that contain maps. */
const maps = ['env', 'ports', 'autoscaling', 'volumes', 'files', 'nodeSelector', 'podAnnotations', 'securityContext'];
const mapsOfMaps = ['resources', 'serviceAccount', 'service'];

/** A component with an override: maps are merged by key, everything else is replaced. */
export function mergeComponents(base: Component, override: ComponentOverride): Component {
  return mergeProcesses(base, override);
}

/** A job with an override, merged in the same way. */
export function mergeJobs(base: Job, override: JobOverride): Job {
  return mergeProcesses(base, override);
}

/** A cron job with an override, merged in the same way. */
export function mergeCronJobs(base: CronJob, override: CronJobOverride): CronJob {
  return mergeProcesses(base, override);
}

function mergeProcesses<Process extends object>(base: Process, override: object): Process {
  return mergeMaps(base, override, (field, before, after) => {
    if (maps.includes(field)) return { ...before, ...after };
    return mapsOfMaps.includes(field) ? mergeMaps(before, after, (_, inner, over) => ({ ...inner, ...over })) : after;
  });
}

/** `base` with the fields of `override`; if both have an object in a field, `merge` combines the two. */
function mergeMaps<Base extends object>(base: Base, override: object, merge: (field: string, before: object, after: object) => object): Base {
  const merged = { ...base } as Record<string, unknown>;
  for (const [field, after] of Object.entries(override)) {
    const before = merged[field];
    merged[field] = isMap(before) && isMap(after) ? merge(field, before, after) : after;
  }
  return merged as Base;
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
