import { isMap, isScalar, LineCounter, type Pair, parseDocument, Scalar, type YAMLMap } from 'yaml';
import { FieldError } from './field-error.ts';
import type { FieldPath } from './field-path.ts';

/** Position of a scalar in a text, in characters, and its value. */
export interface Span {
  start: number;
  end: number;
  value: string;
}

/**
 * Positions of fields in any YAML.
 * @throws FieldError if one cannot be replaced safely
 */
export function locateByParser(text: string, fields: readonly FieldPath[]): Span[] {
  const lines = new LineCounter();
  const document = parse(text, lines, fields);
  const [syntax] = document.errors;
  const [field] = fields;
  if (syntax !== undefined && field !== undefined)
    throw new FieldError(field, `cannot be read, the file is not YAML: ${syntax.code}`, syntax.linePos?.[0].line);
  return fields.map((path) => locateField(document.contents, path, lines));
}

function parse(text: string, lines: LineCounter, [field = []]: readonly FieldPath[]) {
  try {
    return parseDocument(text, { lineCounter: lines, uniqueKeys: false, keepSourceTokens: false });
  } catch (error) {
    if (error instanceof RangeError) throw new FieldError(field, 'cannot be read, the file is nested too deeply');
    throw error;
  }
}

function locateField(contents: unknown, field: FieldPath, lines: LineCounter): Span {
  let node: unknown = contents;
  let line: number | undefined;
  for (const key of field) {
    const pairs: Pair[] = isMap(node) ? (node as YAMLMap).items.filter((pair: Pair) => isScalar(pair.key) && String(pair.key.value) === key) : [];
    const [pair, second] = pairs;
    if (pair === undefined) throw new FieldError(field, 'is missing', line);
    if (second !== undefined) throw new FieldError(field, 'is duplicated', lineOf(second.key, lines));
    line = lineOf(pair.key, lines);
    node = pair.value;
  }
  if (!isScalar(node) || !node.range) throw new FieldError(field, 'is not a plain value', line);
  if (node.anchor !== undefined) throw new FieldError(field, 'has an anchor', line);
  if (node.tag !== undefined && node.tag !== 'tag:yaml.org,2002:str') throw new FieldError(field, `has the tag ${node.tag}`, line);
  if (node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL) throw new FieldError(field, 'is a block scalar', line);
  if (typeof node.value !== 'string') throw new FieldError(field, `is ${node.source || 'empty'}, not a string: put it in double quotes`, line);
  return { start: node.range[0], end: node.range[1], value: node.value };
}

function lineOf(node: unknown, lines: LineCounter): number | undefined {
  return isScalar(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
}
