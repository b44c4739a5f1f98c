import type { Located } from '../located-yaml.ts';
import type { Unmapped } from '../variables.ts';

/** The file that is read, and what of it has no place in the config. */
export interface ComposeFile {
  path: string;
  /** Values of variables that the file names. */
  known: ReadonlyMap<string, string>;
  addUnmapped: (key: string, located: Located, reason: string) => void;
  unmapped: Unmapped[];
}
