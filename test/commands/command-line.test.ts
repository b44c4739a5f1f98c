import { describe, expect, test } from 'vitest';
import { commands } from '../../src/command-line/command-descriptions.ts';
import { parseCommandLine } from '../../src/command-line/command-line.ts';
import { helpText } from '../../src/command-line/help.ts';
import { questions } from '../../src/create/questions.ts';
import { readCommand } from '../../src/text/command-words.ts';

const asCreate = (...args: string[]) => parseCommandLine(args, true);
const asTool = (...args: string[]) => parseCommandLine(args, false);

describe('which command', () => {
  test.each([
    [[], 'create', undefined],
    [['shop'], 'create', 'shop'],
    [['shop', '--yes'], 'create', 'shop'],
    [['./check'], 'create', './check'],
    [['create', 'check'], 'create', 'check'],
    [['--yes'], 'create', undefined],
    [['check'], 'check', undefined],
  ])('create-gitops-app %j', (args, command, argument) => {
    expect(asCreate(...args)).toMatchObject({ command, problems: [], help: false });
    expect(asCreate(...args).arguments[0]).toBe(argument);
  });

  test('gitops-app without a command prints the help, and does not take a folder for a command', () => {
    expect(asTool()).toMatchObject({ help: true, problems: [] });
    expect(asTool('shop').problems).toEqual(["unknown command 'shop'."]);
    expect(asTool('--cwd', 'x').problems).toEqual([
      'missing command; known commands: create, import, generate, add, check, diff, adopt, eject, upgrade, graph',
    ]);
  });

  test('a mistyped command creates no folder', () => {
    expect(asCreate('chekc').problems).toEqual(["unknown command 'chekc'. Did you mean 'check'? To create a folder of that name, write ./chekc"]);
    expect(asTool('generat').problems).toEqual(["unknown command 'generat'. Did you mean 'generate'?"]);
  });

  test('--version and --help, also after a command', () => {
    expect(asCreate('--version')).toMatchObject({ version: true, command: undefined });
    expect(asTool('-v')).toMatchObject({ version: true });
    expect(asCreate('--help')).toMatchObject({ help: true, command: undefined });
    expect(asTool('check', '-h')).toMatchObject({ help: true, command: 'check' });
    expect(asCreate('-v')).toMatchObject({ version: true, command: undefined });
    expect(asCreate('version')).toMatchObject({ version: true, problems: [] });
    expect(asCreate('help')).toMatchObject({ help: true, problems: [] });
    expect(asTool('help', 'check')).toMatchObject({ help: true, command: 'check' });
    expect(asTool('check', '--help', '--nonsense')).toMatchObject({ help: true, problems: [] });
  });
});

describe('options', () => {
  test('take a space or an equals sign, and may be repeatable', () => {
    const args = ['generate', '--overwrite', 'a', '--overwrite=b', '--dry-run', '--cwd', 'x', '--config=c.ts'];
    expect(asTool(...args)).toMatchObject({ problems: [], options: { overwrite: ['a', 'b'], 'dry-run': true, cwd: 'x', config: 'c.ts' } });
  });

  test('report all mistakes at once', () => {
    expect(asTool('check', '--frmat=json', '--dry-run', '--config', '--format', 'jsn', 'x').problems).toEqual([
      "check has no option --frmat. Did you mean '--format'?",
      'check has no option --dry-run.',
      '--config requires a value: --config <file>',
      'check takes no arguments, but got jsn x',
    ]);
    expect(asTool('check', '--format', 'jsn').problems).toEqual(["--format is 'jsn'; known values: text, json, github, patch, sarif. Did you mean 'json'?"]);
    expect(asTool('generate', '--dry-run=no', '--cwd=', '--config').problems).toEqual([
      '--dry-run takes no value',
      '--cwd requires a value: --cwd <folder>',
      '--config requires a value: --config <file>',
    ]);
    expect(asTool('create', 'a', 'b').problems).toEqual(['create takes one folder, but got a b']);
  });

  test('an argument after -- is not an option', () => {
    expect(asCreate('create', '--', '--yes')).toMatchObject({ arguments: ['--yes'], options: {} });
  });

  test('include every question of create', () => {
    for (const { flag } of questions) expect(Object.keys(commands.create.options)).toContain(flag);
    expect(questions.filter(({ isDetected }) => isDetected === undefined).length).toBeLessThanOrEqual(8);
  });
});

describe('help', () => {
  test('of every command has its options and examples that parse', () => {
    for (const name of Object.keys(commands) as (keyof typeof commands)[]) {
      const help = helpText(name, 'gitops-app');
      for (const option of Object.keys(commands[name].options)) expect(help).toContain(`  --${option}`);
      expect(commands[name].examples.length).toBeGreaterThan(0);
      for (const [example] of commands[name].examples) {
        expect(help).toContain(`gitops-app ${example}`);
        expect(asTool(...(readCommand(example) ?? []))).toMatchObject({ command: name, problems: [] });
      }
    }
  });

  test('without a command lists the commands and the exit codes', () => {
    const help = helpText(undefined, 'create-gitops-app');
    for (const name of Object.keys(commands)) expect(help).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
    expect(help).toContain('130');
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });
});
