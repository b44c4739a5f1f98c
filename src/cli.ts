import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generators } from '../generators/index.ts';
import { exitCodes, UserError } from './errors.ts';
import { version } from './version.ts';

async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      cwd: { type: 'string' },
      config: { type: 'string' },
      version: { type: 'boolean' },
      help: { type: 'boolean' },
      overwrite: { type: 'string', multiple: true },
    },
  });
  if (values.version === true) {
    process.stdout.write(`${version}\n`);
    return exitCodes.clean;
  }
  const context = {
    cwd: resolve(values.cwd ?? '.'),
    ...(values.config === undefined ? {} : { config: values.config }),
    generators,
    print: (text: string) => process.stdout.write(text),
    printError: (text: string) => process.stderr.write(text),
  };
  switch (positionals[0]) {
    case 'generate':
      return (await import('./commands/generate.ts')).generate({ ...context, overwrite: values.overwrite ?? [] });
    case 'check':
      return (await import('./commands/check.ts')).check(context);
    default:
      process.stderr.write('usage: gitops-app generate|check\n');
      return exitCodes.error;
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UserError) for (const problem of error.problems) process.stderr.write(`${problem.severity}  ${problem.code}  ${problem.message}\n`);
    else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = error instanceof UserError ? error.exitCode : exitCodes.error;
  },
);
