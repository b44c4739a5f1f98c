import { type Program, runProgram } from './template-program.ts';
import { texts } from './texts.ts';

/** Renders templates/<path>.hbs. A name that the data lacks is an error. Nothing is escaped. */
export function renderTemplate(path: string, data: object): string {
  const program = texts.programs[path];
  if (program === undefined) throw new Error(`no template ${path}.hbs`);
  return runProgram(JSON.parse(program) as Program, data);
}

/** A file under templates/ byte for byte. */
export function verbatimTemplate(path: string): string {
  const content = texts.verbatim[path];
  if (content === undefined) throw new Error(`no file templates/${path}`);
  return content;
}

/** Paths of the verbatim files below a folder of templates/, relative to it, sorted. */
export function verbatimTemplates(folder: string): string[] {
  return Object.keys(texts.verbatim)
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length + 1))
    .sort();
}
