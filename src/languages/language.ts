import type { Fact } from '../detect/detected.ts';
import type { Step } from '../github/workflow.ts';
import type { Ci, Image, ImageBuild, Language, Model, PackageManager } from '../model/model.ts';

export type KnownLanguage = Exclude<Language, 'custom'>;
export type Commands = Ci['commands'];

/** Everything that we know of one language. The template of its Dockerfile is `templates/docker/<name>.hbs`. */
export interface LanguageDefinition {
  /** As people write it: `Node`. */
  title: string;
  /** Version of CI and of the image where the config names none: the newest with long-term support. */
  version: string;
  /** Versions that get fixes, newest first; a range of the app's is one of them. Left out: it is not told by numbers. */
  supported?: readonly string[];
  /** Where the template puts the app. */
  folder?: string;
  /** The first is taken where the config names none. Empty: there is one, which needs no name. */
  packageManagers: readonly PackageManager[];
  /** What an app in this language usually has; `ci.commands` replaces them one by one. */
  commands: (packageManager: PackageManager | null) => Commands;
  /** Steps of a job before the first command: the toolchain, and a cache of what is downloaded. */
  setUp: (ci: Ci, version: string) => Step[];
  /** Variables of the whole job, by which the toolchain knows the version. */
  environment?: (ci: Ci, version: string) => Record<string, string>;
  /** Dependabot's name of the package ecosystem. */
  dependabot: (packageManager: PackageManager | null) => string;
  /** What the image of the app runs, where the config does not say. */
  command: (app: string, packageManager: PackageManager | null) => string[];
  /** What the template of the Dockerfile needs besides user, ports and command. */
  dockerfile: (model: Model, image: Image) => object;
  /** What the commands read that must be committed: its names, and how it is made. undefined: nothing. `manifest`: the text of `source`. */
  lockfile?: (packageManager: PackageManager | null, manifest: string) => Lockfile | undefined;
  /** What no image of this language needs. */
  dockerignore: readonly string[];
}

/** Any of `names` will do. */
export interface Lockfile {
  names: readonly string[];
  /** The command that makes it. */
  make: string;
}

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
  name?: Fact<string>;
  description?: Fact<string>;
  /** As `ci.versions` takes them: that of the image, then others for the tests. */
  versions?: Fact<string[]>;
  packageManager?: Fact<PackageManager>;
  /** Where the package manager would not find it by itself. */
  packageManagerVersion?: Fact<string>;
  /** Commands that differ from the usual ones; an empty one: the app has nothing to run there. */
  commands: Partial<Record<keyof Commands, Fact<string>>>;
  /** What the image runs. */
  command?: Fact<string[]>;
  /** Nothing tells which of several projects the image should be made of: CI refuses to run until somebody says it. */
  projectUnknown?: true;
  /** Nothing tells what the image should run. */
  startUnknown?: true;
  /** Where the app listens. */
  port?: Fact<number>;
  /** A path that the framework answers once the app can work. */
  health?: Fact<string>;
  /** What the first Dockerfile must know of the files. */
  build?: { [Key in keyof ImageBuild]?: Fact<NonNullable<ImageBuild[Key]>> };
  /** Paths that the app must be able to write, relative to its folder. */
  writablePaths?: Fact<string[]>;
  /** What somebody must decide or know. */
  notes?: readonly string[];
}
