import type { ts } from 'ts-morph';
import { printEntry } from './print-value.ts';
import { indentAt, lineEndBefore, lineStart, startsLine, type TextStyle } from './text-style.ts';

/** Text to insert into a file. */
export interface Insertion {
  /** Offset in the original text. */
  position: number;
  text: string;
}

export type Entry = readonly [name: string, value: unknown];

/** The text with all insertions. */
export function withInsertions(text: string, insertions: readonly Insertion[]): string {
  const sorted = [...insertions].sort((a, b) => a.position - b.position);
  let [result, from] = ['', 0];
  for (const { position, text: added } of sorted) {
    result += text.slice(from, position) + added;
    from = position;
  }
  return result + text.slice(from);
}

/** The original position of a position in the text with insertions. */
export function positionBefore(position: number, insertions: readonly Insertion[]): number {
  let shift = 0;
  for (const { position: at, text } of [...insertions].sort((a, b) => a.position - b.position)) {
    if (at + shift > position) break;
    if (at + shift + text.length > position) return at;
    shift += text.length;
  }
  return position - shift;
}

/** An object literal, and the style of its file. */
export interface WrittenObject {
  literal: ts.ObjectLiteralExpression;
  style: TextStyle;
  compiler: typeof ts;
}

/**
 * Inserts entries in the style of the object: on their own lines, or on its single line. With `order`, each follows its
 * predecessor in that order; otherwise they are appended.
 */
export function insertEntries(object: WrittenObject, entries: readonly Entry[], order: readonly string[] = []): Insertion[] {
  const anchors = new Map<ts.ObjectLiteralElementLike | undefined, Entry[]>();
  for (const entry of entries) {
    const anchor = anchorOf(object.literal, entry[0], order);
    anchors.set(anchor, [...(anchors.get(anchor) ?? []), entry]);
  }
  return [...anchors].flatMap(([anchor, own]) => (anchor === undefined ? atEnd(object, own) : [behind(anchor, object, own)]));
}

/** The field that an entry follows; undefined: append it. */
function anchorOf({ properties }: ts.ObjectLiteralExpression, name: string, order: readonly string[]): ts.ObjectLiteralElementLike | undefined {
  const rank = order.indexOf(name);
  const ranks = properties.map((property) => order.indexOf(property.name?.getText().replace(/^['"]|['"]$/g, '') ?? ''));
  const index = ranks.findLastIndex((other) => other >= 0 && other < rank);
  return index < 0 || index === properties.length - 1 ? undefined : properties[index];
}

/** Inserts after a field that is not the last. */
function behind(anchor: ts.ObjectLiteralElementLike, { literal, style, compiler }: WrittenObject, entries: readonly Entry[]): Insertion {
  const { text } = literal.getSourceFile();
  const next = literal.properties[literal.properties.indexOf(anchor) + 1] ?? anchor;
  const comma = commaAfter(anchor, compiler);
  const line = text.indexOf('\n', comma) + 1;
  // Keep a trailing comment with its field.
  const end = compiler.getTrailingCommentRanges(text, comma)?.at(-1)?.end ?? comma;
  if (startsLine(text, next.getStart()) && line > 0 && text.slice(end, line).trim() === '') {
    const [indent, lineEnd] = [indentAt(text, next.getStart()), lineEndBefore(text, line)];
    return { position: line, text: entries.map(([name, value]) => `${indent}${printEntry(name, value, style, { indent, lineEnd })},${lineEnd}`).join('') };
  }
  return { position: comma, text: entries.map((entry) => ` ${onOneLine(entry, style)},`).join('') };
}

function commaAfter(property: ts.Node, compiler: typeof ts): number {
  const list = property.parent.getChildren().find(({ kind }) => kind === compiler.SyntaxKind.SyntaxList);
  const siblings = list?.getChildren() ?? [];
  return siblings[siblings.indexOf(property) + 1]?.end ?? property.end;
}

function onOneLine([name, value]: Entry, style: TextStyle): string {
  return printEntry(name, value, style, { indent: '', lineEnd: undefined });
}

function atEnd(object: WrittenObject, entries: readonly Entry[]): Insertion[] {
  const { literal, style } = object;
  const { text } = literal.getSourceFile();
  const [open, close] = [literal.getStart(), literal.end - 1];
  if (startsLine(text, close) && lineStart(text, close) > open) return aboveBrace(object, entries);
  const last = literal.properties.at(-1);
  // Keep comments before the brace in place.
  const position = open + text.slice(open, close).trimEnd().length;
  if (last === undefined) {
    const printed = entries.map((entry) => onOneLine(entry, style)).join(', ');
    return [{ position, text: `${style.padding}${printed}${position === close ? style.padding : ''}` }];
  }
  const comma = literal.properties.hasTrailingComma === true ? ',' : '';
  if (!startsLine(text, last.getStart()))
    return [...missingComma(literal), { position, text: ` ${entries.map((entry) => onOneLine(entry, style)).join(', ')}${comma}` }];
  const [indent, lineEnd] = [indentAt(text, last.getStart()), lineEndBefore(text, last.getStart())];
  const lines = entries.map(([name, value]) => `${lineEnd}${indent}${printEntry(name, value, style, { indent, lineEnd })}`);
  return [...missingComma(literal), { position, text: `${lines.join(',')}${comma}` }];
}

/** Inserts lines above a closing brace on its own line. */
function aboveBrace({ literal, style, compiler }: WrittenObject, entries: readonly Entry[]): Insertion[] {
  const { text } = literal.getSourceFile();
  const close = literal.end - 1;
  const last = literal.properties.at(-1);
  const trailingComma = last === undefined ? style.trailingComma : literal.properties.hasTrailingComma === true;
  const hasOwnLine = last !== undefined && lineStart(text, last.getStart()) > literal.getStart();
  const indent = hasOwnLine ? indentAt(text, last.getStart()) : indentAt(text, close) + style.unit;
  const surroundings = { indent, lineEnd: lineEndBefore(text, close), open: isOpen(last, compiler) };
  const lines = entries.map(([name, value], index) => {
    const comma = index < entries.length - 1 || trailingComma ? ',' : '';
    return `${indent}${printEntry(name, value, { ...style, trailingComma }, surroundings)}${comma}${surroundings.lineEnd}`;
  });
  return [...missingComma(literal), { position: lineStart(text, close), text: lines.join('') }];
}

/** Adds a comma after the last field, if it has none. */
function missingComma({ properties }: ts.ObjectLiteralExpression): Insertion[] {
  const last = properties.at(-1);
  return last === undefined || properties.hasTrailingComma === true ? [] : [{ position: last.end, text: ',' }];
}

/** true: the value of the field spans several lines, so a new neighbor does too. */
function isOpen(property: ts.ObjectLiteralElementLike | undefined, compiler: typeof ts): boolean {
  if (property === undefined || !compiler.isPropertyAssignment(property)) return false;
  const { initializer } = property;
  return compiler.isObjectLiteralExpression(initializer) && /^\{\s*\n/.test(initializer.getText());
}
