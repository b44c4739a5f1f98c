import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** A YAML value with its line number, starting at 1: a text, entries or items. */
export interface Located {
  line: number;
  /** A scalar as text; empty for null. */
  text?: string;
  /** It is null, not an empty string. */
  none?: true;
  entries?: ReadonlyMap<string, Located>;
  items?: readonly Located[];
  /** Its anchor, and the anchors that it merges with `<<`. */
  anchor?: string;
  merges?: readonly string[];
}

/** Undefined if the text is not YAML. Resolves aliases and merge keys; own entries of a map take precedence. */
export function locatedYaml(text: string): Located | undefined {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: false });
  if (document.errors.length > 0 || document.contents === null) return undefined;
  const lineOf = (node: Node) => counter.linePos(node.range?.[0] ?? 0).line;
  // Limits the expansion of aliases, so that a hostile file cannot exhaust the memory.
  let budget = 100_000;
  const locate = (node: unknown, line: number, depth: number): Located => {
    if (budget-- < 0 || depth > 100) return { line, text: '' };
    if (isAlias(node)) return locate(node.resolve(document), line, depth + 1);
    if (isMap(node)) {
      const merged = new Map<string, Located>();
      const own = new Map<string, Located>();
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : String(key);
        const located = locate(value, isScalar(key) ? lineOf(key) : line, depth + 1);
        if (name !== '<<') own.set(name, located);
        else for (const each of located.items ?? [located]) for (const [inner, child] of each.entries ?? []) if (!merged.has(inner)) merged.set(inner, child);
      }
      const merges = node.items
        .filter(({ key }) => isScalar(key) && key.value === '<<')
        .flatMap(({ value }) => (isSeq(value) ? value.items : [value]))
        .flatMap((each) => (isAlias(each) ? [each.source] : []));
      return {
        line,
        entries: new Map([...merged, ...own]),
        ...(node.anchor === undefined ? {} : { anchor: node.anchor }),
        ...(merges.length === 0 ? {} : { merges }),
      };
    }
    if (isSeq(node)) return { line, items: node.items.map((item) => locate(item, item === null ? line : lineOf(item as Node), depth + 1)) };
    if (!isScalar(node)) return { line, text: '' };
    if (node.value === null) return { line, text: '', none: true };
    // Keeps the notation of numbers: 1.10 is a version, not 1.1.
    return { line, text: typeof node.value === 'string' ? node.value : (node.source ?? String(node.value)) };
  };
  return locate(document.contents, 1, 0);
}

/** The value at a path of keys. */
export function at(located: Located | undefined, ...keys: readonly string[]): Located | undefined {
  return keys.reduce((value, key) => value?.entries?.get(key), located);
}
