import { readFileSync } from 'node:fs';
import { cached } from '../cache/cached.ts';
import { loadConfig } from '../load/load.ts';
import { typesModule } from '../load/module-path.ts';
import type { Model } from '../model/model.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import type { ValidConfig } from '../validate/validate.ts';
import { pathOf, rootsOf } from './config-file.ts';
import { exactJson } from './exact-json.ts';

/** A valid config and the model that it resolves to. */
export interface ReadConfig extends ValidConfig {
  model: Model;
}

/**
 * Loads, validates and resolves a config; every problem gets its place in the file. `text` replaces the text on disk.
 * `isolated`: the config cannot change this process.
 * @throws UserError with all problems.
 */
export async function readConfig(file: string, cwd: string, text?: string, isolated = false): Promise<ReadConfig> {
  let data: unknown;
  try {
    const loaded: Awaited<ReturnType<typeof loadConfig>> & { problems?: readonly Problem[] } = isolated
      ? await (await import('./isolated-config.ts')).loadIsolated(file)
      : await loadConfig(file, text);
    data = loaded.data;
    if (loaded.problems !== undefined) throw new UserError([...loaded.problems]);
    const {
      config,
      warnings: configWarnings,
      model,
    } = await cached(
      'model',
      () => exactJson(data),
      () => validateAndResolve(data),
    );
    const foreignImports = loaded.imports.length === 0 ? [] : (await import('../load/foreign-imports.ts')).outsideImports(loaded.imports, file);
    const moved = typesModule(file) === './config.js' ? (await import('../load/foreign-imports.ts')).movedTypes(text ?? readFileSync(file, 'utf8'), file) : [];
    const warnings = [...configWarnings, ...(loaded.defined ? [] : [notDefined(file)]), ...moved, ...foreignImports];
    // The module that locates problems is loaded only if there are any.
    return { config, model: { ...model, configFile: pathOf(file, rootsOf(config, file).app) }, warnings: warnings.length === 0 ? [] : await locate(warnings) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(await locate(error.problems), error.exitCode);
  }

  async function locate(problems: readonly Problem[]): Promise<Problem[]> {
    const { locateProblems, relativePlace } = await import('../load/locate.ts');
    const relative = problems.map((problem) => (problem.place === undefined ? problem : { ...problem, place: relativePlace(problem.place, cwd) }));
    return locateProblems(relative, file, data, cwd, text);
  }
}

async function validateAndResolve(data: unknown): Promise<ReadConfig> {
  const [{ validate }, { resolve }] = await Promise.all([import('../validate/validate.ts'), import('../resolve/resolve.ts')]);
  const valid = await validate(data);
  return { ...valid, model: resolve(valid.config) };
}

const notDefined = (file: string): Problem => ({
  code: 'CONFIG_WITHOUT_DEFINE_PIPELINE',
  severity: 'warning',
  pointer: '',
  message: 'the default export is not wrapped in definePipeline, so an editor cannot check its field names',
  hint: `Write: import { definePipeline } from '${typesModule(file)}'; export default definePipeline({ … });`,
});
