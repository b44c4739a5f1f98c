import { diff3Merge } from 'node-diff3';

export interface Merged {
  text: string;
  /** true: both changed the same lines; the text holds both between markers. */
  conflict: boolean;
}

/**
 * Joins what a user and what we changed in a text since we wrote it. Line ends stay as the user has them. Changes that
 * touch each other are a conflict: nobody can say in which order they belong.
 */
export function mergeTexts({ disk, base, planned }: { disk: string; base: string; planned: string }): Merged {
  const lines = (text: string) => text.replaceAll('\r\n', '\n').split('\n');
  const regions = diff3Merge(lines(disk), lines(base), lines(planned), { excludeFalseConflicts: true });
  const merged = regions.flatMap(({ ok, conflict }) =>
    conflict === undefined ? (ok ?? []) : [`${'<'.repeat(7)} this file`, ...conflict.a, '='.repeat(7), ...conflict.b, `${'>'.repeat(7)} create-gitops-app`],
  );
  const text = merged.join('\n');
  return { text: disk.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text, conflict: regions.some(({ conflict }) => conflict !== undefined) };
}
