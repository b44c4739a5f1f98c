/** Whether two paths are the same, or one is below the other. */
export function pathsOverlap(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}
