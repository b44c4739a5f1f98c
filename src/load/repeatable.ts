import { type Problem, UserError } from '../problems/errors.ts';
import { type Path, printPath } from '../problems/path.ts';
import { problemAt } from '../problems/problem-at.ts';
import { isObject, printValue } from '../text/print-value.ts';
import { loadConfig } from './load.ts';
import { locateProblems } from './locate.ts';

/**
 * Runs a config that is valid twice more, the second time on a later day, and compares what it says. For a config that
 * seems to have changed: one that never says the same is older than itself for ever.
 *
 * Gives a warning where it reads environment variables, which another machine may set otherwise.
 * @throws UserError with every value that differs, at its place.
 */
export async function expectRepeatable(file: string, cwd: string): Promise<Problem[]> {
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
    message: `the config reads ${names.join(', ')} from the environment`,
    hint: `Where ${names.length === 1 ? 'it has another value' : 'they have other values'} than at the last generate, the config says something else: set the same wherever a command runs, or write the value down.`,
  };
  return locateProblems([warning], file, now, cwd);
}

/** What it prints was printed when the command ran it. `prepare` gives what undoes it. */
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
      // Printing looks for variables too, which is Node's and not the config's.
      const reader = new Error().stack?.split('\n')[2] ?? '';
      if (typeof name === 'string' && !reader.includes('node:')) names.add(name);
      return Reflect.get(env, name);
    },
  });
  return () => {
    process.env = env;
  };
}

/** By 400 days and some: another year, month, weekday, hour, minute and second. */
const forward = (((400 * 24 + 1) * 60 + 1) * 60 + 1) * 1000;

function setClockForward(): () => void {
  const clock = globalThis.Date;
  const now = () => clock.now() + forward;
  globalThis.Date = new Proxy(clock, {
    construct: (_, given, caller) => Reflect.construct(clock, given.length === 0 ? [now()] : given, caller),
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
  const hint = 'Every command runs the config, also in CI, and it must always say the same: write the value down, or read it from a file of the repository.';
  return [problemAt('CONFIG_NOT_DETERMINISTIC', path, `${printPath(path)} is ${given(one)} in one run and ${given(other)} in a later one`, { hint })];
}

const given = (value: unknown) => (value === undefined ? 'not given' : printValue(value));
