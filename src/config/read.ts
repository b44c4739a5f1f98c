import { type Problem, UserError } from '../errors.ts';
import { loadConfig } from './load.ts';
import { type ValidConfig, validate } from './validate.ts';

/**
 * Loads and checks a config; every problem has its place. `text` takes the place of what is on disk.
 * @throws UserError with all problems.
 */
export async function readConfig(file: string, cwd: string, text?: string): Promise<ValidConfig> {
  let data: unknown;
  try {
    const loaded = await loadConfig(file, text);
    data = loaded.data;
    const { config, warnings } = await validate(data);
    if (!loaded.defined) warnings.push(notDefined);
    // What finds places is loaded only where there is something to place.
    return { config, warnings: warnings.length === 0 ? [] : await (await import('./locate.ts')).locateProblems(warnings, file, data, cwd, text) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { locateProblems, relativePlace } = await import('./locate.ts');
    const placed = error.problems.map((problem) => (problem.place === undefined ? problem : { ...problem, place: relativePlace(problem.place, cwd) }));
    throw new UserError(await locateProblems(placed, file, data, cwd), error.exitCode);
  }
}

const notDefined: Problem = {
  code: 'CONFIG_NOT_DEFINED',
  severity: 'warning',
  pointer: '',
  message: 'the default export did not pass through definePipeline: an editor does not check its names',
  hint: "Write: import { definePipeline } from './.gitops-app/config.js'; export default definePipeline({ … });",
};
