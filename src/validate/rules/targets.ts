import { memoize } from '../../cache/memoize.ts';
import type { AuxiliaryServiceProvider, Component, CronJob, Environment, EnvironmentRoute, Job, PipelineConfig } from '../../generated/pipeline-config.ts';
import type { Path } from '../../problems/path.ts';
import type { ConfigOf, Kind } from '../../process-fields/field.ts';
import { mergeProcesses } from '../../process-fields/merge.ts';

// Rules check what is deployed: an environment on a cluster, with the values of the app, the environment and the cluster
// merged. Each value keeps the path of the config that set it.

/** A part of the config that can set components, routes and services. */
interface Layer {
  path: Path;
  components?: Environment['components'];
  jobs?: Environment['jobs'];
  cronJobs?: Environment['cronJobs'];
  routes?: Environment['routes'];
  auxiliaryServices?: Environment['auxiliaryServices'];
  extraManifests?: Environment['extraManifests'];
}

/** One environment on one cluster. */
export interface ConfigTarget {
  environmentName: string;
  environment: Environment;
  cluster: string;
  mode: 'standalone' | 'multi-instance';
  /** The environment's layer, then the cluster's. */
  layers: Layer[];
}

export const configTargets = memoize((config: PipelineConfig): ConfigTarget[] => {
  return Object.entries<Environment>(config.environments).flatMap(([environmentName, environment]) =>
    environment.clusters.map((cluster) => {
      const path = ['environments', environmentName];
      const override = environment.overrides?.[cluster];
      const layers: Layer[] = [{ ...environment, path }, ...(override === undefined ? [] : [{ ...override, path: [...path, 'overrides', cluster] }])];
      return { environmentName, environment, cluster, mode: environment.mode ?? config.app.mode ?? 'multi-instance', layers };
    }),
  );
});

/** The parts of the config that override components, jobs, routes and services. */
export const overrideLayers = memoize(
  (
    config: PipelineConfig,
  ): { path: Path; value: Pick<Environment, 'components' | 'jobs' | 'cronJobs' | 'routes' | 'auxiliaryServices' | 'extraManifests'> }[] => {
    return Object.entries<Environment>(config.environments).flatMap(([name, environment]) => {
      const path = ['environments', name];
      const overrides = Object.entries(environment.overrides ?? {}).map(([cluster, value]) => ({ path: [...path, 'overrides', cluster], value: value ?? {} }));
      return [{ path, value: environment }, ...overrides];
    });
  },
);

/** A component, merged for one target. */
export interface ConfigComponent {
  name: string;
  /** What the app, the environment and the cluster set of it. */
  layers: readonly { path: Path; value: unknown }[];
  component: Component;
  /** Its own, else the environment's. */
  mode: ConfigTarget['mode'];
  target: ConfigTarget;
  /** Path of the value in effect at these keys: the cluster's, else the environment's, else the app's. */
  pathTo: (...keys: string[]) => Path;
  /** What set that value: 0 the app, 1 the environment, 2 the cluster; -1 nothing. */
  layerOf: (...keys: string[]) => number;
}

export const configComponents = memoize((config: PipelineConfig): ConfigComponent[] =>
  mergedProcesses(config, 'component').map(({ kind: _, process, ...rest }) => ({ ...rest, component: process, mode: process.mode ?? rest.target.mode })),
);

/** Functions that find the layer of a value; the app's layer comes first. */
function layerLookup(layers: readonly { path: Path; value: unknown }[]): Pick<ConfigProcess, 'layers' | 'pathTo' | 'layerOf'> {
  const layerOf = (...keys: string[]) => layers.findLastIndex(({ value }) => valueAt(value, keys) !== undefined);
  return { layers, layerOf, pathTo: (...keys) => [...((layers[layerOf(...keys)] ?? layers[0])?.path ?? []), ...keys] };
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined), value);
}

/** A component, job or cron job, merged for one target. */
export interface ConfigProcess {
  kind: Kind;
  name: string;
  process: Component | Job | CronJob;
  target: ConfigTarget;
  layers: ConfigComponent['layers'];
  pathTo: (...keys: string[]) => Path;
  layerOf: (...keys: string[]) => number;
}

/** Components, jobs and cron jobs of all targets. */
export const configProcesses = memoize((config: PipelineConfig): ConfigProcess[] => [
  ...configComponents(config).map(({ component, mode: _, ...rest }) => ({ ...rest, kind: 'component' as const, process: component })),
  ...mergedProcesses(config, 'job'),
  ...mergedProcesses(config, 'cronJob'),
]);

/** The processes of one kind, merged for each target. */
function mergedProcesses<K extends Kind>(config: PipelineConfig, kind: K): (Omit<ConfigProcess, 'process'> & { process: ConfigOf[K] })[] {
  const field = `${kind}s` as const;
  return configTargets(config).flatMap((target) =>
    Object.entries(config[field] ?? {}).map(([name, base]) => {
      const overrides = target.layers.map((layer) => ({ path: [...layer.path, field, name], value: layer[field]?.[name] }));
      const process = overrides.reduce((merged, { value }) => mergeProcesses(merged, (value ?? {}) as Partial<ConfigOf[K]>), base as ConfigOf[K]);
      return { kind, name, target, process, ...layerLookup([{ path: [field, name], value: base }, ...overrides]) };
    }),
  );
}

/** A named value, with the path of the config that set it. */
interface NamedValue<T> {
  name: string;
  value: T;
  path: Path;
}

/** The routes that a target serves. */
export function servedRoutes(target: ConfigTarget): NamedValue<EnvironmentRoute>[] {
  return namedValues(target, 'routes');
}

/** The providers of a target's services. */
export function providers(target: ConfigTarget): NamedValue<AuxiliaryServiceProvider>[] {
  return namedValues(target, 'auxiliaryServices');
}

function namedValues<T>(target: ConfigTarget, field: 'routes' | 'auxiliaryServices'): NamedValue<T>[] {
  const values = new Map<string, NamedValue<T>>();
  for (const layer of target.layers)
    for (const [name, value] of Object.entries(layer[field] ?? {})) values.set(name, { name, value: value as T, path: [...layer.path, field, name] });
  return [...values.values()];
}
