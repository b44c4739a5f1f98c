/**
 * Prints plain data as YAML. The `yaml` library reads and judges it (test/render/yaml.test.ts); it does not print, because it
 * builds a tree of nodes first, which made printing a quarter of what a check costs.
 */

export interface YamlOptions {
  /** Comment lines at the top of the file, without `#`. */
  header?: string;
  /** Comment before the key at a JSON pointer: `{ '/spec/syncPolicy': 'why' }`. */
  comments?: Record<string, string>;
  /** Comment after the scalar at a JSON pointer, or after the key of a mapping or list. */
  trailingAt?: Record<string, string>;
  /** JSON pointers of keys with a blank line before them. */
  blankLines?: readonly string[];
  /** Comment after a string value, by the value: for pins. */
  trailing?: (value: string) => string | undefined;
  /** Longest line: a longer text is folded at its spaces, without a change of its value. Default: no folding. */
  foldAt?: number;
  /** GitHub reads YAML 1.2, everything else of ours YAML 1.1. Default: 1.1. */
  reader?: '1.1' | '1.2';
}

/** Width at which long text of values files is folded. */
export const foldWidth = 125;

/**
 * What a YAML 1.1 reader could take for something other than a string. Wider than any one reader: quotes do no harm.
 * https://yaml.org/type/ and the tables of go-yaml v2, which Helm uses.
 */
const ambiguous = /^(?:[-+.]?[0-9].*|[-+]?\.[0-9_]*|[-+]?\.?e[-+]?[0-9]+|[-+]?\.(?:inf|nan)|\.?nan|y|n|yes|no|on|off|true|false|null|~|=|<<|)$/i;

/** true: a text that needs quotes, wherever a YAML 1.1 reader may see it. */
export function isAmbiguous(text: string): boolean {
  return ambiguous.test(text);
}

/** What a YAML 1.2 reader takes for something other than a string: https://yaml.org/spec/1.2.2/#103-core-schema */
const otherType =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|)$/;

