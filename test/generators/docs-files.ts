import { join } from 'node:path';
import { goldenCases, goldenFolder, readTree } from '../golden/cases.ts';

/** A Markdown file of a golden tree. */
export interface Document {
  /** `shop/config/docs/shop/README.md`. */
  path: string;
  text: string;
}

/** Every Markdown file of every golden, with all paths of its tree. */
export function goldenDocuments(): Array<Document & { golden: string; tree: ReadonlyMap<string, string> }> {
  return goldenCases.flatMap(({ name }) => {
    const tree = readTree(join(goldenFolder, name));
    return [...tree].filter(([path]) => path.endsWith('.md')).map(([path, text]) => ({ golden: name, path, text, tree }));
  });
}

/** Code blocks of one language. */
export function codeBlocks(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, name]) => name === language).map(([, , code]) => code ?? '');
}

/** Text outside of code blocks. */
export function prose(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}

/** Anchors of the headings, as GitHub makes them. */
export function anchors(text: string): Set<string> {
  const seen = new Map<string, number>();
  const result = new Set<string>();
  for (const [, heading = ''] of prose(text).matchAll(/^#{1,6} +(.*)$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\p{M} _-]/gu, '').replaceAll(' ', '-');
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    result.add(count === 0 ? anchor : `${anchor}-${count}`);
  }
  return result;
}

/** Targets of the links outside of code, without titles. */
export function links(text: string): string[] {
  return [
    ...prose(text)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map(([, target]) => target ?? '');
}
