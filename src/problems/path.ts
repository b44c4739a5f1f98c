/** Keys from the root of the config to a value. */
export type Path = readonly (string | number)[];

/** A path as a JSON pointer: `/environments/prod/clusters/1`. */
export function pointerOf(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The keys of a JSON pointer. */
export function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A path as in TypeScript: `environments.prod.clusters[1]`, `clusters['prod-eu'].location`. */
export function printPath(path: Path): string {
  if (path.length === 0) return 'the config';
  const printed = path.map((key) => {
    if (/^\d+$/.test(String(key))) return `[${key}]`;
    return /^[A-Za-z_$][\w$]*$/.test(String(key)) ? `.${key}` : `['${key}']`;
  });
  return printed.join('').replace(/^\./, '');
}
