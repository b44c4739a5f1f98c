import type { Commands } from '../../languages/language.ts';
import type { ImageBuild, PackageManager } from '../../model/model.ts';
import type { Detected } from '../detected.ts';

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
  name?: Detected<string>;
  description?: Detected<string>;
  /** As in `ci.versions`: the version of the image, then others to test. */
  versions?: Detected<string[]>;
  packageManager?: Detected<PackageManager>;
  /** Set if the package manager would not find it itself. */
  packageManagerVersion?: Detected<string>;
  /** Commands that differ from the defaults; an empty one skips its step. */
  commands: Partial<Record<keyof Commands, Detected<string>>>;
  /** Command of the image. */
  command?: Detected<string[]>;
  /** It is ambiguous which of several projects the image should contain: CI fails until somebody sets it. */
  projectUnknown?: true;
  /** The command of the image could not be detected. */
  startUnknown?: true;
  /** Port that the app listens on. */
  port?: Detected<number>;
  /** Health path of the framework, which answers once the app is ready. */
  health?: Detected<string>;
  /** Data about the files for the first Dockerfile. */
  build?: { [Key in keyof ImageBuild]?: Detected<NonNullable<ImageBuild[Key]>> };
  /** Paths that the app must be able to write to, relative to its folder. */
  writablePaths?: Detected<string[]>;
  /** Notes for the user: decisions to make, limits to know. */
  notes?: readonly string[];
}
