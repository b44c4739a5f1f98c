import type { DetectedResources } from './compose/resources.ts';
import type { Fact } from './detected.ts';
import type { Variable } from './env-file.ts';
import type { HealthCheck } from './health-check.ts';

/** A folder whose content outlives the container. */
export interface KeptVolume {
  /** By which other processes share it; undefined: none can. */
  name?: string;
  path: string;
}

/** A process of the app's own, as a compose file runs it. */
export interface DetectedComponent {
  name: string;
  /** By which the other services of the file reach it. */
  hosts?: readonly string[];
  source: string;
  /** Relative to the folder; undefined: it is not known. */
  build?: { context: string; dockerfile: string };
  /** Arguments of the build that are no secrets. */
  buildArguments?: ReadonlyMap<string, Fact<string>>;
  port?: Fact<number>;
  health?: Fact<HealthCheck>;
  user?: Fact<number>;
  command?: Fact<string[]>;
  args?: Fact<string[]>;
  replicas?: Fact<number>;
  resources?: Fact<DetectedResources>;
  /** In seconds. */
  gracePeriod?: Fact<number>;
  /** It ends: a job of each release. */
  once?: true;
  /** The image that the file takes from a registry; here CI builds it. */
  published?: Fact<string>;
  writablePaths?: Fact<string[]>;
  /** Where it keeps data. */
  volumes?: readonly Fact<KeptVolume>[];
  /** A port of it is published, and no other process of the app needs it. */
  outermost?: true;
  /** It is given a whole file of variables. */
  envFile?: true;
  variables: readonly Variable[];
}
