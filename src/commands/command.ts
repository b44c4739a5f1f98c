import { relative } from 'node:path';
import type { Generator } from '../plan.ts';

/** What every command gets from the command line. */
export interface CommandContext {
  /** Absolute working folder. */
  cwd: string;
  /** Path of the config, relative to cwd. */
  config?: string;
  /** The one app of a config repository that is meant. */
  app?: string;
  generators: readonly Generator[];
  print: (text: string) => void;
  printError: (text: string) => void;
}

/** A path for people: relative to the working folder, with forward slashes. */
export function displayPath(cwd: string, path: string): string {
  return relative(cwd, path).replaceAll('\\', '/') || '.';
}
