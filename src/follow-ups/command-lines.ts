/** Commands for a person, each on a line of its own, as follow-ups show them. */
export function commandLines(commands: readonly string[]): string {
  return commands.map((command) => `  ${command}\n`).join('');
}
