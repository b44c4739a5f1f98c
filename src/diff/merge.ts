import { diff3Merge } from 'node-diff3';

export interface Merged {
  text: string;
  /** true: both changed the same lines; the text holds both between markers. */
  conflict: boolean;
}

/**
 * Joins what a user and what we changed in a text since we wrote it. Line ends stay as the user has them. Changes that
 * touch each other are a conflict: nobody can say in which order they belong. Without `base`, what was written last,
 * nobody can say who changed which line, and all that differs is one conflict.
 */
export function mergeTexts({ disk, base, planned }: { disk: string; base: string | undefined; planned: string }): Merged {
  const lines = (text: string) => text.replaceAll('\r\n', '\n').split('\n');
  const regions =
    base === undefined ? differing(lines(disk), lines(planned)) : diff3Merge<string>(lines(disk), lines(base), lines(planned), { excludeFalseConflicts: true });
  const merged = regions.flatMap(({ ok, conflict }) =>
    conflict === undefined ? (ok ?? []) : [`${'<'.repeat(7)} this file`, ...conflict.a, '='.repeat(7), ...conflict.b, `${'>'.repeat(7)} create-gitops-app`],
  );
  const text = merged.join('\n');
  return { text: disk.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text, conflict: regions.some(({ conflict }) => conflict !== undefined) };
}

interface Region {
  ok?: string[];
  conflict?: { a: string[]; b: string[] };
}

/** What two texts begin and end with alike, and between them the rest of both. */
function differing(a: readonly string[], b: readonly string[]): Region[] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const middle = (text: readonly string[]) => text.slice(head, text.length - tail);
  return [{ ok: a.slice(0, head) }, { conflict: { a: middle(a), b: middle(b) } }, { ok: a.slice(a.length - tail) }];
}
