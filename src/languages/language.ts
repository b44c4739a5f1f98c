import type { Step } from '../github/workflow.ts';
import type { Ci, Image, Language, Model, PackageManager } from '../model/model.ts';

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
