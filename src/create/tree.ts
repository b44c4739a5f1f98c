/** Paths as a tree: folders first, as `tree --dirsfirst` prints it. */
export function printTree(root: string, paths: readonly string[]): string {
  return `${root}\n${branches(paths.map((path) => path.split('/')))}`;
}

function branches(paths: readonly (readonly string[])[], indent = ''): string {
  const children = new Map<string, (readonly string[])[]>();
  for (const [name, ...rest] of paths) {
    if (name === undefined) continue;
    children.set(name, [...(children.get(name) ?? []), ...(rest.length === 0 ? [] : [rest])]);
  }
  const sorted = [...children].sort(([a, below], [b, other]) => Number(below.length === 0) - Number(other.length === 0) || (a < b ? -1 : 1));
  return sorted
    .map(([name, below], index) => {
      const last = index === sorted.length - 1;
      return `${indent}${last ? '└──' : '├──'} ${name}\n${branches(below, `${indent}${last ? '    ' : '│   '}`)}`;
    })
    .join('');
}
