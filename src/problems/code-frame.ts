import { oneLine } from '../text/printable.ts';
import type { Position } from './errors.ts';

/** A range to mark with carets; without `end`, one character. */
export interface Mark {
  start: Position;
  end?: Position | undefined;
}

export interface FrameOptions {
  /** Lines that must not be printed. */
  hidden?: ReadonlySet<number>;
  /** Colours of the line numbers and of the marks. */
  dim?: (text: string) => string;
  highlight?: (text: string) => string;
}

const linesAround = 2;
const tabWidth = 4;
/** Longest part of a line that is printed, and how much of it comes before a mark beyond that. */
const maxLength = 100;
const lengthBefore = 40;

const same = (text: string) => text;

/** The lines of a source around some marks, with line numbers and carets; empty if no mark is in the source. */
export function codeFrame(source: string, marks: readonly Mark[], { hidden = new Set(), dim = same, highlight = same }: FrameOptions = {}): string {
  // The line breaks of TypeScript.
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/);
  const visible = marks.filter(({ start: { line, column } }) => !hidden.has(line) && column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 1);
  if (visible.length === 0) return '';
  const numbers = visible.map(({ start }) => start.line);
  const first = Math.max(1, Math.min(...numbers) - linesAround);
  // After a line break at its end, a file has no further line.
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  const last = Math.max(Math.min(count, Math.max(...numbers) + linesAround), ...numbers);
  const from = windowStart(visible);
  const width = String(last).length;
  const gutter = (number: number | '', marked = false) => `${marked ? highlight('>') : ' '} ${dim(`${String(number).padStart(width)} |`)}`;
  const rows: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1] ?? '';
    const marksOfLine = visible.filter(({ start }) => start.line === number);
    const shown = hidden.has(number) ? '…' : cut(text, from);
    rows.push(`${gutter(number, marksOfLine.length > 0)}${shown === '' ? '' : ` ${shown}`}`);
    if (marksOfLine.length > 0) rows.push(`${gutter('')} ${highlight(carets(text, from, marksOfLine))}`);
  }
  return `${rows.join('\n')}\n`;
}

/** Index in all lines from which on they are printed, so that the first mark is visible. */
function windowStart(marks: readonly Mark[]): number {
  const ends = marks.map(({ start, end }) => (end?.line === start.line ? end.column : start.column + 1) - 1);
  const starts = marks.map(({ start }) => start.column - 1);
  return Math.max(...ends) <= maxLength ? 0 : Math.max(0, Math.min(...starts) - lengthBefore);
}

function cut(text: string, from: number): string {
  const [before, after] = [from > 0 && text !== '' ? '…' : '', text.length > from + maxLength ? '…' : ''];
  return `${before}${printed(text.slice(from, from + maxLength)).text}${after}`;
}

/** A line of carets below the marks of a line. */
function carets(text: string, from: number, marks: readonly Mark[]): string {
  const offset = from > 0 ? 1 : 0;
  const columnOf = (index: number) => offset + printed(text.slice(from, Math.min(index, from + maxLength))).width;
  const row: string[] = [];
  for (const { start, end } of marks) {
    const begin = columnOf(start.column - 1);
    const stop = end?.line === start.line ? columnOf(end.column - 1) : begin;
    for (let column = begin; column < Math.max(stop, begin + 1); column++) row[column] = '^';
  }
  return Array.from(row, (cell) => cell ?? ' ').join('');
}

/** Characters of East Asian scripts and emoji, which take two columns of a terminal. */
const wide =
  /^(?![\uff61-\uffdc])[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\ufe0f/u;
const invisible = /^[\p{Mark}\p{Format}]+$/u;

/** A text as a terminal prints it, with tabs expanded and control characters escaped, and its width in columns. */
function printed(text: string): { text: string; width: number } {
  let result = '';
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const cell = segment === '\t' ? ' '.repeat(tabWidth - (width % tabWidth)) : oneLine(segment);
    result += cell;
    width += cell !== segment ? cell.length : wide.test(segment) ? 2 : invisible.test(segment) ? 0 : 1;
  }
  return { text: result, width };
}
