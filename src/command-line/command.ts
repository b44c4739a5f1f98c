import { relative } from 'node:path';
import type { Decisions } from '../diff/change.ts';
import type { ChangesOptions } from '../diff/changes.ts';
import type { Generators } from '../plan/plan.ts';

/** What every command gets from the command line. */
export interface CommandContext {
  /** Absolute working folder. */
  cwd: string;
  /** Path of the config, relative to cwd. */
  config?: string;
  /** The one app of a config repository that is meant. */
  app?: string;
  generators: Generators;
  print: (text: string) => void;
  printError: (text: string) => void;
}

/** The options of a command that decide what a plan is, for both repositories. */
export function planOptions({ generators, cwd, overwrite, adopt, eject, merge }: CommandContext & Decisions): ChangesOptions {
  const decisions = { overwrite, adopt, eject, merge };
  const given = Object.fromEntries(Object.entries(decisions).filter(([, names]) => names !== undefined)) as Decisions;
  return { generators, cwd, repositories: ['config', 'app'], ...given };
}

/** A path for people: relative to the working folder, with forward slashes. */
export function displayPath(cwd: string, path: string): string {
  return relative(cwd, path).replaceAll('\\', '/') || '.';
}
