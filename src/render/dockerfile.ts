/**
 * One layer of commands. A command of several lines ends at its first failure, as it does in CI; the blank line after it is
 * for hadolint, which cannot read on without.
 */
export function runInstruction(commands: readonly string[]): string {
  if (commands.every((command) => !command.trim().includes('\n'))) return `RUN ${commands.map((command) => command.trim()).join(' && ')}`;
  return ['RUN <<END_OF_COMMANDS', 'set -e', ...commands.map((command) => command.trim()), 'END_OF_COMMANDS', ''].join('\n');
}
