import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from './render/template-program.ts';

/** Everything that is emitted as it is written, or nearly. `npm run codegen` makes texts.json. */
export interface Texts {
  /** Templates by path below templates/, without .hbs. */
  programs: Record<string, Program>;
  /** Every other file below templates/, by path. */
  verbatim: Record<string, string>;
  /** What is emitted as .gitops-app/config.d.ts. */
  configTypes: string;
}

// A file of its own, also beside the bundle: V8 reads JSON several times as fast as the same texts in a program.
export const texts = JSON.parse(readFileSync(join(import.meta.dirname, 'texts.json'), 'utf8')) as Texts;
