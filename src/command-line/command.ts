import { relative } from 'node:path';
import type { Decisions } from '../diff/change.ts';
import type { DiffWorkspacesOptions } from '../diff/diff.ts';
import type { Generators } from '../plan/plan.ts';

/** Options and environment of every command. */
export interface CommandContext {
  /** Absolute working folder. */
  cwd: string;
  /** Path of the config, relative to cwd. */
  config?: string;
  /** The one app of a config repository. Default: all. */
  app?: string;
  generators: Generators;
  print: (text: string) => void;
  printError: (text: string) => void;
}

/** The options of a command that a plan of both repositories depends on. */
export function planOptions({ generators, cwd, overwrite, adopt, eject, merge }: CommandContext & Decisions): DiffWorkspacesOptions {
  const decisions = { overwrite, adopt, eject, merge };
  const defined = Object.fromEntries(Object.entries(decisions).filter(([, names]) => names !== undefined)) as Decisions;
  return { generators, cwd, repositories: ['config', 'app'], ...defined };
}

/** A path to print: relative to the working folder, with forward slashes. */
export function displayPath(cwd: string, path: string): string {
  return relative(cwd, path).replaceAll('\\', '/') || '.';
}
