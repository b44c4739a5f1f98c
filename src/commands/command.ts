import type { Generator } from '../plan.ts';

/** What every command gets from the command line. */
export interface CommandContext {
  cwd: string;
  config?: string;
  generators: readonly Generator[];
  print: (text: string) => void;
  printError: (text: string) => void;
}
