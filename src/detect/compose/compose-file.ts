import type { Located } from '../located-yaml.ts';
import type { Unmapped } from '../variables.ts';

/** A Compose file, and what of it the config cannot express. */
export interface ComposeFile {
  path: string;
  /** Values of variables in the file. */
  known: ReadonlyMap<string, string>;
  addUnmapped: (key: string, located: Located, reason: string) => void;
  unmapped: Unmapped[];
}