/** What cannot stand plain: an indicator at the start, a comment or a key within, blanks at an end. */
const notPlain = /^[\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|:[ \t]|[\t ]#|[\t :-]$|^---|^\.\.\./;

/** Control characters, half of a surrogate pair, a byte order mark: they stand as escapes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for; \p{Cc} would cost more than the rest of the file
const unprintable = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff\u2028\u2029\ufeff]/u;

/** LF, two spaces, literal blocks for text of several lines. */
export function printYaml(data: unknown, options: YamlOptions = {}): string {
  const { header, comments = {}, trailingAt = {}, blankLines = [], trailing, foldAt = Number.POSITIVE_INFINITY, reader = '1.1' } = options;
  const blanks = new Set(blankLines);
  const unused = new Set([...Object.keys(comments), ...Object.keys(trailingAt), ...blankLines]);
  // Pointers are built only on the way to a place; everywhere else they are undefined.
  const ways = new Set<string>();
  for (const place of unused) for (let way = place; !ways.has(way); way = way.slice(0, Math.max(0, way.lastIndexOf('/')))) ways.add(way);
  const below = (pointer: string | undefined, key: string | number): string | undefined => {
    if (pointer === undefined) return undefined;
    const at = `${pointer}/${typeof key === 'string' ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key}`;
    return ways.has(at) ? at : undefined;
  };

  const scalar = (value: unknown): string => {
    if (value === null) return '';
    return typeof value === 'string' ? text(value, reader) : String(value);
  };

  /** What stands before a key or an item: a blank line, a comment. `first`: of the whole document. */
  const before = (pointer: string | undefined, indent: string, first: boolean): string => {
    if (pointer === undefined || !unused.delete(pointer)) return '';
    const comment = comments[pointer];
    return `${blanks.has(pointer) && !first ? '\n' : ''}${comment === undefined ? '' : commentLines(comment, indent)}`;
  };

  /** A value after its key or dash, with the line's end. */
  const after = (value: unknown, pointer: string | undefined, indent: string): string => {
    const placed = pointer === undefined ? undefined : trailingAt[pointer];
    if (pointer !== undefined && placed !== undefined) unused.delete(pointer);
    const comment = placed ?? (typeof value === 'string' ? trailing?.(value) : undefined);
    const end = comment === undefined ? '\n' : ` # ${comment}\n`;
    if (typeof value === 'string' && isBlock(value)) return ` ${block(value, indent, comment)}`;
    const printed = scalar(value);
    if (typeof value === 'string' && indent.length + printed.length > foldAt && isFoldable(value)) return ` ${folded(value, indent, foldAt, comment)}`;
    return printed === '' ? end : ` ${printed}${end}`;
  };

  const besideKey = (pointer: string | undefined): string => {
    const placed = pointer === undefined ? undefined : trailingAt[pointer];
    if (pointer === undefined || placed === undefined) return '';
    unused.delete(pointer);
    return ` # ${placed}`;
  };

  const map = (value: object, pointer: string | undefined, indent: string, inline: boolean): string => {
    let lines = '';
    let first = true;
    // An entry of Object.entries and its taking apart would be half of what printing costs.
    for (const key of Object.keys(value)) {
      const child = (value as Record<string, unknown>)[key];
      if (child === undefined) continue;
      const at = below(pointer, key);
      const start = inline && first ? '' : before(at, indent, first && pointer === '');
      lines += `${start}${inline && first ? '' : indent}${text(key, reader)}:`;
      if (isFilled(child)) lines += `${besideKey(at)}\n${Array.isArray(child) ? list(child, at, `${indent}  `) : map(child, at, `${indent}  `, false)}`;
      else lines += after(emptyText(child) ?? child, at, indent);
      first = false;
    }
    return lines;
  };

  const list = (values: readonly unknown[], pointer: string | undefined, indent: string): string =>
    values
      .map((value, index) => {
        const at = below(pointer, index);
        const start = `${before(at, indent, false)}${indent}-`;
        if (!isFilled(value)) return start + after(emptyText(value) ?? value, at, indent);
        return `${start} ${Array.isArray(value) ? list(value, at, `${indent}  `).slice(indent.length + 2) : map(value, at, `${indent}  `, true)}`;
      })
      .join('');

  const top = ways.has('') ? '' : undefined;
  const body = isFilled(data)
    ? Array.isArray(data)
      ? list(data, top, '')
      : map(data, top, '', false)
    : `${(emptyText(data) ?? new Raw(scalar(data))).text}\n`;
  const [place] = unused;
  if (place !== undefined) throw new Error(`no YAML node at ${place}`);
  return header === undefined ? body : `${commentLines(header, '')}\n${body}`;
}

/** Text that is printed as it is. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}
const emptyList = new Raw('[]');
const emptyMap = new Raw('{}');

function emptyText(value: unknown): Raw | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value) ? emptyList : emptyMap;
}

function isFilled(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  for (const key in value) if ((value as Record<string, unknown>)[key] !== undefined) return true;
  return false;
}

function commentLines(comment: string, indent: string): string {
  return comment
    .split('\n')
    .map((line) => (line === '' ? `${indent}#\n` : `${indent}# ${line}\n`))
    .join('');
}

/** A string on one line: plain where every reader takes it for that string, else in quotes. */
function text(value: string, reader: '1.1' | '1.2'): string {
  if (reader === '1.1' && isAmbiguous(value)) return JSON.stringify(value);
  if (!notPlain.test(value) && !otherType.test(value) && !unprintable.test(value)) return value;
  return value.includes('"') && !value.includes("'") && !unprintable.test(value) ? `'${value}'` : JSON.stringify(value);
}

/** Text of several lines, unless a literal block could not hold it: blanks at its end, a control character. */
function isBlock(value: string): boolean {
  return value.includes('\n') && /\S\n*$/.test(value) && !unprintable.test(value.replaceAll(/[\n\t]/g, ''));
}

/** A literal block. https://yaml.org/spec/1.2.2/#812-literal-style */
function block(value: string, indent: string, comment: string | undefined): string {
  const content = value.replace(/\n+$/, '');
  const ends = value.length - content.length;
  // A first line that begins with a blank needs the depth of the indentation.
  const depth = /^\n*[ \t]/.test(content) ? '2' : '';
  const chomping = ends === 0 ? '-' : ends === 1 ? '' : '+';
  const lines = content.split('\n').map((line) => (line === '' ? '\n' : `${indent}  ${line}\n`));
  return `|${depth}${chomping}${comment === undefined ? '' : ` # ${comment}`}\n${lines.join('')}${'\n'.repeat(Math.max(0, ends - 1))}`;
}

/** Text of one line that a folded block can hold: spaces to break at, none at its ends. */
function isFoldable(value: string): boolean {
  return /\S \S/.test(value) && /^\S.*\S$/.test(value) && !unprintable.test(value);
}

/** A folded block: a reader joins its lines with spaces again. https://yaml.org/spec/1.2.2/#813-folded-style */
function folded(value: string, indent: string, foldAt: number, comment: string | undefined): string {
  const lines: string[] = [];
  let line = '';
  // A break beside other blanks would not be read as one space.
  for (const word of value.split(/(?<=\S) (?=\S)/)) {
    if (line !== '' && indent.length + 2 + line.length + 1 + word.length > foldAt) {
      lines.push(line);
      line = word;
    } else line += line === '' ? word : ` ${word}`;
  }
  lines.push(line);
  return `>-${comment === undefined ? '' : ` # ${comment}`}\n${lines.map((each) => `${indent}  ${each}\n`).join('')}`;
}
