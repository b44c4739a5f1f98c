import type { AddFlag } from '../command-line/add-options.ts';
import type { Problem } from '../problems/errors.ts';
import { keysOf, type Path, pointerOf } from '../problems/path.ts';
import { isObject } from '../text/print-value.ts';
import type { Entry } from './insert.ts';

/** A value to add, its path, and the option that set it. */
export interface Addition {
  path: Path;
  value: unknown;
  flag?: AddFlag;
}

/** A field, unless its value is undefined. */
export function field(path: Path, flag: AddFlag, value: unknown): Addition[] {
  return value === undefined ? [] : [{ path, value, flag }];
}

/** Objects by name; without a prototype, so that every name is valid. */
export type Tree = { [name: string]: unknown };

/** The additions as an object with the shape of the config. */
export function treeOf(additions: readonly Addition[]): Tree {
  const root = emptyTree();
  for (const { path, value } of additions) {
    const names = path.map(String);
    const last = names.pop() ?? '';
    const parent = names.reduce<Tree>((tree, name) => {
      tree[name] ??= emptyTree();
      return tree[name] as Tree;
    }, root);
    parent[last] = value;
  }
  return root;
}

export function emptyTree(): Tree {
  return Object.create(null) as Tree;
}

export function isTree(value: unknown): value is Tree {
  return isObject(value);
}

/** A copy of the config with all additions. */
export function withTree(data: Tree, tree: Tree): Tree {
  const merged = Object.assign(emptyTree(), data);
  for (const [name, value] of Object.entries(tree)) {
    const own = merged[name];
    merged[name] = isTree(own) && isTree(value) ? withTree(own, value) : value;
  }
  return merged;
}

/** An existing object, and its new entries. */
export interface Target {
  path: Path;
  entries: Entry[];
}

/** The existing objects that get new entries. */
export function targetsOf(tree: Tree, data: Tree, path: Path = []): Target[] {
  const fresh = Object.entries(tree).filter(([name]) => !Object.hasOwn(data, name));
  const inner = Object.entries(tree).flatMap(([name, value]) => {
    const own = Object.hasOwn(data, name) ? data[name] : undefined;
    return isTree(own) && isTree(value) ? targetsOf(value, own, [...path, name]) : [];
  });
  return [...(fresh.length === 0 ? [] : [{ path, entries: fresh }]), ...inner];
}

/** Prefixes each problem with the option that set the value. */
export function withFlags(problems: readonly Problem[], additions: readonly Addition[]): Problem[] {
  return problems.map((problem) => {
    const flag = flagOf(problem, additions);
    return flag === undefined ? problem : { ...problem, message: `--${flag}: ${problem.message}` };
  });
}

/** The option that set the value of a problem. */
export function flagOf({ pointer }: Problem, additions: readonly Addition[]): AddFlag | undefined {
  if (pointer === undefined) return undefined;
  const within = additions.filter(({ path }) => pointerOf(keysOf(pointer).slice(0, path.length)) === pointerOf(path));
  return within.sort((a, b) => b.path.length - a.path.length)[0]?.flag;
}
