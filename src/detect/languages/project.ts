import type { Commands } from '../../languages/language.ts';
import type { ImageBuild, PackageManager } from '../../model/model.ts';
import type { Detected } from '../detected.ts';

/** Read access to a folder. */
export interface ProjectFiles {
  /** A small text file; undefined where it is missing or cannot be read. */
  text: (path: string) => string | undefined;
  /** Names in a folder, sorted; empty where there is none. Default: the top. */
  names: (folder?: string) => readonly string[];
}

/** What an app says about itself, each with the file that says it. */
export interface DetectedProject {
  /** The file that tells the language. */
  source: string;
  name?: Detected<string>;
  description?: Detected<string>;
  /** As `ci.versions` takes them: that of the image, then others for the tests. */
  versions?: Detected<string[]>;
  packageManager?: Detected<PackageManager>;
  /** Where the package manager would not find it by itself. */
  packageManagerVersion?: Detected<string>;
  /** Commands that differ from the usual ones; an empty one: the app has nothing to run there. */
  commands: Partial<Record<keyof Commands, Detected<string>>>;
  /** What the image runs. */
  command?: Detected<string[]>;
  /** Nothing tells which of several projects the image should be made of: CI refuses to run until somebody says it. */
  projectUnknown?: true;
  /** Nothing tells what the image should run. */
  startUnknown?: true;
  /** Where the app listens. */
  port?: Detected<number>;
  /** A path that the framework answers once the app can work. */
  health?: Detected<string>;
  /** What the first Dockerfile must know of the files. */
  build?: { [Key in keyof ImageBuild]?: Detected<NonNullable<ImageBuild[Key]>> };
  /** Paths that the app must be able to write, relative to its folder. */
  writablePaths?: Detected<string[]>;
  /** What somebody must decide or know. */
  notes?: readonly string[];
}
