import { basename, resolve } from 'node:path';
import { enableCompileCache } from './cache/compile-cache.ts';
import { type AddFlag, type AddKind, addOptions } from './command-line/add-options.ts';
import { type CommandLine, parseCommandLine } from './command-line/command-line.ts';
import { write } from './command-line/output.ts';
import { isolatedCommand } from './load/isolated-command.ts';
import type { RepositoryRole } from './model/model.ts';
import { version } from './model/version.ts';
import { exitCodes, UserError } from './problems/errors.ts';
import { terminalSafe } from './text/printable.ts';

/** Loads a command only to run it: `--version` and `--help` start as fast as an empty process. */
async function main(argv: readonly string[]): Promise<number> {
  const name = basename(process.argv[1] ?? '').replace(/\.[cm]?js$/, '');
  const program = name === 'gitops-app' ? name : 'create-gitops-app';
  const [command, ...task] = argv;
  if (command === isolatedCommand) {
    await (await import('./workspace/isolated-config.ts')).runIsolated(task);
    return exitCodes.clean;
  }
  const line = parseCommandLine(argv, program === 'create-gitops-app');
  if (line.version) {
    write(1, `${version}\n`);
    return exitCodes.clean;
  }
  if (line.help) {
    write(1, (await import('./command-line/help.ts')).helpText(line.command, program));
    return exitCodes.clean;
  }
  if (line.problems.length > 0) return reportError(new UserError(line.problems.map((message) => ({ code: 'USAGE', severity: 'error', message }))), line);
  return run(line).catch((error: unknown) => reportError(error, line));
}

async function run({ command, arguments: names, options }: CommandLine): Promise<number> {
  enableCompileCache(process.env);
  const text = (name: string) => (typeof options[name] === 'string' ? { [name]: options[name] } : {});
  const context = {
    cwd: workingFolder(options),
    ...text('config'),
    ...(Array.isArray(options.app) ? { apps: options.app } : {}),
    generators: async (repository: RepositoryRole) =>
      repository === 'app' ? (await import('../generators/app/index.ts')).appGenerators : (await import('../generators/config/index.ts')).configGenerators,
    // A patch is for git apply, which needs the bytes of the files.
    print: (output: string) => (options.format === 'patch' ? write(1, output) : writeSafely(1, output)),
    printError: (output: string) => writeSafely(2, output),
  };
  const list = (name: string) => (Array.isArray(options[name]) ? { [name]: options[name] } : {});
  const decisions = () => ({ ...list('overwrite'), ...list('merge'), ...list('adopt'), ...list('eject') });
  const dryRun = options['dry-run'] === true;
  const yes = options.yes === true;
  // Creating the streams is slow: only commands that may prompt look at them.
  const interactive = () => process.stdin.isTTY === true && process.stdout.isTTY === true;
  // A check trusts what is recorded, so that it is the same on every machine.
  const planning = async () => ({
    ...context,
    running: (await import('./workspace/running-package.ts')).runningPackage(import.meta.filename) ?? null,
    // The first run waits for an answer; later ones only where a person does.
    lookUp: async (spec: string) =>
      command === 'create' || command === undefined || interactive() ? (await import('./follow-ups/look-up.ts')).lookUp(spec) : ('unknown' as const),
  });
  switch (command) {
    case 'generate':
      return (await import('./commands/generate.ts')).generate({ ...(await planning()), ...decisions(), ...text('format'), dryRun });
    case 'add':
      return (await import('./commands/add.ts')).add({
        ...(await planning()),
        ...list('overwrite'),
        ...list('merge'),
        kind: names[0] as AddKind,
        name: names[1] ?? '',
        values: addOptionsOf(options),
        dryRun,
        interactive: interactive(),
      });
    case 'check':
      return (await import('./commands/check.ts')).check({
        ...context,
        ...text('format'),
        ...text('peer'),
        ...(typeof options['changed-since'] === 'string' ? { changedSince: options['changed-since'] } : {}),
      });
    case 'diff':
      return (await import('./commands/diff.ts')).diff({ ...(await planning()), ...decisions(), ...text('format') });
    case 'adopt':
      return (await import('./commands/adopt.ts')).adopt({ ...(await planning()), names, yes, interactive: interactive() });
    case 'eject':
      return (await import('./commands/generate.ts')).generate({ ...(await planning()), eject: names, dryRun });
    case 'upgrade':
      return (await import('./commands/upgrade.ts')).upgrade({ ...(await planning()), ...list('overwrite'), ...list('merge'), dryRun });
    case 'graph':
      return (await import('./commands/graph.ts')).graph({ ...context, ...text('format') });
    case 'import':
      return (await import('./commands/import.ts')).importFrom({ ...context, kind: names[0] ?? '', file: names[1] ?? '', dryRun });
    case 'create':
    case undefined:
      return (await import('./commands/create.ts')).create({
        ...(await planning()),
        ...(names[0] === undefined ? {} : { folder: names[0] }),
        ...text('example'),
        ...text('from'),
        ...(typeof options['save-answers'] === 'string' ? { saveAnswers: options['save-answers'] } : {}),
        answers: answersOf(options),
        ...list('overwrite'),
        yes,
        dryRun,
        interactive: interactive(),
      });
  }
}

