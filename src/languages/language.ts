import type { Step } from '../github/workflow.ts';
import type { Ci, Image, Language, Model, PackageManager } from '../model/model.ts';

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
