/** The words of a command as compose reads it, which asks no shell; undefined where it holds what only a shell can read. */
export function readCommand(text: string): string[] | undefined {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const unquoted = text.replace(/"[^"]*"|'[^']*'/g, '');
  if (/[$`\n]/.test(text) || /[;&|<>]/.test(unquoted)) return undefined;
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
