import type HandlebarsTypes from 'handlebars';
import runtime from 'handlebars/runtime.js';
import { compiled, verbatim } from '../generated/templates.js';

// The runtime has no types of its own.
const Handlebars = runtime as unknown as typeof HandlebarsTypes;

Handlebars.registerHelper({
  code: (value: string) => `\`${value}\``,
  json: (value: unknown) => JSON.stringify(value),
  eq: (a: unknown, b: unknown) => a === b,
  join: (values: string[], separator: string) => values.join(separator),
});

const cache = new Map<string, (data: object) => string>();

/** Renders templates/<path>.hbs. Strict: a name that the data lacks is an error. Nothing is escaped. */
export function renderTemplate(path: string, data: object): string {
  let template = cache.get(path);
  if (template === undefined) {
    const specification = compiled[path];
    if (specification === undefined) throw new Error(`no template ${path}.hbs`);
    template = Handlebars.template(specification) as (data: object) => string;
    cache.set(path, template);
  }
  return template(data);
}

/** A file under templates/ byte for byte. */
export function verbatimTemplate(path: string): string {
  const content = verbatim[path];
  if (content === undefined) throw new Error(`no file templates/${path}`);
  return content;
}

/** Paths of the verbatim files below a folder of templates/, relative to it, sorted. */
export function verbatimTemplates(folder: string): string[] {
  return Object.keys(verbatim)
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length + 1))
    .sort();
}
