import type { ts } from 'ts-morph';
import { printEntry } from './print-value.ts';
import { indentAt, lineEndBefore, lineStart, startsLine, type TextStyle } from './text-style.ts';

/** Text that is set into a file; nothing is ever taken out. */
export interface Insertion {
  /** Offset in the text as it was. */
  position: number;
  text: string;
}

export type Entry = readonly [name: string, value: unknown];

/** The text with everything in its place. */
export function withInsertions(text: string, insertions: readonly Insertion[]): string {
  const sorted = [...insertions].sort((a, b) => a.position - b.position);
  let [result, from] = ['', 0];
  for (const { position, text: added } of sorted) {
    result += text.slice(from, position) + added;
    from = position;
  }
  return result + text.slice(from);
}

/** Where a position of the text with insertions was before. */
export function positionBefore(position: number, insertions: readonly Insertion[]): number {
  let shift = 0;
  for (const { position: at, text } of [...insertions].sort((a, b) => a.position - b.position)) {
    if (at + shift > position) break;
    if (at + shift + text.length > position) return at;
    shift += text.length;
  }
  return position - shift;
}

/**
 * Entries for an object, as its text is written: on lines of their own, or on its one line. With `order` each stands
 * behind the field that comes before it there; else they are the last.
 */
export function insertEntries(
  literal: ts.ObjectLiteralExpression,
  entries: readonly Entry[],
  style: TextStyle,
  compiler: typeof ts,
  order: readonly string[] = [],
): Insertion[] {
  const anchors = new Map<ts.ObjectLiteralElementLike | undefined, Entry[]>();
  for (const entry of entries) {
    const anchor = anchorOf(literal, entry[0], order);
    anchors.set(anchor, [...(anchors.get(anchor) ?? []), entry]);
  }
  return [...anchors].flatMap(([anchor, own]) =>
    anchor === undefined ? atEnd(literal, own, style, compiler) : [after(literal, anchor, own, style, compiler)],
  );
}

/** The field behind which an entry stands; undefined: the end. */
function anchorOf(literal: ts.ObjectLiteralExpression, name: string, order: readonly string[]): ts.ObjectLiteralElementLike | undefined {
  const rank = order.indexOf(name);
  const ranks = literal.properties.map((property) => order.indexOf(property.name?.getText().replace(/^['"]|['"]$/g, '') ?? ''));
  const index = ranks.findLastIndex((other) => other >= 0 && other < rank);
  return index < 0 || index === literal.properties.length - 1 ? undefined : literal.properties[index];
}

/** Behind a field that is not the last. */
function after(
  literal: ts.ObjectLiteralExpression,
  anchor: ts.ObjectLiteralElementLike,
  entries: readonly Entry[],
  style: TextStyle,
  compiler: typeof ts,
): Insertion {
  const { text } = literal.getSourceFile();
  const next = literal.properties[literal.properties.indexOf(anchor) + 1] ?? anchor;
  const comma = commaAfter(anchor, compiler);
  const line = text.indexOf('\n', comma) + 1;
  const comments = compiler.getTrailingCommentRanges(text, comma) ?? [];
  const end = comments.at(-1)?.end ?? comma;
  if (startsLine(text, next.getStart()) && line > 0 && text.slice(end, line).trim() === '') {
    const surroundings = { indent: indentAt(text, next.getStart()), lineEnd: lineEndBefore(text, line), open: false };
    return {
      position: line,
      text: entries.map(([name, value]) => `${surroundings.indent}${printEntry(name, value, style, surroundings)},${surroundings.lineEnd}`).join(''),
    };
  }
  const inline = { indent: '', lineEnd: undefined };
  return { position: comma, text: entries.map(([name, value]) => ` ${printEntry(name, value, style, inline)},`).join('') };
}

function commaAfter(property: ts.Node, compiler: typeof ts): number {
  const siblings =
    property.parent
      .getChildren()
      .find(({ kind }) => kind === compiler.SyntaxKind.SyntaxList)
      ?.getChildren() ?? [];
  return siblings[siblings.indexOf(property) + 1]?.end ?? property.end;
}

function atEnd(literal: ts.ObjectLiteralExpression, entries: readonly Entry[], style: TextStyle, compiler: typeof ts): Insertion[] {
  const { text } = literal.getSourceFile();
  const [open, close] = [literal.getStart(), literal.end - 1];
  const last = literal.properties.at(-1);
  const hasComma = literal.properties.hasTrailingComma === true;
  const comma: Insertion[] = last === undefined || hasComma ? [] : [{ position: last.end, text: ',' }];
  const endsWithComma = last === undefined ? style.trailingComma : hasComma;
  if (startsLine(text, close) && lineStart(text, close) > open) {
    const outer = indentAt(text, close);
    const ownLine = last !== undefined && lineStart(text, last.getStart()) > open;
    const indent = ownLine ? indentAt(text, last.getStart()) : outer + style.unit;
    const lineEnd = lineEndBefore(text, close);
    const surroundings = { indent, lineEnd, open: isOpen(last, compiler) };
    const lines = entries.map(([name, value], index) => {
      const separator = index < entries.length - 1 || endsWithComma ? ',' : '';
      return `${indent}${printEntry(name, value, { ...style, trailingComma: endsWithComma }, surroundings)}${separator}${lineEnd}`;
    });
    return [...comma, { position: lineStart(text, close), text: lines.join('') }];
  }
  const content = open + text.slice(open, close).trimEnd().length;
  if (last !== undefined && startsLine(text, last.getStart())) {
    const surroundings = { indent: indentAt(text, last.getStart()), lineEnd: lineEndBefore(text, last.getStart()), open: false };
    const lines = entries.map(([name, value]) => `${surroundings.lineEnd}${surroundings.indent}${printEntry(name, value, style, surroundings)}`);
    return [...comma, { position: content, text: lines.join(',') + (hasComma ? ',' : '') }];
  }
  const printed = entries.map(([name, value]) => printEntry(name, value, style, { indent: '', lineEnd: undefined })).join(', ');
  if (last !== undefined) return [...comma, { position: content, text: ` ${printed}${hasComma ? ',' : ''}` }];
  return [{ position: content, text: `${style.padding}${printed}${content === close ? style.padding : ''}` }];
}

/** true: the value of a field stands on several lines, and so does that of a new neighbour. */
function isOpen(property: ts.ObjectLiteralElementLike | undefined, compiler: typeof ts): boolean {
  if (property === undefined || !compiler.isPropertyAssignment(property)) return false;
  const { initializer } = property;
  return compiler.isObjectLiteralExpression(initializer) && /^\{\s*\n/.test(initializer.getText());
}
