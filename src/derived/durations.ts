/** How long Kubernetes may take for what the config allows, in seconds. */

import type { Model, Target } from '../model/model.ts';
import type { Component } from '../model/processes.ts';
import { targetsOf } from '../model/queries.ts';

/** What an image pull, a new node and a volume take, and the default of `progressDeadlineSeconds` that this is part of. */
const margin = 300;
const usual = 600;

/** The longest start that the probes of a component allow: its startup probe, and the delay of its readiness probe. */
export function startSeconds({ startupProbe, readinessProbe }: Pick<Component, 'startupProbe' | 'readinessProbe'>): number {
  const startup = startupProbe === null ? 0 : startupProbe.initialDelaySeconds + startupProbe.periodSeconds * startupProbe.failureThreshold;
  return startup + (readinessProbe?.initialDelaySeconds ?? 0);
}

/** How long a person waits for a sync: its jobs may use their time, and the pods of a component may start one after the other. Whole minutes, at least ten. */
export function syncSeconds({ jobs, components }: Pick<Target, 'jobs' | 'components'>): number {
  const jobSeconds = jobs.reduce((sum, { activeDeadlineSeconds }) => sum + activeDeadlineSeconds, 0);
  const rollouts = components.map((component) => {
    const pods = Math.max(component.autoscaling?.minReplicas ?? component.replicas, 1);
    return pods * startSeconds(component) + component.terminationGracePeriodSeconds;
  });
  const longest = Math.max(0, ...rollouts);
  return Math.max(usual, Math.ceil((jobSeconds + longest + margin) / 60) * 60);
}

/** The longest start of any component of an app. */
export function longestStartSeconds(model: Model): number {
  return Math.max(0, ...targetsOf(model).flatMap(({ components }) => components.map(startSeconds)));
}
