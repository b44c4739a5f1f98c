import type { PipelineConfig } from '../generated/pipeline-config.ts';
import { loadConfig } from '../load/load.ts';
import { locateProblems } from '../load/locate.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { type Path, pointerOf, printPath } from '../problems/path.ts';
import { validate } from '../validate/validate.ts';
import { type Addition, isTree, type Tree, targetsOf, treeOf, withFlags, withTree } from './additions.ts';
import { withInsertions } from './insert.ts';

/** The text of a config on disk, and its value. */
export interface ConfigOnDisk {
  /** Absolute path. */
  file: string;
  text: string;
  config: PipelineConfig;
  /** Absolute path of the emitted types. */
  declarations: string;
  /** Working folder, for the places of problems. */
  cwd: string;
}

/**
 * The text of the config with the additions. Checks that it evaluates to the previous config plus the additions, is valid
 * and has no new type errors.
 * @throws UserError with all problems.
 */
export async function editedConfig(additions: readonly Addition[], { file, text, config, declarations, cwd }: ConfigOnDisk): Promise<string> {
  const tree = treeOf(additions);
  const data = config as unknown as Tree;
  const expected = withTree(data, tree);
  await validate(expected).catch(async (error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    // Additions have no location yet: use the object that they would be added to.
    throw new UserError(await locateProblems(withFlags(error.problems, additions), file, data, cwd));
  });
  const { ts } = await import('ts-morph');
  const { insertionsFor, linesByHand } = await import('./edit-config.ts');
  const insertions = insertionsFor(tree, { file, text, data, cwd }, ts, await fieldOrder());
  const edited = withInsertions(text, insertions);
  const hint = () => linesByHand(targetsOf(tree, data), text, ts);
  const { data: result } = await loadConfig(file, edited);
  const difference = differenceOf(expected, result);
  if (difference !== undefined) {
    const message = `add cannot edit the config: ${printPath(difference)} would get another value, because the config computes it from the edited object`;
    const problem: Problem = { code: 'CONFIG_NOT_EDITABLE', severity: 'error', message, hint: hint(), pointer: pointerOf(difference) };
    throw new UserError(await locateProblems([problem], file, data, cwd));
  }
  const { typeProblems } = await import('./check-types.ts');
  const problems = typeProblems({ file, text, insertions, declarations, cwd });
  if (problems.length > 0) throw new UserError(problems.map((problem) => ({ ...problem, hint: hint() })));
  return edited;
}

/** The field order of the schema, for objects with fixed fields. */
async function fieldOrder(): Promise<(path: Path) => readonly string[]> {
  const { default: schema } = await import('../../schemas/pipeline.schema.json', { with: { type: 'json' } });
  return (path) => {
    if (path.length === 0) return Object.keys(schema.properties);
    return path.length === 2 && path[0] === 'environments' ? Object.keys(schema.$defs.Environment.properties) : [];
  };
}

/** The first path at which two configs differ; undefined fields count as missing. */
function differenceOf(expected: unknown, result: unknown, path: Path = []): Path | undefined {
  if (Array.isArray(expected) || Array.isArray(result)) {
    if (!Array.isArray(expected) || !Array.isArray(result) || expected.length !== result.length) return path;
  } else if (!isTree(expected) || !isTree(result)) return Object.is(expected, result) ? undefined : path;
  const [a, b] = [expected as Tree, result as Tree];
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const difference = differenceOf(a[name], b[name], [...path, name]);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
