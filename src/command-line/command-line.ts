import { parseArgs } from 'node:util';
import { closest, didYouMean } from '../text/closest.ts';
import { type CommandDescription, type CommandName, commands } from './command-descriptions.ts';
import type { OptionDescription } from './option-description.ts';

export interface CommandLine {
  command: CommandName | undefined;
  help: boolean;
  version: boolean;
  /** In order. */
  arguments: readonly string[];
  options: Record<string, string | boolean | readonly string[]>;
  /** What is wrong with it, all at once. */
  problems: string[];
}

/** Reads the arguments. `creates`: called as create-gitops-app, where no command means create. */
export function parseCommandLine(args: readonly string[], creates: boolean): CommandLine {
  const { tokens } = parseArgs({ args: [...args], strict: false, allowPositionals: true, tokens: true, options: typesOf(args) });
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
  const asks = (name: 'help' | 'version') => given.some((token) => token.name === name || token.rawName === `-${name[0]}`);
  const line: CommandLine = { command: undefined, help: false, version: false, arguments: [], options: {}, problems: [] };
  // Many programs have them as commands: `help check` is `check --help`.
  const [word] = positionals;
  const asked = word === 'help' || word === 'version' ? word : undefined;
  if (asked !== undefined) positionals.shift();
  const [first] = positionals;
  const named = first !== undefined && Object.hasOwn(commands, first);
  if (named) line.command = positionals.shift() as CommandName;
  else if (first !== undefined) {
    const meant = closest(first, Object.keys(commands));
    if (!creates || meant !== undefined)
      line.problems.push(`there is no command ${first}.${didYouMean(first, Object.keys(commands))}${creates ? ` For a folder write ./${first}` : ''}`);
    else line.command = 'create';
  } else if (creates && asked === undefined && !asks('help') && !asks('version')) line.command = 'create';
  line.help = asked === 'help' || asks('help');
  line.version = line.command === undefined && (asked === 'version' || asks('version'));
  if (line.help || line.version || line.problems.length > 0) return line;
  if (line.command === undefined) {
    line.help = given.length === 0;
    if (given.length > 0) line.problems.push(`which command? One of: ${Object.keys(commands).join(', ')}`);
    return line;
  }
  const description: CommandDescription = commands[line.command];
  const [kind] = positionals;
  const isKind = kind !== undefined && (description.kinds?.includes(kind) ?? true);
  if (kind !== undefined && !isKind)
    line.problems.push(`${line.command} takes ${description.kinds?.join(', ')}, not ${kind}.${didYouMean(kind, description.kinds ?? [])}`);
  for (const { name, rawName, value, inlineValue } of given) {
    const option = description.options[name];
    if (option === undefined) {
      line.problems.push(`${line.command} has no option ${rawName}.${didYouMean(name, Object.keys(description.options), '--')}`);
      continue;
    }
    if (isKind && option.of?.includes(kind) === false) {
      line.problems.push(`${line.command} ${kind} has no option ${rawName}: it is one of ${line.command} ${option.of.join(' and ')}`);
      continue;
    }
    if (option.type === 'boolean') {
      if (value !== undefined) line.problems.push(`--${name} takes no value`);
      line.options[name] = true;
      continue;
    }
    if (value === undefined || value === '' || (inlineValue === false && value.startsWith('-')))
      line.problems.push(`--${name} needs a value: --${name} <${option.value}>`);
    else if (option.choices !== undefined && !option.choices.includes(value))
      line.problems.push(`--${name} is ${option.choices.join(', ')}, not ${value}.${didYouMean(value, option.choices)}`);
    else if (option.multiple === true) line.options[name] = [...((line.options[name] as readonly string[] | undefined) ?? []), value];
    else line.options[name] = value;
  }
  const { argument, arguments: count } = description;
  if (positionals.length > 0 && argument === undefined) line.problems.push(`${line.command} takes no argument, but got ${positionals.join(' ')}`);
  else if (positionals.length > 1 && count === undefined) line.problems.push(`${line.command} takes one ${argument}, but got ${positionals.join(' ')}`);
  else if (typeof count === 'number' && positionals.length !== count)
    line.problems.push(`${line.command} needs ${argument}${description.kinds === undefined ? '' : `; a kind is ${description.kinds.join(', ')}`}`);
  else if (positionals.length === 0 && count === 'some') line.problems.push(`${line.command} needs a ${argument}`);
  else line.arguments = positionals;
  return line;
}

/** The types of the options that stand in the arguments, whatever the command: to judge all that there are takes longer. */
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
