import { type Problem, UserError } from '../problems/errors.ts';
import { type Path, printPath } from '../problems/path.ts';
import { problemAt } from '../problems/problem-at.ts';
import { isObject, printValue } from '../text/print-value.ts';
import { loadConfig } from './load.ts';
import { locateProblems } from './locate.ts';

/**
 * Runs a valid config twice more, the second time at a later date, and compares the results. It is called for a config
 * that seems to have changed: files generated from one that is not deterministic are never up to date.
 * @returns a warning if the config reads environment variables, which may differ on another machine
 * @throws UserError with every value that differs, at its place
 */
export async function assertDeterministic(file: string, cwd: string): Promise<Problem[]> {
  const variables = new Set<string>();
  const now = await loadSilently(file, () => recordVariables(variables));
  const later = await loadSilently(file, setClockForward);
  const problems = differences(now, later, []);
  if (problems.length > 0) throw new UserError(await locateProblems(problems, file, now, cwd));
  if (variables.size === 0) return [];
  const names = [...variables].sort();
  const warning: Problem = {
    code: 'CONFIG_READS_ENVIRONMENT',
    severity: 'warning',
    pointer: '',
    message: `the config reads the environment variable${names.length === 1 ? '' : 's'} ${names.join(', ')}`,
    hint: 'With another value than at the last generate, the config is a different one. Set the same value wherever a command runs, or write it into the config.',
  };
  return locateProblems([warning], file, now, cwd);
}

/** Loads a config without its output, which the command has printed already. `prepare` returns a function that undoes it. */
async function loadSilently(file: string, prepare: () => () => void): Promise<unknown> {
  const { write } = process.stderr;
  process.stderr.write = () => true;
  const restore = prepare();
  try {
    return (await loadConfig(file)).data;
  } finally {
    restore();
    process.stderr.write = write;
  }
}

function recordVariables(names: Set<string>): () => void {
  const { env } = process;
  process.env = new Proxy(env, {
    get: (_, name) => {
      // Node itself reads variables when the config prints.
      const reader = new Error().stack?.split('\n')[2] ?? '';
      if (typeof name === 'string' && !reader.includes('node:')) names.add(name);
      return Reflect.get(env, name);
    },
  });
  return () => {
    process.env = env;
  };
}

/** A little more than 400 days: another year, month, weekday, hour, minute and second. */
const clockOffset = (((400 * 24 + 1) * 60 + 1) * 60 + 1) * 1000;

function setClockForward(): () => void {
  const clock = globalThis.Date;
  const now = () => clock.now() + clockOffset;
  globalThis.Date = new Proxy(clock, {
    construct: (_, parameters, caller) => Reflect.construct(clock, parameters.length === 0 ? [now()] : parameters, caller),
    apply: () => new clock(now()).toString(),
    get: (_, name) => (name === 'now' ? now : Reflect.get(clock, name)),
  });
  return () => {
    globalThis.Date = clock;
  };
}

function differences(one: unknown, other: unknown, path: Path): Problem[] {
  if (Object.is(one, other)) return [];
  if ((isObject(one) && isObject(other)) || (Array.isArray(one) && Array.isArray(other))) {
    const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) => differences(left[key], right[key], [...path, key]));
  }
  const hint =
    'Every command runs the config, also in CI, and must get the same result. Write the value into the config, or read it from a file of the repository.';
  return [problemAt('CONFIG_NOT_DETERMINISTIC', path, `${printPath(path)} is ${print(one)} in one run and ${print(other)} in the next`, { hint })];
}

const print = (value: unknown) => (value === undefined ? 'not set' : printValue(value));
