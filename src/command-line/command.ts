import { relative } from 'node:path';
import type { Decisions } from '../diff/change.ts';
import type { DiffWorkspacesOptions } from '../diff/diff.ts';
import type { LockedGenerator } from '../model/version.ts';
import type { Generators } from '../plan/plan.ts';

/** Options and environment of every command. */
export interface CommandContext {
  /** Absolute working folder. */
  cwd: string;
  /** Path of the config, relative to cwd. */
  config?: string;
  /** The apps of a config repository. Default: all. */
  apps?: readonly string[];
  generators: Generators;
  /** The package that runs, as npm installed it from a registry; null: it comes from elsewhere. Default: unknown, and nothing is said. */
  running?: LockedGenerator | null;
  /** Asks the registry of this machine for a package; for commands that a person runs. */
  lookUp?: (spec: string) => Promise<Availability>;
  print: (text: string) => void;
  printError: (text: string) => void;
}

/** What a registry says of a package; `unknown` without an answer, such as offline. */
export type Availability = 'available' | 'missing' | 'forbidden' | 'unknown';

/** The options of a command that a plan of both repositories depends on. */
export function planOptions({ generators, cwd, running, overwrite, adopt, eject, merge }: CommandContext & Decisions): DiffWorkspacesOptions {
  const decisions = { overwrite, adopt, eject, merge };
  const defined = Object.fromEntries(Object.entries(decisions).filter(([, names]) => names !== undefined)) as Decisions;
  return { generators, cwd, repositories: ['config', 'app'], ...(running ? { running } : {}), ...defined };
}

/** A path to print: relative to the working folder, with forward slashes. */
export function displayPath(cwd: string, path: string): string {
  return relative(cwd, path).replaceAll('\\', '/') || '.';
}
