/** `'a', 'b'`; only the first twelve names, and the number of the others. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `'${name}'`);
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
