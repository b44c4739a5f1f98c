import { isMap, isScalar, LineCounter, type Pair, parseDocument, Scalar, type YAMLMap } from 'yaml';
import type { FieldPath } from './plan.ts';

/** Why a machine-owned field cannot be carried over. */
export class FieldError extends Error {
  readonly field: FieldPath;
  readonly line: number | undefined;
  constructor(field: FieldPath, reason: string, line?: number) {
    super(`${field.join('.')} ${reason}`);
    this.name = 'FieldError';
    this.field = field;
    this.line = line;
  }
}

interface Span {
  start: number;
  end: number;
  value: string;
}

/** Where each field's scalar stands. Refuses what cannot be spliced safely: missing, duplicate, alias, anchor, block. */
function locateFields(text: string, fields: readonly FieldPath[]): Span[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, keepSourceTokens: false });
  return fields.map((field) => {
    let node: unknown = document.contents;
    for (const key of field) {
      const pairs = isMap(node) ? (node as YAMLMap).items.filter((pair: Pair) => isScalar(pair.key) && String(pair.key.value) === key) : [];
      if (pairs.length === 0) throw new FieldError(field, 'is missing');
      if (pairs.length > 1) throw new FieldError(field, 'stands twice');
      node = pairs[0]?.value;
    }
    const line = (node as Scalar | null)?.range === undefined || node === null ? undefined : lines.linePos((node as Scalar).range?.[0] ?? 0).line;
    if (!isScalar(node) || !node.range) throw new FieldError(field, 'is not a plain value', line);
    if (node.anchor !== undefined) throw new FieldError(field, 'has an anchor', line);
    if (node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL) throw new FieldError(field, 'is a block', line);
    if (typeof node.value !== 'string') throw new FieldError(field, `is ${JSON.stringify(node.value)}, not a string: put it in double quotes`, line);
    return { start: node.range[0], end: node.range[1], value: node.value };
  });
}

function splice(text: string, spans: readonly Span[], replacements: readonly string[]): string {
  const edits = spans.map((span, index) => ({ ...span, replacement: replacements[index] ?? '' })).sort((a, b) => b.start - a.start);
  return edits.reduce((result, edit) => result.slice(0, edit.start) + edit.replacement + result.slice(edit.end), text);
}

/** The planned text with the disk's values in its machine-owned fields, always in double quotes. */
export function carryFields(planned: string, disk: string, fields: readonly FieldPath[]): string {
  const values = locateFields(disk, fields).map((span) => JSON.stringify(span.value));
  return splice(planned, locateFields(planned, fields), values);
}

/** The text with its machine-owned fields emptied, for hashing and comparing. */
export function maskFields(text: string, fields: readonly FieldPath[]): string {
  return splice(
    text,
    locateFields(text, fields),
    fields.map(() => '""'),
  );
}
