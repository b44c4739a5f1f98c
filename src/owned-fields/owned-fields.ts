import { FieldError } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import type { Span } from './parser.ts';

/** Where each field's scalar stands. Refuses what cannot be spliced safely: missing, duplicate, alias, anchor, block. */
async function locateFields(text: string, fields: readonly FieldPath[]): Promise<Span[]> {
  if (fields.length === 0) return [];
  // The YAML parser is as large as everything else together, so only a text that needs it loads it.
  return locateAsWritten(text, fields) ?? (await import('./parser.ts')).locateByParser(text, fields);
}

/**
 * The same for text as we and CD write it, which parsing would only confirm at fifty times the price: one block at the
 * start of a line, two more levels of plain keys, values in double quotes. undefined: anything else, for the parser.
 */
function locateAsWritten(text: string, fields: readonly FieldPath[]): Span[] | undefined {
  const top = fields[0]?.[0];
  if (top === undefined || /\r|\t|^(?:---|\.\.\.|%)/m.test(text)) return undefined;
  const begin = `\n${text}`.indexOf(`\n${top}:\n`);
  if (begin < 0 || new RegExp(`^["']?${top}["']? *:`, 'gm').exec(text.slice(begin + top.length)) !== null) return undefined;
  const spans = new Map<string, Span>();
  const seen = new Set<string>();
  let owner = '';
  let start = begin + top.length + 2;
  for (const line of text.slice(start).split('\n')) {
    if (/^[^ #]/.test(line)) break;
    if (!/^ *(?:#|$)/.test(line)) {
      const [, indent = '', key = '', filled, value] = /^( {2}| {4})([A-Za-z0-9_.-]+):( (?:"([^"\\]*)"|[A-Za-z][A-Za-z0-9_./-]*))?$/.exec(line) ?? [];
      if (indent.length === 2 && filled === undefined && !seen.has(key)) {
        owner = key;
        seen.add(key);
      } else if (indent.length === 4 && filled !== undefined && owner !== '' && !seen.has(`${owner}\n${key}`)) {
        seen.add(`${owner}\n${key}`);
        if (value !== undefined) spans.set(`${owner}\n${key}`, { start: start + line.length - value.length - 2, end: start + line.length, value });
      } else return undefined;
    }
    start += line.length + 1;
  }
  const found = fields.map(([first, second, third, more]) => (first === top && more === undefined ? spans.get(`${second}\n${third}`) : undefined));
  return found.every((span) => span !== undefined) ? found : undefined;
}

function splice(text: string, spans: readonly Span[], replacements: readonly string[]): string {
  const edits = spans.map((span, index) => ({ ...span, replacement: replacements[index] ?? '' })).sort((a, b) => b.start - a.start);
  return edits.reduce((result, edit) => result.slice(0, edit.start) + edit.replacement + result.slice(edit.end), text);
}

/** In double quotes, everything beyond printable ASCII escaped: some of it ends a line for YAML 1.1, none for JSON. */
function quote(value: string): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/**
 * The planned text with the disk's values in its machine-owned fields, always in double quotes.
 * @param from where the values stand on disk, in the order of the fields. Default: at the same place
 */
export async function carryFields(planned: string, disk: string, fields: readonly FieldPath[], from = fields): Promise<string> {
  const values = (await locateFields(disk, from)).map((span) => quote(span.value));
  return splice(planned, await locateFields(planned, fields), values);
}

/** The same as far as it goes: a field that cannot be read keeps what is planned. For a file that is overwritten on demand. */
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

/** The text with its machine-owned fields emptied, for hashing and comparing. */
export async function maskFields(text: string, fields: readonly FieldPath[]): Promise<string> {
  return splice(
    text,
    await locateFields(text, fields),
    fields.map(() => '""'),
  );
}

/** What the machine has written: the values of its fields, in their order. */
export async function readFields(text: string, fields: readonly FieldPath[]): Promise<string[]> {
  return (await locateFields(text, fields)).map((span) => span.value);
}
