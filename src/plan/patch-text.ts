import { type Document, isCollection, isMap, isScalar, isSeq, type Node, Pair, parseDocument, Scalar, type ScalarTag, type Tags, visit } from 'yaml';
import { pinnedVersion } from '../github/action-pins.ts';
import type { PatchOperation } from '../model/model.ts';
import { keysOf } from '../problems/path.ts';
import { printJson } from '../render/json.ts';
import { foldWidth, isAmbiguous } from '../render/yaml.ts';

/** An operation that cannot be applied. */
export class PatchError extends Error {
  /** Its index in the list. */
  readonly index: number;
  constructor(index: number, message: string) {
    super(message);
    this.index = index;
  }
}

/**
 * Applies operations of RFC 6902 (https://www.rfc-editor.org/rfc/rfc6902#section-4) to the text of a YAML or JSON file. It
 * preserves comments and everything that no operation names.
 * @throws PatchError at the first operation that cannot be applied
 */
export function patchText(text: string, path: string, operations: readonly PatchOperation[]): string {
  const document = parseDocument(text, { version: '1.2', customTags: withFolding });
  const original = new Set<unknown>();
  visit(document, { Scalar: (_, scalar) => void original.add(scalar) });
  for (const [index, operation] of operations.entries()) {
    try {
      apply(document, operation);
    } catch (error) {
      throw error instanceof OperationError ? new PatchError(index, error.message) : error;
    }
  }
  if (path.endsWith('.json')) return printJson(document.toJS());
  // GitHub reads YAML 1.2, but Helm and Kubernetes read 1.1, where more of the added strings need quotes.
  if (!path.startsWith('.github/'))
    visit(document, {
      Scalar: (_, scalar) => {
        if (!original.has(scalar) && typeof scalar.value === 'string' && isAmbiguous(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
      },
    });
  return document.toString({ lineWidth: 0 });
}

/** Keeps folded text folded, which a line width of 0 would join; nothing else is broken. */
function withFolding(tags: Tags): Tags {
  const string = tags.find((tag): tag is ScalarTag => typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:str');
  const stringify: ScalarTag['stringify'] = (item, context, ...callbacks) => {
    const lineWidth = item.type === Scalar.BLOCK_FOLDED ? foldWidth : 0;
    return string?.stringify?.(item, { ...context, options: { ...context.options, lineWidth } }, ...callbacks) ?? '';
  };
  return tags.map((tag) => (tag === string ? { ...string, stringify } : tag));
}

class OperationError extends Error {}

function apply(document: Document, operation: PatchOperation): void {
  switch (operation.op) {
    case 'add':
      add(document, operation.path, { value: document.createNode(operation.value) });
      break;
    case 'remove':
      remove(document, operation.path);
      break;
    case 'replace':
      replace(document, operation.path, document.createNode(operation.value) as Node);
      break;
    case 'test': {
      const actual = nodeAt(document, operation.path)?.toJS(document) as unknown;
      if (!isEqual(actual, operation.value)) throw new OperationError(`${operation.path} is ${JSON.stringify(actual)}, not ${JSON.stringify(operation.value)}`);
      break;
    }
    case 'move':
      if (operation.path.startsWith(`${operation.from}/`)) throw new OperationError(`${operation.path} is inside ${operation.from}`);
      add(document, operation.path, remove(document, operation.from));
      break;
    case 'copy':
      add(document, operation.path, { value: nodeAt(document, operation.from)?.clone() as Node });
      break;
  }
}

/** A value, and the comment and blank line above its key, which move with it. */
interface Entry {
  value: Node | null;
  commentBefore?: string;
  spaceBefore?: boolean;
}

function add(document: Document, pointer: string, { value, commentBefore, spaceBefore }: Entry): void {
  const { parent, key } = parentOf(document, pointer);
  if (isSeq(parent)) parent.items.splice(key === '-' ? parent.items.length : indexIn(parent.items, key, pointer, 1), 0, value);
  else if (isMap(parent) && parent.items.some((item) => keyText(item.key) === key)) replace(document, pointer, value);
  else if (isMap(parent)) {
    const name = document.createNode(key) as Scalar;
    if (commentBefore !== undefined) name.commentBefore = commentBefore;
    if (spaceBefore !== undefined) name.spaceBefore = spaceBefore;
    parent.add(new Pair(name, value));
  }
}

/** Replaces a node, and keeps the comments of the old one. */
function replace(document: Document, pointer: string, node: Node | null): void {
  const { parent, key } = parentOf(document, pointer);
  const old = nodeAt(document, pointer);
  if (old !== null && node !== null) {
    node.spaceBefore = old.spaceBefore ?? false;
    if (old.commentBefore != null) node.commentBefore = old.commentBefore;
    // The comment of a pinned action names the old version.
    const isVersion = isScalar(old) && typeof old.value === 'string' && old.comment?.trim() === pinnedVersion(old.value);
    if (old.comment != null && !isVersion) node.comment = old.comment;
  }
  if (isMap(parent)) parent.set(keyIn(parent, key), node);
  else if (isSeq(parent)) parent.items[indexIn(parent.items, key, pointer)] = node;
}

function remove(document: Document, pointer: string): Entry {
  const { parent, key } = parentOf(document, pointer);
  const value = nodeAt(document, pointer);
  if (!isMap(parent)) {
    parent.delete(Number(key));
    return { value };
  }
  const index = parent.items.findIndex((item) => keyText(item.key) === key);
  const [removed] = parent.items.splice(index, 1);
  const next = parent.items[0]?.key;
  // A blank line above the new first key would follow the one above the map itself.
  if (index === 0 && isScalar(next)) next.spaceBefore = false;
  if (!isScalar(removed?.key)) return { value };
  const { commentBefore, spaceBefore } = removed.key;
  return { value, ...(commentBefore == null ? {} : { commentBefore }), ...(spaceBefore === undefined ? {} : { spaceBefore }) };
}

/** The collection that contains the value of a pointer, and the key in it. */
function parentOf(document: Document, pointer: string): { parent: ReturnType<typeof collectionAt>; key: string } {
  const keys = keysOf(pointer);
  return { parent: collectionAt(document, keys.slice(0, -1), pointer), key: keys.at(-1) ?? '' };
}

function collectionAt(document: Document, keys: readonly string[], pointer: string) {
  let node = document.contents as Node | null;
  for (const key of keys) node = childOf(node, key, pointer);
  if (!isCollection(node)) throw new OperationError(`${pointer} cannot exist: its parent is neither a map nor a list`);
  return node;
}

/** null: the key has no value, which YAML reads as null. */
function nodeAt(document: Document, pointer: string): Node | null {
  let node = document.contents as Node | null;
  for (const key of keysOf(pointer)) node = childOf(node, key, pointer);
  return node;
}

function childOf(node: Node | null, key: string, pointer: string): Node | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => keyText(item.key) === key);
    if (pair !== undefined) return pair.value as Node | null;
  } else if (isSeq(node)) return node.items[indexIn(node.items, key, pointer)] as Node | null;
  throw new OperationError(`${pointer} does not exist`);
}

/** The key as it is in the map, where it may be a number. */
function keyIn(map: { items: { key: unknown }[] }, key: string): unknown {
  const pair = map.items.find((item) => keyText(item.key) === key);
  return pair === undefined ? key : isScalar(pair.key) ? pair.key.value : pair.key;
}

const keyText = (key: unknown) => String(isScalar(key) ? key.value : key);

/** `extra` 1: the index after the last item is valid too. */
function indexIn(items: readonly unknown[], key: string, pointer: string, extra = 0): number {
  const index = /^(?:0|[1-9][0-9]*)$/.test(key) ? Number(key) : Number.NaN;
  if (!(index < items.length + extra))
    throw new OperationError(`${pointer} does not exist: the list has ${items.length} ${items.length === 1 ? 'item' : 'items'}`);
  return index;
}

/** Equality as in RFC 6902: the order of keys does not matter. */
function isEqual(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
  );
}
