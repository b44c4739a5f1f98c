/** The words of a command, split as Compose does it, without a shell; undefined if the command needs a shell. */
export function readCommand(text: string): string[] | undefined {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const unquoted = text.replace(/"[^"]*"|'[^']*'/g, '');
  if (/[$`\n]/.test(text) || /[;&|<>]/.test(unquoted)) return undefined;
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
