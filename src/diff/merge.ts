import { diff3Merge } from 'node-diff3';

export interface Merged {
  text: string;
  /** true: both sides changed the same lines; the text has both between conflict markers. */
  conflict: boolean;
}

/**
 * Merges the user's and the generator's changes since the text was last generated. Keeps the user's line ends. Changes
 * that touch each other conflict, because their order is unknown. Without `base`, the text that was last generated, it is
 * unknown who changed which line, so everything that differs is one conflict.
 */
export function mergeTexts({ disk, base, planned }: { disk: string; base: string | undefined; planned: string }): Merged {
  const lines = (text: string) => text.replaceAll('\r\n', '\n').split('\n');
  const regions =
    base === undefined
      ? diffWithoutBase(lines(disk), lines(planned))
      : diff3Merge<string>(lines(disk), lines(base), lines(planned), { excludeFalseConflicts: true });
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

/** The common start and end of two texts, and one conflict between them. */
function diffWithoutBase(a: readonly string[], b: readonly string[]): Region[] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const middle = (text: readonly string[]) => text.slice(head, text.length - tail);
  return [{ ok: a.slice(0, head) }, { conflict: { a: middle(a), b: middle(b) } }, { ok: a.slice(a.length - tail) }];
}
