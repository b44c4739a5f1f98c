import { type CommandDescription, type CommandName, commands } from './command-descriptions.ts';
import type { OptionDescription } from './option-description.ts';

/** Help for one command, or for all. `program` is the name that the user typed. */
export function helpText(command: CommandName | undefined, program: string): string {
  return command === undefined ? overview(program) : commandHelp(command, commands[command], program);
}

function overview(program: string): string {
  const all: [string, CommandDescription][] = Object.entries(commands);
  const lines = all.map(([name, description]) => [`${name}${argumentsOf(description)}`, description.summary] as const);
  return [
    'From one typed pipeline.config.ts, writes and keeps up to date both repositories of a GitOps pipeline.\n',
    `\nUsage: ${program} <command> [options]\n`,
    `\nCommands\n${columns(lines)}`,
    `\nOptions\n${columns([
      ['--help', 'Print this help, or the help of a command.'],
      ['--version', 'Print the version.'],
    ])}`,
    `\nExamples\n${examples(
      all.flatMap(([, each]) => each.examples.slice(0, 1)),
      program,
    )}`,
    `\nExit codes: 0 success, 1 error, 2 files out of date, 3 a change was refused, 4 the two repositories disagree,\n130 interrupted.\n`,
  ].join('');
}

function commandHelp(name: string, description: CommandDescription, program: string): string {
  const { summary, options, examples: lines, kinds = [] } = description;
  const section = (title: string, isShown: (option: OptionDescription) => boolean) =>
    `\n${title}\n${columns(
      Object.entries(options)
        .filter(([, option]) => isShown(option))
        .map(([option, description]) => [usage(option, description), description.description] as const),
    )}`;
  return [
    `${summary}\n`,
    `\nUsage: ${program} ${name}${argumentsOf(description)} [options]\n`,
    ...kinds.map((kind) => section(`Options of ${name} ${kind}`, ({ of }) => of?.includes(kind) === true)),
    section('Options', ({ of }) => of === undefined),
    `\nExamples\n${examples(lines, program)}`,
  ].join('');
}

function argumentsOf({ argument, arguments: count }: CommandDescription): string {
  if (argument === undefined) return '';
  if (typeof count === 'number') return ` ${argument}`;
  if (count === 'some') return ` <${argument}> …`;
  return ` [${argument}]${count === 'any' ? ' …' : ''}`;
}

function usage(name: string, { value }: OptionDescription): string {
  return value === undefined ? `--${name}` : `--${name} <${value}>`;
}

function examples(lines: readonly (readonly [string, string])[], program: string): string {
  return columns(lines.map(([command, effect]) => [`${program} ${command}`, effect] as const));
}

/** Two columns; a first column that is too long gets its own line. */
function columns(lines: readonly (readonly [string, string])[]): string {
  const widest = 40;
  const width = Math.min(widest, Math.max(...lines.map(([left]) => left.length)));
  return lines.map(([left, right]) => (left.length > width ? `  ${left}\n  ${''.padEnd(width)}  ${right}\n` : `  ${left.padEnd(width)}  ${right}\n`)).join('');
}
