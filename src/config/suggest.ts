/** Edits between two words: insert, delete, replace, or swap two neighbours. */
export function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)]);
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let j = 1; j <= b.length; j++) (rows[0] ?? [])[j] = j;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      (rows[i] ?? [])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped);
    }
  return at(a.length, b.length);
}

/** The candidate that was probably meant; undefined where none is near. Case does not count. */
export function suggest(given: string, candidates: readonly string[]): string | undefined {
  const word = given.toLowerCase();
  const near = Math.max(1, Math.floor(word.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const isPart = Math.min(word.length, other.length) >= 3 && (other.startsWith(word) || word.startsWith(other));
    const distance = Math.min(editDistance(word, other), isPart ? near : Number.POSITIVE_INFINITY);
    if (distance <= near && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** `'a', 'b'`; with more than twelve only their number is of use beside the first. */
export function list(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `'${name}'`);
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}

/** ` Did you mean 'prod-dc1'?`, or nothing. */
export function didYouMean(given: string, candidates: readonly string[]): string {
  const meant = suggest(given, candidates);
  return meant === undefined ? '' : ` Did you mean '${meant}'?`;
}
