/** The candidate that the user probably meant: at most a third of its letters differ, or one is a prefix of the other. */
export function closest(name: string, candidates: readonly string[]): string | undefined {
  const scored = candidates.map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }));
  scored.sort((a, b) => a.distance - b.distance);
  const [best] = scored;
  if (best !== undefined && best.distance <= Math.max(1, Math.floor(best.candidate.length / 3))) return best.candidate;
  const [short, all] = [name.toLowerCase(), candidates.map((candidate) => ({ candidate, lower: candidate.toLowerCase() }))];
  if (short.length < 3) return undefined;
  return all.find(({ lower }) => lower.startsWith(short) || (lower.length > 3 && short.startsWith(lower)))?.candidate;
}

/** Damerau-Levenshtein distance: letters inserted, deleted, replaced, or two swapped. */
function distance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, row) =>
    Array.from({ length: b.length + 1 }, (_, column) => (row === 0 ? column : column === 0 ? row : 0)),
  );
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= a.length; row++)
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + cost);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) best = Math.min(best, at(row - 2, column - 2) + 1);
      (rows[row] as number[])[column] = best;
    }
  return at(a.length, b.length);
}

/** ` Did you mean 'check'?`, or an empty string. */
export function didYouMean(name: string, candidates: readonly string[], prefix = ''): string {
  const candidate = closest(name, candidates);
  return candidate === undefined ? '' : ` Did you mean '${prefix}${candidate}'?`;
}
