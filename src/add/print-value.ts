import { printStringLiteral } from '../render/string-literal.ts';
import { plainName, type TextStyle } from './text-style.ts';

/** Context of a printed value. */
export interface Surroundings {
  /** Indentation of the line. */
  indent: string;
  /** Line ending; undefined: print on one line. */
  lineEnd: string | undefined;
  /** true: span several lines, like its neighbors. */
  open?: boolean;
}

/** `name: value`, without a comma, in the style of the file. */
export function printEntry(name: string, value: unknown, style: TextStyle, { indent, lineEnd, open = false }: Surroundings): string {
  const label = `${printName(name, style)}: `;
  return label + printValue(value, style, { indent, lineEnd, open }, label.length);
}

function printValue(value: unknown, style: TextStyle, { indent, lineEnd, open }: Surroundings, labelWidth: number): string {
  if (typeof value === 'string') return printStringLiteral(value, style.quote);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = { indent: indent + style.unit, lineEnd };
  const isList = Array.isArray(value);
  const entries = isList
    ? value.map((item) => printValue(item, style, inner, 0))
    : Object.entries(value).map(([name, child]) => printEntry(name, child, style, inner));
  const [begin, end] = isList ? ['[', ']'] : [`{${style.padding}`, `${style.padding}}`];
  const closed = entries.length === 0 ? (isList ? '[]' : '{}') : `${begin}${entries.join(', ')}${end}`;
  const fits = indent.replaceAll('\t', '    ').length + labelWidth + closed.length + 1 <= style.width;
  if (lineEnd === undefined || entries.length === 0 || (open !== true && fits && !closed.includes('\n'))) return closed;
  const lines = entries.map((entry, index) => `${inner.indent}${entry}${index < entries.length - 1 || style.trailingComma ? ',' : ''}${lineEnd}`);
  return `${begin.trim()}${lineEnd}${lines.join('')}${indent}${end.trim()}`;
}

function printName(name: string, { quote, quotesNames }: TextStyle): string {
  return plainName.test(name) && !quotesNames ? name : printStringLiteral(name, quote);
}
