import { Document, isMap, isPair, isScalar, type Node, type Pair, Scalar, visit, type YAMLMap } from 'yaml';

export interface YamlOptions {
  /** Comment lines at the top of the file, without `#`. */
  header?: string;
  /** Comment before the key at a JSON pointer: `{ '/spec/syncPolicy': 'why' }`. */
  comments?: Record<string, string>;
  /** Comment after the scalar at a JSON pointer. */
  trailingAt?: Record<string, string>;
  /** JSON pointers of keys with a blank line before them. */
  blankLines?: readonly string[];
  /** Comment after a string value, by the value: for pins. */
  trailing?: (value: string) => string | undefined;
  /** GitHub reads YAML 1.2, everything else of ours YAML 1.1. Default: 1.1. */
  reader?: '1.1' | '1.2';
}

/**
 * What a YAML 1.1 reader could take for something other than a string. Wider than any one reader: quotes do no harm.
 * https://yaml.org/type/ and the tables of go-yaml v2, which Helm uses.
 */
const ambiguous = /^(?:[-+.]?[0-9].*|[-+]?\.?e[-+]?[0-9]+|[-+]?\.(?:inf|nan)|\.?nan|y|n|yes|no|on|off|true|false|null|~|=|<<|)$/i;

/** Prints plain data as YAML: LF, two spaces, no line folding, literal blocks for text of several lines. */
export function printYaml(data: unknown, options: YamlOptions = {}): string {
  const document = new Document(data, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return;
      if (node.value.includes('\n')) node.type = Scalar.BLOCK_LITERAL;
      else if ((options.reader ?? '1.1') === '1.1' && ambiguous.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
      const comment = options.trailing?.(node.value);
      if (comment !== undefined) node.comment = ` ${comment}`;
    },
  });
  for (const pointer of options.blankLines ?? []) keyAt(document.contents, pointer).spaceBefore = true;
  for (const [pointer, comment] of Object.entries(options.comments ?? {})) keyAt(document.contents, pointer).commentBefore = commentText(comment);
  for (const [pointer, comment] of Object.entries(options.trailingAt ?? {})) {
    const node = document.getIn(pointer.split('/').slice(1), true);
    if (!isScalar(node)) throw new Error(`no scalar at ${pointer}`);
    node.comment = ` ${comment}`;
  }
  if (options.header !== undefined) document.commentBefore = commentText(options.header);
  return document.toString({ lineWidth: 0, nullStr: '', minContentWidth: 0, flowCollectionPadding: true });
}

function commentText(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : ` ${line}`))
    .join('\n');
}

/** The key node at a JSON pointer; array items are the items themselves. A pointer to nothing is a mistake of ours. */
function keyAt(contents: unknown, pointer: string): Node {
  let node: unknown = contents;
  let key: unknown = contents;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isMap(node)) {
      const pair = (node as YAMLMap).items.find((item): item is Pair => isPair(item) && isScalar(item.key) && String(item.key.value) === name);
      key = pair?.key;
      node = pair?.value;
    } else {
      node = (node as { items?: unknown[] } | undefined)?.items?.[Number(name)];
      key = node;
    }
    if (key === undefined || key === null) throw new Error(`no YAML node at ${pointer}`);
  }
  return key as Node;
}
