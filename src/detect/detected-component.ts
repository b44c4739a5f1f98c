import type { DetectedResources } from './compose/resources.ts';
import type { Detected } from './detected.ts';
import type { Variable } from './env-file.ts';
import type { HealthCheck } from './health-check.ts';

/** A folder that outlives the container. */
export interface PersistentVolume {
  /** Name by which other processes share it; undefined: not shareable. */
  name?: string;
  path: string;
}

/** A process of the app, as a Compose file runs it. */
export interface DetectedComponent {
  name: string;
  /** Names by which other services of the file reach it. */
  hosts?: readonly string[];
  source: string;
  /** Relative to the folder; undefined: unknown. */
  build?: { context: string; dockerfile: string };
  /** Build arguments that are not secrets. */
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
  /** It exits: a job of each release. */
  once?: true;
  /** The published image in the file; CI builds its own. */
  published?: Detected<string>;
  writablePaths?: Detected<string[]>;
  /** Volumes with its data. */
  volumes?: readonly Detected<PersistentVolume>[];
  /** It publishes a port, and no other process of the app depends on it. */
  isPublic?: true;
  /** It loads variables from a file. */
  envFile?: true;
  variables: readonly Variable[];
}
