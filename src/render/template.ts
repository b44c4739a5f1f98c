import { compile, verbatim } from '../generated/templates.js';

/** What compiled templates call; src/build/templates.ts writes the calls. */
export interface TemplateScope {
  /** A field that must be there: its absence is an error, not an empty text. */
  get: (object: unknown, name: string) => unknown;
  /** A field that may be absent. */
  find: (object: unknown, name: string) => unknown;
  show: (value: unknown) => string;
  filled: (value: unknown) => boolean;
  each: (list: unknown, item: (value: unknown, index: number, last: boolean) => string) => string;
  helpers: Record<string, (...values: never[]) => unknown>;
}

const scope: TemplateScope = {
  get: (object, name) => {
    if (typeof object !== 'object' || object === null || !(name in object)) throw new Error(`"${name}" is not in the data of the template`);
    return (object as Record<string, unknown>)[name];
  },
  find: (object, name) => (object as Record<string, unknown> | null | undefined)?.[name],
  show: (value) => (value === undefined || value === null ? '' : String(value)),
  filled: (value) => Boolean(value) && !(Array.isArray(value) && value.length === 0),
  each: (list, item) => {
    if (!Array.isArray(list)) throw new Error('each needs a list');
    return list.map((value, index) => item(value, index, index === list.length - 1)).join('');
  },
  helpers: {
    code: (value: string) => `\`${value}\``,
    json: (value: unknown) => JSON.stringify(value),
    eq: (a: unknown, b: unknown) => a === b,
    join: (values: string[], separator: string) => values.join(separator),
  },
};

const templates = compile(scope);

/** Renders templates/<path>.hbs. A name that the data lacks is an error. Nothing is escaped. */
export function renderTemplate(path: string, data: object): string {
  const template = templates[path];
  if (template === undefined) throw new Error(`no template ${path}.hbs`);
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
