import { cached } from '../cache/cached.ts';
import { loadConfig } from '../load/load.ts';
import type { Model } from '../model/model.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import type { ValidConfig } from '../validate/validate.ts';

/** A config that is valid, and what follows from it. */
export interface ReadConfig extends ValidConfig {
  model: Model;
}

/**
 * Loads, checks and resolves a config; every problem has its place. `text` takes the place of what is on disk.
 * @throws UserError with all problems.
 */
export async function readConfig(file: string, cwd: string, text?: string): Promise<ReadConfig> {
  let data: unknown;
  try {
    const loaded = await loadConfig(file, text);
    data = loaded.data;
    const {
      config,
      warnings: found,
      model,
    } = await cached(
      'model',
      () => exactJson(data),
      () => checkAndResolve(data),
    );
    const foreign = loaded.imports.length === 0 ? [] : (await import('../load/foreign-imports.ts')).outsideImports(loaded.imports, file);
    const warnings = [...found, ...(loaded.defined ? [] : [notDefined]), ...foreign];
    // What finds places is loaded only where there is something to place.
    return { config, model, warnings: warnings.length === 0 ? [] : await place(warnings) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(await place(error.problems), error.exitCode);
  }

  async function place(problems: readonly Problem[]): Promise<Problem[]> {
    const { locateProblems, relativePlace } = await import('../load/locate.ts');
    const placed = problems.map((problem) => (problem.place === undefined ? problem : { ...problem, place: relativePlace(problem.place, cwd) }));
    return locateProblems(placed, file, data, cwd, text);
  }
}

async function checkAndResolve(data: unknown): Promise<ReadConfig> {
  const [{ validate }, { resolve }] = await Promise.all([import('../validate/validate.ts'), import('../resolve/resolve.ts')]);
  const valid = await validate(data);
  return { ...valid, model: resolve(valid.config) };
}

/** Data as JSON; undefined where it holds what JSON would lose or change, which the schema has to judge itself. */
export function exactJson(data: unknown): string | undefined {
  try {
    return JSON.stringify(data, function (this: Record<string, unknown>, key: string) {
      // Not the second argument, which toJSON has changed already.
      const value = this[key];
      if (!isExact(value) && (value !== undefined || Array.isArray(this))) throw new TypeError();
      return value;
    });
  } catch {
    return undefined;
  }
}

function isExact(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

const notDefined: Problem = {
  code: 'CONFIG_WITHOUT_DEFINE_PIPELINE',
  severity: 'warning',
  pointer: '',
  message: 'the default export did not pass through definePipeline: an editor does not check its names',
  hint: "Write: import { definePipeline } from './.gitops-app/config.js'; export default definePipeline({ … });",
};
