import type { ts } from 'ts-morph';
import { relativePlace } from '../load/locate.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import { type Path, printPath } from '../problems/path.ts';
import { isTree, type Target, type Tree, targetsOf } from './additions.ts';
import { type Insertion, insertEntries } from './insert.ts';
import { isObstacle, type Obstacle, objectLiterals } from './object-literal.ts';
import { printEntry } from './print-value.ts';
import { styleOf } from './text-style.ts';

/** The text of a config and its value. */
export interface ConfigText {
  /** Absolute path. */
  file: string;
  text: string;
  /** The exported config. */
  data: Tree;
  /** Working folder, for the places of problems. */
  cwd: string;
}

/**
 * The insertions that add the entries to the text of the config. Never removes or moves text.
 * @throws UserError with every object that is not an object literal, and the lines to add by hand.
 */
export function insertionsFor(tree: Tree, config: ConfigText, compiler: typeof ts, fieldOrder: (path: Path) => readonly string[]): Insertion[] {
  const source = compiler.createSourceFile(config.file, config.text, compiler.ScriptTarget.Latest, true);
  const { root, literalOf, fieldOf, obstacleIn } = objectLiterals(source, compiler);
  const style = styleOf(source, compiler);
  const obstacles: { path: Path; obstacle: Obstacle }[] = [];

  function visit(node: ts.Node, added: Tree, data: Tree, path: Path): Insertion[] {
    const refuse = (obstacle: Obstacle): Insertion[] => {
      obstacles.push({ path, obstacle });
      return [];
    };
    const literal = literalOf(node);
    if (isObstacle(literal)) return refuse(literal);
    const [fresh, known] = [
      Object.entries(added).filter(([name]) => !Object.hasOwn(data, name)),
      Object.entries(added).filter(([name]) => Object.hasOwn(data, name)),
    ];
    const obstacle = fresh.length === 0 ? undefined : obstacleIn(literal);
    const own = obstacle === undefined ? insertEntries({ literal, style, compiler }, fresh, fieldOrder(path)) : refuse(obstacle);
    const inner = known.flatMap(([name, value]) => {
      const child = fieldOf(literal, name);
      if (isObstacle(child)) {
        obstacles.push({ path: [...path, name], obstacle: child });
        return [];
      }
      const current = data[name];
      return isTree(value) && isTree(current) ? visit(child, value, current, [...path, name]) : [];
    });
    return [...own, ...inner];
  }

  const insertions = visit(root(), tree, config.data, []);
  if (obstacles.length > 0) throw new UserError(obstacles.map(({ path, obstacle }) => problemOf(path, obstacle)));
  return insertions;

  function problemOf(path: Path, { node, reason }: Obstacle): Problem {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
    return {
      code: 'CONFIG_NOT_EDITABLE',
      severity: 'error',
      message: `add cannot edit ${printPath(path)}: ${reason}`,
      hint: linesByHand(targetsOf(tree, config.data), config.text, compiler),
      place: relativePlace({ file: config.file, line: line + 1, column: character + 1 }, config.cwd),
    };
  }
}

/** The lines to add by hand if the config cannot be edited. */
export function linesByHand(targets: readonly Target[], text: string, compiler: typeof ts): string {
  const style = { ...styleOf(compiler.createSourceFile('pipeline.config.ts', text, compiler.ScriptTarget.Latest, true), compiler), trailingComma: true };
  const blocks = targets.map(({ path, entries }) => {
    const lines = entries.map(([name, value]) => `    ${printEntry(name, value, style, { indent: '    ', lineEnd: '\n' })},`);
    return `  in ${printPath(path)}:\n${lines.join('\n')}`;
  });
  return ['Nothing was written. Add these lines by hand, then run generate:', ...blocks].join('\n');
}
