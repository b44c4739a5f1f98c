import type { DetectedResources } from './compose/resources.ts';
import type { Detected } from './detected.ts';
import type { Variable } from './env-file.ts';
import type { HealthCheck } from './health-check.ts';

/** A folder whose content outlives the container. */
export interface PersistentVolume {
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
  buildArguments?: ReadonlyMap<string, Detected<string>>;
  port?: Detected<number>;
  health?: Detected<HealthCheck>;
  user?: Detected<number>;
  command?: Detected<string[]>;
  args?: Detected<string[]>;
  replicas?: Detected<number>;
  resources?: Detected<DetectedResources>;
  /** In seconds. */
  gracePeriod?: Detected<number>;
  /** It ends: a job of each release. */
  once?: true;
  /** The image that the file takes from a registry; here CI builds it. */
  published?: Detected<string>;
  writablePaths?: Detected<string[]>;
  /** Where it keeps data. */
  volumes?: readonly Detected<PersistentVolume>[];
  /** A port of it is published, and no other process of the app needs it. */
  isPublic?: true;
  /** It is given a whole file of variables. */
  envFile?: true;
  variables: readonly Variable[];
}
