import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { basename, dirname, posix, relative, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { configName, ownFolder } from '../model/names.ts';
import { type ErrorCode, type Place, type Problem, UserError } from '../problems/errors.ts';
import { isLocalModule, isOwnModule, resolveLocalModule } from './module-path.ts';
import { plainConfig } from './plain-config.ts';

/** The default export of a config, not validated yet. */
export interface LoadedConfig {
  data: unknown;
  /** Whether it was passed to definePipeline. */
  defined: boolean;
  /** Imports in its files, except of Node's own modules and of this program. */
  imports: readonly ConfigImport[];
}

/** An import in a file of a config; `path` is undefined for a package. */
export interface ConfigImport {
  importer: string;
  specifier: string;
  path: string | undefined;
}

/**
 * Runs pipeline.config.ts and returns its default export, in the same way on every version of Node: sucrase strips types
 * and turns imports into require, keeping the lines. The user's own files may be imported with any extension or none.
 * `text` is used instead of the file on disk.
 */
export async function loadConfig(file: string, text?: string): Promise<LoadedConfig> {
  const path = resolve(file);
  const exists = existsSync(path);
  if (!exists || statSync(path).isDirectory())
    throw failure('CONFIG_NOT_FOUND', `${file} ${exists ? 'is a folder' : 'does not exist'}`, {
      hint: `Run the command in the repository of ${configName}, pass its path with --config, or create one with: npm create gitops-app`,
    });
  const entry = text ?? readFileSync(path, 'utf8');
  const plain = plainConfig(entry, dirname(path));
  const transform = plain === undefined ? (await import('sucrase')).transform : () => ({ code: plain });
  const defined = new WeakSet<object>();
  const self = {
    definePipeline: (config: unknown) => {
      if (typeof config === 'object' && config !== null) defined.add(config);
      return config;
    },
  };
  const modules = new Map<string, { exports: unknown }>();
  const imports: ConfigImport[] = [];

  function load(path: string): unknown {
    const loaded = modules.get(path);
    if (loaded !== undefined) return loaded.exports;
    const module: { exports: unknown } = { exports: {} };
    modules.set(path, module);
    const text = modules.size === 1 ? entry : readFileSync(path, 'utf8');
    if (path.endsWith('.json')) module.exports = JSON.parse(text);
    else {
      const { code } = transform(text, { transforms: ['typescript', 'imports'], filePath: path, disableESTransforms: true });
      const names = ['exports', 'require', 'module', '__filename', '__dirname'];
      compileFunction(code, names, { filename: path })(module.exports, requireFrom(path), module, path, dirname(path));
    }
    return module.exports;
  }

  function requireFrom(path: string): (id: string) => unknown {
    const native = createRequire(path);
    return (id) => {
      if (isOwnModule(id, dirname(path))) return self;
      const local = isLocalModule(id) ? resolveLocalModule(id, dirname(path)) : undefined;
      if (!isBuiltin(id)) imports.push({ importer: path, specifier: id, path: local });
      return local === undefined ? native(id) : load(local);
    };
  }

  const restoreOutput = redirectOutput();
  const restoreExit = forbidExit();
  let exports: unknown;
  try {
    exports = load(path);
  } catch (error) {
    throw await explainFailure(error, path, [...modules.keys()]);
  } finally {
    restoreOutput();
    restoreExit();
  }
  return { ...defaultExport(exports, path, defined), imports };
}

/** Sends standard output to standard error: what a config prints must not break `--format json`. The streams are created only if it prints. */
function redirectOutput(): () => void {
  const stdout = Object.getOwnPropertyDescriptor(process, 'stdout');
  if (stdout === undefined) return () => {};
  Object.defineProperty(process, 'stdout', { configurable: true, enumerable: true, get: () => process.stderr });
  return () => void Object.defineProperty(process, 'stdout', stdout);
}

/** A config that exits with 0 would make a check look clean. */
function forbidExit(): () => void {
  const { exit } = process;
  process.exit = (code) => {
    throw new Error(`process.exit(${code ?? ''}) is not allowed in a config`);
  };
  return () => {
    process.exit = exit;
  };
}

function defaultExport(exports: unknown, path: string, defined: WeakSet<object>): Omit<LoadedConfig, 'imports'> {
  const hint = 'Write: export default definePipeline({ … });';
  const data = (exports as { default?: unknown } | null)?.default;
  if (data === undefined)
    throw failure('CONFIG_NO_DEFAULT_EXPORT', `${nameOf(path)} has no default export`, { hint, place: { file: path, line: 1, column: 1 } });
  if (typeof data === 'object' && data !== null && !Array.isArray(data) && !('then' in data)) return { data, defined: defined.has(data) };
  const kind =
    typeof data === 'object' && data !== null && 'then' in data ? 'a promise' : typeof data === 'function' ? 'a function' : `${JSON.stringify(data)}`;
  throw new UserError([
    { code: 'CONFIG_NOT_AN_OBJECT', severity: 'error', message: `the default export of ${nameOf(path)} is ${kind}, not an object`, hint, pointer: '' },
  ]);
}

function failure(code: ErrorCode, message: string, more: Pick<Problem, 'hint' | 'place' | 'end'> = {}): UserError {
  return new UserError([{ code, severity: 'error', message, ...more }]);
}

const syntaxHint = 'Fix this line; your editor underlines it.';

const nameOf = (path: string) => relative(dirname(path), path);

/** The error of a config that could not be run, at its place in the user's own files. */
async function explainFailure(error: unknown, entry: string, files: readonly string[]): Promise<UserError> {
  const message = error instanceof Error ? error.message : String(error);
  const last = files.at(-1) ?? entry;
  if (error instanceof SyntaxError || /^Error transforming /.test(message)) {
    const { findSyntaxError } = await import('./syntax.ts');
    // The compiler overflows its stack on a source that is nested too deep.
    const problem = await findSyntaxError(last).catch((failed: unknown) => {
      if (!(failed instanceof RangeError)) throw failed;
      return undefined;
    });
    if (problem !== undefined) return failure(problem.code, problem.message, { place: problem.place, end: problem.end, hint: problem.hint ?? syntaxHint });
    return failure('CONFIG_SYNTAX', message, { place: { file: last, line: 1, column: 1 }, hint: syntaxHint });
  }
  const place = placeInStack(error, files);
  const missing = (error as { code?: unknown } | null)?.code === 'MODULE_NOT_FOUND' ? /^Cannot find module '([^']*)'/.exec(message)?.[1] : undefined;
  if (missing !== undefined)
    return failure('CONFIG_IMPORT_NOT_FOUND', `${nameOf(place?.file ?? entry)} imports '${missing}', which does not exist`, {
      ...(place === undefined ? {} : { place }),
      hint: isLocalModule(missing)
        ? missingFileHint(missing, place?.file ?? entry)
        : 'Import only files of this repository: the check in CI installs no packages.',
    });
  return failure('CONFIG_THREW', `${nameOf(entry)} threw ${error instanceof Error ? `${error.name}: ` : ''}${message.split('\n')[0]}`, {
    ...(place === undefined ? {} : { place }),
    hint: 'Every command runs the config. It may read files and variables, but must not fail without them.',
  });
}

/** A config that was moved into its repository's own folder still has the paths from above. */
function missingFileHint(specifier: string, importer: string): string {
  const folder = dirname(importer);
  const moved = basename(folder) === ownFolder && resolveLocalModule(specifier, dirname(folder)) !== undefined;
  const path = moved ? posix.join('..', specifier) : undefined;
  return path === undefined
    ? 'Fix the path; it is relative to the importing file.'
    : `The path is relative to the importing file: from ${ownFolder}, it is '${path}'.`;
}

/** The first frame of the stack that is in one of the user's files. */
function placeInStack(error: unknown, files: readonly string[]): Place | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const [, file = '', line, column] of stack.matchAll(/(?:\(|at )([^()\n]+?):(\d+):(\d+)\)?$/gm))
    if (files.includes(file)) return { file, line: Number(line), column: Number(column) };
  return files[0] === undefined ? undefined : { file: files[0], line: 1, column: 1 };
}
