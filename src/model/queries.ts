import type { Cluster, Environment, Model, Target } from './model.ts';
import type { Component, Process, Volume } from './processes.ts';
// What several stages ask of a model.

export function clusterOf(model: Model, target: Target): Cluster {
  const cluster = model.clusters.find((candidate) => candidate.name === target.cluster);
  if (cluster === undefined) throw new Error(`no cluster ${target.cluster} in the model`);
  return cluster;
}

export function environmentOf(model: Model, target: Target): Environment {
  const environment = model.environments.find((candidate) => candidate.name === target.environment);
  if (environment === undefined) throw new Error(`no environment ${target.environment} in the model`);
  return environment;
}

/** Labels of the objects about the Argo CD that manages a cluster. */
export function argocdMonitoringLabels({ argocd, clusters }: Model, cluster: string): Record<string, string> {
  const host = argocd.topology === 'hub' ? argocd.cluster : cluster;
  return argocd.monitoring.labels ?? clusters.find(({ name }) => name === host)?.monitoring.labels ?? {};
}

/** Every environment on every one of its clusters, in sync order. */
export function targetsOf(model: Model): Target[] {
  return model.environments.flatMap((environment) => environment.targets);
}

/** Whether an environment runs in this namespace of this cluster. */
export function usesNamespace({ environments }: Pick<Model, 'environments'>, cluster: string, namespace: string): boolean {
  return environments.some((environment) => environment.namespace === namespace && environment.targets.some((target) => target.cluster === cluster));
}

/** The volumes that a StatefulSet claims for its only pod; all others use a shared or existing claim. */
export function ownVolumes({ mode, volumes }: Pick<Component, 'mode' | 'volumes'>): Volume[] {
  return mode === 'standalone' ? volumes.filter(({ size, accessModes: [access] }) => size !== null && access === 'ReadWriteOnce') : [];
}

type Processes = Pick<Target, 'components' | 'jobs' | 'cronJobs'>;

/** Components, jobs and cron jobs: everything that runs images of the app. */
export function processesOf({ components, jobs, cronJobs }: Processes): Process[] {
  return [...components, ...jobs, ...cronJobs];
}

/** Names of the services that a process may reach: those that its variables read, and those in `uses`. */
export function servicesUsedBy({ env, uses }: Pick<Process, 'env' | 'uses'>): string[] {
  const read = Object.values(env).flatMap((value) => ('from' in value ? [value.from.service] : []));
  return [...new Set([...read, ...uses])].sort();
}

/** The volumes for which the chart creates one claim that several processes mount. */
export function sharedVolumes(target: Processes): Volume[] {
  return processesOf(target).flatMap(({ volumes }) => volumes.filter(({ size, accessModes: [access] }) => size !== null && access === 'ReadWriteMany'));
}

/** Whether the chart creates a ConfigMap for its files. */
export function hasTexts({ files }: Pick<Process, 'files'>): boolean {
  return Object.values(files).some((content) => 'text' in content);
}

/** Whether the chart merges fields of Kubernetes' own over what it generates for a process. */
export function mergesShapes({ pod, container }: Pick<Process, 'pod' | 'container'>): boolean {
  return Object.keys(pod).length > 0 || Object.keys(container).length > 0;
}