/** Writes a text without control characters that a config or the name of a file may have brought. */
function writeSafely(descriptor: 1 | 2, text: string): void {
  write(descriptor, terminalSafe(text));
}

/** Absolute path of the working folder. */
function workingFolder({ cwd }: CommandLine['options']): string {
  return resolve(typeof cwd === 'string' ? cwd : '.');
}

/** The options of `add`, with all their values. */
function addOptionsOf(options: CommandLine['options']): Map<AddFlag, readonly string[]> {
  const flags = Object.keys(addOptions) as AddFlag[];
  return new Map(
    flags.flatMap((flag) => {
      const value = options[flag];
      return value === undefined ? [] : [[flag, [value].flat().map(String)]];
    }),
  );
}

/** The options that answer questions, by their keys in an answers file: `app-repository` is appRepository. */
function answersOf(options: CommandLine['options']): Record<string, string> {
  const answers = ['name', 'app-repository', 'config-repository', 'owners', 'registry', 'dev-clusters', 'prod-clusters', 'argocd', 'ci'];
  return Object.fromEntries(
    answers.flatMap((flag) => {
      const value = options[flag];
      return typeof value === 'string' ? [[flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), value]] : [];
    }),
  );
}

async function reportError(
  error: unknown,
  { command, options }: Pick<CommandLine, 'command' | 'options'> = { command: undefined, options: {} },
): Promise<number> {
  if (error instanceof UserError && error.exitCode === exitCodes.interrupted) {
    writeSafely(2, `\n${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof UserError) {
    if (options.format === 'github') {
      const { printProblemsForGithub } = await import('./reporters/problems/github.ts');
      printProblemsForGithub(error.problems, workingFolder(options), (text) => writeSafely(2, text));
    } else if (options.format === 'json' || options.format === 'sarif') {
      // A program expects the report on standard output, also for an error.
      writeSafely(
        1,
        command === 'check'
          ? await (await import('./reporters/check/error.ts')).printCheckError(error.problems, options.format)
          : (await import('./reporters/plan/json.ts')).printPlanError(error.problems),
      );
    } else {
      writeSafely(2, (await import('./command-line/print-problems.ts')).problemsText(error.problems, workingFolder(options)));
    }
    return error.exitCode;
  }
  writeSafely(2, `${error instanceof Error ? error.stack : String(error)}\n\n`);
  write(
    2,
    `This is a bug in create-gitops-app ${version} (Node ${process.version}, ${process.platform}). Please report it with the lines above and the\ncommand that you ran: npm bugs create-gitops-app\n`,
  );
  return exitCodes.error;
}

main(process.argv.slice(2))
  .catch((error: unknown) => reportError(error))
  .then((code) => {
    // All output is written: exiting at once skips cleanup. On Windows, output that a config has printed may still be pending.
    if (process.platform === 'win32') process.exitCode = code;
    else process.exit(code);
  });
