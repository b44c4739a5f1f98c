import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that is emitted as it is written, or nearly. `npm run codegen` makes texts.json. */
export interface Texts {
  /** Templates by path below templates/, without .hbs: each a Program as JSON, for no app needs all of them. */
  programs: Record<string, string>;
  /** Every other file below templates/, by path. */
  verbatim: Record<string, string>;
  /** What is emitted as .gitops-app/config.d.ts. */
  configTypes: string;
  /** Definitions of the config's schema that the schema of chart values takes over, by name. */
  definitions: Record<string, unknown>;
  /** Descriptions of the config's fields that the chart's values have as well, by definition and field; '': the definition's. */
  descriptions: Record<string, Record<string, string>>;
}

// A file of its own, also beside the bundle: V8 reads JSON several times as fast as the same texts in a program. It is
// ASCII, which needs no decoding.
export const texts = JSON.parse(readFileSync(join(import.meta.dirname, 'texts.json'), 'latin1')) as Texts;
