import type { ts } from 'ts-morph';

/** The code style of a file, so that additions match it. */
export interface TextStyle {
  quote: "'" | '"';
  /** true: names are quoted even if they need no quotes. */
  quotesNames: boolean;
  /** Padding inside the braces of a single-line object. */
  padding: ' ' | '';
  /** true: trailing comma in multi-line objects. */
  trailingComma: boolean;
  /** One level of indentation. */
  unit: string;
  /** Maximum line length of a single-line object. */
  width: number;
}

/** A name that needs no quotes. */
export const plainName = /^[A-Za-z_$][\w$]*$/;

/** The majority style of the file; ties use the style of generated configs. */
export function styleOf(source: ts.SourceFile, compiler: typeof ts): TextStyle {
  const { text } = source;
  const votes = { single: 0, double: 0, quotedNames: 0, plainNames: 0, padded: 0, tight: 0, comma: 0, noComma: 0 };
  const units = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    if (compiler.isStringLiteral(node)) votes[text[node.getStart(source)] === '"' ? 'double' : 'single']++;
    if (compiler.isPropertyAssignment(node) && (compiler.isIdentifier(node.name) || compiler.isStringLiteral(node.name)) && plainName.test(node.name.text))
      votes[compiler.isIdentifier(node.name) ? 'plainNames' : 'quotedNames']++;
    if (compiler.isObjectLiteralExpression(node) && node.properties.length > 0) {
      const [open, close] = [node.getStart(source), node.end - 1];
      if (text.slice(open, close).includes('\n')) {
        if (startsLine(text, close)) votes[node.properties.hasTrailingComma ? 'comma' : 'noComma']++;
        const first = node.properties[0]?.getStart(source) ?? open;
        const [outer, inner] = [indentAt(text, close), indentAt(text, first)];
        if (startsLine(text, first) && inner.startsWith(outer) && inner !== outer)
          units.set(inner.slice(outer.length), (units.get(inner.slice(outer.length)) ?? 0) + 1);
      } else votes[text[open + 1] === ' ' ? 'padded' : 'tight']++;
    }
    compiler.forEachChild(node, visit);
  };
  visit(source);
  const [unit = '  '] = [...units].sort(([, a], [, b]) => b - a).map(([each]) => each);
  const longest = Math.max(...text.split('\n').map((line) => line.trimEnd().length));
  return {
    quote: votes.double > votes.single ? '"' : "'",
    quotesNames: votes.quotedNames > votes.plainNames,
    padding: votes.tight > votes.padded ? '' : ' ',
    trailingComma: votes.noComma <= votes.comma,
    unit,
    width: Math.min(160, Math.max(100, longest)),
  };
}

/** The start of the line that contains a position. */
export function lineStart(text: string, position: number): number {
  return text.lastIndexOf('\n', position - 1) + 1;
}

/** The indentation of the line that contains a position. */
export function indentAt(text: string, position: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, position)))?.[0] ?? '';
}

/** true: only whitespace precedes it on its line. */
export function startsLine(text: string, position: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, position), position));
}

/** Line ending before a position; on the first line, the line ending of the file. */
export function lineEndBefore(text: string, position: number): string {
  const before = text.lastIndexOf('\n', position - 1);
  const end = before < 0 ? text.indexOf('\n') : before;
  return text[end - 1] === '\r' ? '\r\n' : '\n';
}
