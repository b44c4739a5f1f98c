/**
 * A Markdown table whose columns line up. Cells are Markdown of one line; a bar in one is escaped.
 * @param aligned number of columns that line up; the others may hold sentences
 */
export function markdownTable(header: readonly string[], rows: ReadonlyArray<readonly string[]>, aligned = header.length): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => (/[|\n]/.test(cell) ? cell.replaceAll('|', '\\|').replaceAll('\n', ' ') : cell)));
  const widths = header.map((_, column) => (column < aligned ? cells.reduce((most, row) => Math.max(most, width(row[column] ?? '')), 3) : 3));
  const line = (row: readonly string[]) => `| ${widths.map((most, column) => pad(row[column] ?? '', most)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((most) => '-'.repeat(most))), ...body.map(line)].join('\n');
}

/** Text of a user's as Markdown of one line that shows exactly it: blanks as one, without what nobody sees. */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\p{C}/gu, '')
    .trim()
    .replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^([0-9]+)([.)])/, '$1\\$2');
}

/** Text of one line as code, also where it holds backticks. */
export function inlineCode(text: string): string {
  if (!text.includes('`')) return `\`${text}\``;
  const fence = '`'.repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${space}${text}${space}${fence}`;
}

function pad(text: string, most: number): string {
  return text.padEnd(most + text.length - width(text));
}

const pair = /[\ud800-\udbff][\udc00-\udfff]/g;

/** Number of its characters, of which some are two units of the text. */
function width(text: string): number {
  return text.length - (text.match(pair)?.length ?? 0);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** What a template with conditions leaves behind, put right: at most one blank line in a row, none at either end. */
export function tidyMarkdown(text: string): string {
  return `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`;
}
