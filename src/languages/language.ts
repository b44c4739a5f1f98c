import type { Fact } from '../detect/fact.ts';
import type { Ci, Image, ImageBuild, Language, Model, PackageManager } from '../model/model.ts';
import type { Step } from '../render/workflow.ts';

export type KnownLanguage = Exclude<Language, 'custom'>;
export type Commands = Ci['commands'];

/** Everything about one language. The template of its Dockerfile is `templates/docker/<name>.hbs`. */
export interface LanguageDefinition {
  /** Display name: `Node`. */
  title: string;
  /** Default version for CI and the image: the newest with long-term support. */
  version: string;
  /** Supported versions, newest first; a version range of the app resolves to one of them. Undefined: versions are not numbered. */
  supported?: readonly string[];
  /** Folder of the app in the image. */
  folder?: string;
  /** The first is the default. Empty: the language has only one. */
  packageManagers: readonly PackageManager[];
  /** Default commands; `ci.commands` overrides each. */
  commands: (packageManager: PackageManager | null) => Commands;
  /** Steps before the first command: the toolchain and a cache of dependencies. */
  setUp: (ci: Ci, version: string) => Step[];
  /** Variables of the job that select the version for the toolchain. */
  environment?: (ci: Ci, version: string) => Record<string, string>;
  /** Dependabot's name of the package ecosystem. */
  dependabot: (packageManager: PackageManager | null) => string;
  /** Default command of the app's image. */
  command: (app: string, packageManager: PackageManager | null) => string[];
  /** Data for the Dockerfile template besides user, ports and command. */
  dockerfile: (model: Model, image: Image) => object;
  /** The lockfile that the commands need in git; undefined: none. `manifest` is the text of `source`. */
  lockfile?: (packageManager: PackageManager | null, manifest: string) => Lockfile | undefined;
  /** Patterns for .dockerignore. */
  dockerignore: readonly string[];
}

/** One of `names` must exist. */
export interface Lockfile {
  names: readonly string[];
  /** The command that creates it. */
  make: string;
}

/** Read access to a folder. */
export interface ProjectFiles {
  /** A small text file; undefined if it is missing or unreadable. */
  text: (path: string) => string | undefined;
  /** Sorted names in a folder, by default the root; empty if the folder is missing. */
  names: (folder?: string) => readonly string[];
}

/** What detection finds about an app, each value with the file that it comes from. */
export interface DetectedProject {
  /** The file that identifies the language. */
  source: string;
  name?: Fact<string>;
  description?: Fact<string>;
  /** As in `ci.versions`: the version of the image, then others to test. */
  versions?: Fact<string[]>;
  packageManager?: Fact<PackageManager>;
  /** Set if the package manager would not find it itself. */
  packageManagerVersion?: Fact<string>;
  /** Commands that differ from the defaults; an empty one skips its step. */
  commands: Partial<Record<keyof Commands, Fact<string>>>;
  /** Command of the image. */
  command?: Fact<string[]>;
  /** It is ambiguous which of several projects the image should contain: CI fails until somebody sets it. */
  projectUnknown?: true;
  /** The command of the image could not be detected. */
  startUnknown?: true;
  /** Port that the app listens on. */
  port?: Fact<number>;
  /** Health path of the framework, which answers once the app is ready. */
  health?: Fact<string>;
  /** Data about the files for the first Dockerfile. */
  build?: { [Key in keyof ImageBuild]?: Fact<NonNullable<ImageBuild[Key]>> };
  /** Paths that the app must be able to write to, relative to its folder. */
  writablePaths?: Fact<string[]>;
  /** Notes for the user: decisions to make, limits to know. */
  notes?: readonly string[];
}
