import type { Component, ComponentOverride, Job, JobOverride } from './pipeline-config.ts';

/** A component with what differs: maps are merged by key, everything else is replaced. */
export function mergeComponents(base: Component, override: ComponentOverride): Component {
  const merged: Component = mergeProcesses(base, override);
  if (base.ports !== undefined && override.ports !== undefined) merged.ports = { ...base.ports, ...override.ports };
  if (base.autoscaling !== undefined && override.autoscaling !== undefined) merged.autoscaling = { ...base.autoscaling, ...override.autoscaling };
  return merged;
}

/** A job with what differs, in the same way. */
export function mergeJobs(base: Job, override: JobOverride): Job {
  return mergeProcesses(base, override);
}

/** What components and jobs have in common. */
function mergeProcesses<Process extends Component | Job>(base: Process, override: Pick<Process, 'env' | 'resources'>): Process {
  const merged = { ...base, ...override };
  if (base.env !== undefined && override.env !== undefined) merged.env = { ...base.env, ...override.env };
  if (base.resources !== undefined && override.resources !== undefined)
    merged.resources = {
      requests: { ...base.resources.requests, ...override.resources.requests },
      limits: { ...base.resources.limits, ...override.resources.limits },
    };
  return merged;
}
