import { spawnSync } from 'node:child_process';
import { readFileSync, writeSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { isolatedCommand } from '../load/isolated-command.ts';
import type { ConfigImport, LoadedConfig } from '../load/load.ts';
import { plainConfig } from '../load/plain-config.ts';
import { runInRealm } from '../load/realm.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { isObject } from '../text/print-value.ts';
import { exactJson } from './exact-json.ts';

// check judges a pull request whose author may have written the config. In this process that code could do anything to the
// result: exit with 0, replace what prints, change what is compared. So it runs in a realm or in a process of its own, and
// what comes back is text, which is read as data.

/** Digest of this build; undefined when the sources run, which have no program to start. */
declare const BUILD_DIGEST: string | undefined;

type Task = 'load' | 'determinism';

/** What the other process answers; anybody's code may have written it. */
interface Answer {
  /** The config as JSON, as far as JSON can represent it. */
  json?: unknown;
  defined?: unknown;
  imports?: unknown;
  /** Why there is no valid config. */
  problems?: unknown;
  warnings?: unknown;
}

/**
 * The default export of a config, which cannot have changed this process.
 * @throws UserError as loadConfig, and if what comes back is not a config; `data` is then undefined, or what was readable
 */
export async function loadIsolated(file: string): Promise<LoadedConfig & { problems?: readonly Problem[] }> {
  const plain = plainConfig(readIfExists(file), dirname(resolve(file)));
  const result = plain === undefined ? undefined : runInRealm(plain);
  if (result !== undefined) return { data: JSON.parse(result.json), defined: result.defined, imports: [] };
  const answer = ask('load', file, process.cwd());
  if (answer === undefined) return (await import('../load/load.ts')).loadConfig(file);
  const data = typeof answer.json === 'string' ? parse(answer.json) : undefined;
  const problems = readProblems(answer.problems);
  if (problems.length > 0) return { data, defined: true, imports: [], problems };
  if (!isObject(data)) throw new UserError([withoutResult(file)]);
  return { data, defined: answer.defined === true, imports: readImports(answer.imports) };
}

/**
 * As assertDeterministic, without running the config in this process.
 * @throws UserError with every value that differs
 */
export async function assertDeterministicIsolated(file: string, cwd: string): Promise<Problem[]> {
  const answer = ask('determinism', file, cwd);
  if (answer === undefined) return (await import('../load/determinism.ts')).assertDeterministic(file, cwd);
  const problems = readProblems(answer.problems);
  if (problems.length > 0) throw new UserError(problems);
  if (!Array.isArray(answer.warnings)) throw new UserError([withoutResult(file)]);
  return readProblems(answer.warnings).map((problem) => ({ ...problem, severity: 'warning' }));
}

function readIfExists(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function withoutResult(file: string): Problem {
  return {
    code: 'CONFIG_THREW',
    severity: 'error',
    message: `${relative(process.cwd(), resolve(file))} ended the process that ran it, without a result`,
    hint: 'Every command runs the config. It may read files and variables, but must not end the process.',
    place: { file: resolve(file), line: 1, column: 1 },
  };
}

/**
 * Runs a task in a process that can read files, but not write them nor start others, where Node supports that.
 * undefined: there is no program to start.
 */
function ask(task: Task, file: string, cwd: string): Answer | undefined {
  const program = process.argv[1];
  if (typeof BUILD_DIGEST === 'undefined' || program === undefined) return undefined;
  const { output, status } = spawnSync(process.execPath, [...permissions(), program, isolatedCommand, task, resolve(file), cwd], {
    // What a config prints goes to standard error, as everywhere.
    stdio: ['ignore', 2, 2, 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const answer = status === 0 ? parse(output?.[3] ?? '') : undefined;
  return isObject(answer) ? answer : {};
}

/** Node's permission model: https://nodejs.org/api/permissions.html. It has another name before 22.13 and 23.5. */
function permissions(): string[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isStable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  return isStable ? ['--permission', '--allow-fs-read=*'] : ['--experimental-permission', '--allow-fs-read=*', '--disable-warning=ExperimentalWarning'];
}

/** Runs a task in this process, which nobody trusts afterwards, and writes the answer to descriptor 3. */
export async function runIsolated([task, file = '', cwd = '']: readonly string[]): Promise<void> {
  let answer: Answer;
  try {
    answer = task === 'determinism' ? { warnings: await (await import('../load/determinism.ts')).assertDeterministic(file, cwd) } : await load(file);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    answer = { problems: error.problems };
  }
  let bytes = Buffer.from(JSON.stringify(answer));
  while (bytes.length > 0) bytes = bytes.subarray(writeSync(3, bytes));
}

async function load(file: string): Promise<Answer> {
  const { data, defined, imports } = await (await import('../load/load.ts')).loadConfig(file);
  const exact = exactJson(data);
  if (exact !== undefined) return { json: exact, defined, imports };
  // JSON would change a value, so the rules judge the value itself.
  try {
    const { config } = await (await import('../validate/validate.ts')).validate(data);
    return { json: JSON.stringify(config), defined, imports };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { json: approximateJson(data), problems: error.problems };
  }
}

/** What is left of a value in JSON; undefined: nothing. */
function approximateJson(data: unknown): string | undefined {
  try {
    return JSON.stringify(data, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only what a problem has, and only as an error. */
function readProblems(value: unknown): Problem[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map(({ code, message, hint, pointer, onName, place, end }) => ({
    code: String(code) as Problem['code'],
    severity: 'error',
    message: String(message),
    ...(typeof hint === 'string' ? { hint } : {}),
    ...(typeof pointer === 'string' ? { pointer } : {}),
    ...(onName === true ? { onName } : {}),
    ...(isPlace(place) ? { place: { file: place.file, line: place.line, column: place.column } } : {}),
    ...(isPosition(end) ? { end: { line: end.line, column: end.column } } : {}),
  }));
}

function isPosition(value: unknown): value is { line: number; column: number } {
  return isObject(value) && Number.isSafeInteger(value.line) && Number.isSafeInteger(value.column);
}

function isPlace(value: unknown): value is { file: string; line: number; column: number } {
  return isPosition(value) && typeof (value as { file?: unknown }).file === 'string';
}

function readImports(value: unknown): ConfigImport[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isObject)
    .flatMap(({ importer, specifier, path }) =>
      typeof importer === 'string' && typeof specifier === 'string' ? [{ importer, specifier, path: typeof path === 'string' ? path : undefined }] : [],
    );
}
