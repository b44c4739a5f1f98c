import { parseArgs } from 'node:util';
import { closest, didYouMean } from '../text/closest.ts';
import { type CommandDescription, type CommandName, commands } from './command-descriptions.ts';
import type { OptionDescription } from './option-description.ts';

export interface CommandLine {
  command: CommandName | undefined;
  help: boolean;
  version: boolean;
  /** Positional arguments. */
  arguments: readonly string[];
  options: Record<string, string | boolean | readonly string[]>;
  /** All mistakes. */
  problems: string[];
}

/** Parses the arguments. `defaultsToCreate`: called as create-gitops-app, so that no command means create. */
export function parseCommandLine(args: readonly string[], defaultsToCreate: boolean): CommandLine {
  const { tokens } = parseArgs({ args: [...args], strict: false, allowPositionals: true, tokens: true, options: typesOf(args) });
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const options = tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
  const hasFlag = (name: 'help' | 'version') => options.some((token) => token.name === name || token.rawName === `-${name[0]}`);
  const line: CommandLine = { command: undefined, help: false, version: false, arguments: [], options: {}, problems: [] };
  // `help check` is the same as `check --help`, as in many programs.
  const [firstWord] = positionals;
  const word = firstWord === 'help' || firstWord === 'version' ? firstWord : undefined;
  if (word !== undefined) positionals.shift();
  const [first] = positionals;
  if (first !== undefined && Object.hasOwn(commands, first)) line.command = positionals.shift() as CommandName;
  else if (first !== undefined) {
    const isTypo = closest(first, Object.keys(commands)) !== undefined;
    if (!defaultsToCreate || isTypo)
      line.problems.push(
        `unknown command '${first}'.${didYouMean(first, Object.keys(commands))}${defaultsToCreate ? ` To create a folder of that name, write ./${first}` : ''}`,
      );
    else line.command = 'create';
  } else if (defaultsToCreate && word === undefined && !hasFlag('help') && !hasFlag('version')) line.command = 'create';
  line.help = word === 'help' || hasFlag('help');
  line.version = line.command === undefined && (word === 'version' || hasFlag('version'));
  if (line.help || line.version || line.problems.length > 0) return line;
  if (line.command === undefined) {
    line.help = options.length === 0;
    if (options.length > 0) line.problems.push(`missing command; known commands: ${Object.keys(commands).join(', ')}`);
    return line;
  }
  const description: CommandDescription = commands[line.command];
  const [kind] = positionals;
  const isKind = kind !== undefined && (description.kinds?.includes(kind) ?? true);
  if (kind !== undefined && !isKind)
    line.problems.push(`unknown kind '${kind}'; ${line.command} takes ${description.kinds?.join(', ')}.${didYouMean(kind, description.kinds ?? [])}`);
  for (const { name, rawName, value, inlineValue } of options) {
    const option = description.options[name];
    if (option === undefined) {
      line.problems.push(`${line.command} has no option ${rawName}.${didYouMean(name, Object.keys(description.options), '--')}`);
      continue;
    }
    if (isKind && option.of?.includes(kind) === false) {
      line.problems.push(`${line.command} ${kind} has no option ${rawName}, which is an option of ${line.command} ${option.of.join(' and ')}`);
      continue;
    }
    if (option.type === 'boolean') {
      if (value !== undefined) line.problems.push(`--${name} takes no value`);
      line.options[name] = true;
      continue;
    }
    if (value === undefined || value === '' || (inlineValue === false && value.startsWith('-')))
      line.problems.push(`--${name} requires a value: --${name} <${option.value}>`);
    else if (option.choices !== undefined && !option.choices.includes(value))
      line.problems.push(`--${name} is '${value}'; known values: ${option.choices.join(', ')}.${didYouMean(value, option.choices)}`);
    else if (option.multiple === true) line.options[name] = [...((line.options[name] as readonly string[] | undefined) ?? []), value];
    else line.options[name] = value;
  }
  const { argument, arguments: count } = description;
  if (positionals.length > 0 && argument === undefined) line.problems.push(`${line.command} takes no arguments, but got ${positionals.join(' ')}`);
  else if (positionals.length > 1 && count === undefined) line.problems.push(`${line.command} takes one ${argument}, but got ${positionals.join(' ')}`);
  else if (typeof count === 'number' && positionals.length !== count)
    line.problems.push(`${line.command} requires ${argument}${description.kinds === undefined ? '' : `; known kinds: ${description.kinds.join(', ')}`}`);
  else if (positionals.length === 0 && count === 'some') line.problems.push(`${line.command} requires a ${argument}`);
  else line.arguments = positionals;
  return line;
}

/** The types of the options in the arguments, for any command: passing all options would take longer. */
function typesOf(args: readonly string[]): Record<string, Pick<OptionDescription, 'type'>> {
  const descriptions = Object.values<CommandDescription>(commands);
  return Object.fromEntries(
    args.flatMap((arg) => {
      const [, name = ''] = /^--([^=]+)/.exec(arg) ?? [];
      const type = descriptions.find(({ options }) => Object.hasOwn(options, name))?.options[name]?.type;
      return type === undefined ? [] : [[name, { type }]];
    }),
  );
}
