/** The words of a command as compose reads it; undefined where only a shell can read it. */
export function readCommand(text: string): string[] | undefined {
  if (/[$`;&|<>\n]/.test(text)) return undefined;
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
