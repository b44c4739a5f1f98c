import { FieldError } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import type { Span } from './parser.ts';

/** Position of each field's scalar. Rejects what cannot be replaced safely: missing, duplicate, alias, anchor, block. */
async function locateFields(text: string, fields: readonly FieldPath[]): Promise<Span[]> {
  if (fields.length === 0) return [];
  // The YAML parser is as large as everything else together: load it only for a text that needs it.
  return locateByLines(text, fields) ?? (await import('./parser.ts')).locateByParser(text, fields);
}

/**
 * The same for text in the format that create-gitops-app and CD write, fifty times as fast as the parser: one block at the
 * start of a line, two more levels of plain keys, values in double quotes. undefined: any other text, for the parser.
 */
function locateByLines(text: string, fields: readonly FieldPath[]): Span[] | undefined {
  const top = fields[0]?.[0];
  if (top === undefined || /\r|\t|^(?:---|\.\.\.|%)/m.test(text)) return undefined;
  const begin = `\n${text}`.indexOf(`\n${top}:\n`);
  if (begin < 0 || new RegExp(`^["']?${top}["']? *:`, 'gm').exec(text.slice(begin + top.length)) !== null) return undefined;
  const spans = new Map<string, Span>();
  const seen = new Set<string>();
  let parent = '';
  let start = begin + top.length + 2;
  for (const line of text.slice(start).split('\n')) {
    if (/^[^ #]/.test(line)) break;
    if (!/^ *(?:#|$)/.test(line)) {
      const [, indent = '', key = '', filled, value] = /^( {2}| {4})([A-Za-z0-9_.-]+):( (?:"([^"\\]*)"|[A-Za-z][A-Za-z0-9_./-]*))?$/.exec(line) ?? [];
      if (indent.length === 2 && filled === undefined && !seen.has(key)) {
        parent = key;
        seen.add(key);
      } else if (indent.length === 4 && filled !== undefined && parent !== '' && !seen.has(`${parent}\n${key}`)) {
        seen.add(`${parent}\n${key}`);
        if (value !== undefined) spans.set(`${parent}\n${key}`, { start: start + line.length - value.length - 2, end: start + line.length, value });
      } else return undefined;
    }
    start += line.length + 1;
  }
  const located = fields.map(([first, second, third, more]) => (first === top && more === undefined ? spans.get(`${second}\n${third}`) : undefined));
  return located.every((span) => span !== undefined) ? located : undefined;
}

function splice(text: string, spans: readonly Span[], replacements: readonly string[]): string {
  const edits = spans.map((span, index) => ({ ...span, replacement: replacements[index] ?? '' })).sort((a, b) => b.start - a.start);
  return edits.reduce((result, edit) => result.slice(0, edit.start) + edit.replacement + result.slice(edit.end), text);
}

/** In double quotes, with everything but printable ASCII escaped: YAML 1.1 has line breaks that JSON does not escape. */
function quote(value: string): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/**
 * The planned text with the values on disk in its machine-owned fields, always in double quotes.
 * @param from the fields on disk that the values come from, in the order of `fields`. Default: the same fields
 */
export async function carryFields(planned: string, disk: string, fields: readonly FieldPath[], from = fields): Promise<string> {
  const values = (await locateFields(disk, from)).map((span) => quote(span.value));
  return splice(planned, await locateFields(planned, fields), values);
}

/** The same, but a field that cannot be read gets the planned value. For a file that the user overwrites. */
export async function carryReadable(planned: string, disk: string, fields: readonly FieldPath[]): Promise<string> {
  let text = planned;
  for (const field of fields)
    try {
      text = await carryFields(text, disk, [field]);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
    }
  return text;
}

/** The text with empty machine-owned fields, to hash and compare. */
export async function maskFields(text: string, fields: readonly FieldPath[]): Promise<string> {
  return splice(
    text,
    await locateFields(text, fields),
    fields.map(() => '""'),
  );
}

/** The values of the machine-owned fields, in the order of `fields`. */
export async function readFields(text: string, fields: readonly FieldPath[]): Promise<string[]> {
  return (await locateFields(text, fields)).map((span) => span.value);
}
