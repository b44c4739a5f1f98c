import type { Problem } from '../problems/errors.ts';
import { type Path, printPath } from '../problems/path.ts';
import { problemAt } from '../problems/problem-at.ts';

/** Levels of a config: more than Kubernetes objects have, and too few to overflow the stack of whatever walks them. */
const deepest = 100;

/** The value without fields that are undefined, and a problem for each value that YAML cannot represent. */
export function plainData(value: unknown): { data: unknown; problems: Problem[] } {
  const problems: Problem[] = [];
  const walk = (child: unknown, path: Path, parents: readonly unknown[]): unknown => {
    if (typeof child === 'string') problems.push(...textProblems(child, path));
    if (typeof child === 'bigint') problems.push(unsupported(path, 'a bigint', `Write ${child}, without the n.`));
    // A cycle can only be in an unknown field, which the schema rejects.
    if (typeof child !== 'object' || child === null || parents.includes(child)) return child;
    if (parents.length === deepest) {
      problems.push(
        problemAt('NOT_PLAIN_DATA', path, `${printPath(path.slice(0, 5))} has more than ${deepest} levels below it`, {
          hint: 'Flatten it: no field of a config is that deep.',
        }),
      );
      return null;
    }
    const inner = [...parents, child];
    // A hole, as in [a, , b], is an undefined item.
    if (Array.isArray(child)) return Array.from(child, (item, index) => walk(item, [...path, index], inner));
    if (!isPlainObject(child)) {
      const name = typeNameOf(child);
      problems.push(unsupported(path, `a ${name}`, remedies[name] ?? 'Use a plain object: { … }, for example by spreading it: { ...value }.'));
      return child;
    }
    // Without a prototype, a cluster may be called `constructor`.
    const copy = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(child)) {
      // Code that copies objects would set the prototype instead, and lose the value.
      if (key === '__proto__')
        problems.push(
          problemAt('INVALID_NAME', [...path, key], `'__proto__' cannot be used as a name in ${printPath(path)}`, {
            hint: 'Choose another name: JavaScript gives this one a meaning of its own.',
            onName: true,
          }),
        );
      const field = fieldOf(child, key, path);
      if (field !== undefined) copy[key] = walk(field, [...path, key], inner);
    }
    return copy;
  };
  // A getter is code of the config, which runs only now and may throw.
  const fieldOf = (holder: object, key: string, path: Path): unknown => {
    try {
      return (holder as Record<string, unknown>)[key];
    } catch (error) {
      problems.push(unsupported([...path, key], `a getter that threw ${String(error)}`, 'Write the value itself.'));
      return undefined;
    }
  };
  return { data: walk(value, [], []), problems };
}

const remedies: Record<string, string> = {
  Map: 'Convert it to an object: Object.fromEntries(map).',
  Set: 'Convert it to an array: [...set].',
  Date: "Write it as a string: '2026-01-31'.",
  URL: 'Use its text: url.href.',
  Promise: 'Use the value itself: a config is loaded synchronously.',
};

function typeNameOf(value: object): string {
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' && name !== '' ? name : 'class instance';
}

function unsupported(path: Path, kind: string, hint: string): Problem {
  return problemAt('NOT_PLAIN_DATA', path, `${printPath(path)} is ${kind}; a config can contain only plain data`, { hint });
}

/** Whether an object is a plain one. Its prototype may be the Object of another realm, so identity is not compared. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** YAML cannot represent NUL and lone surrogates; bidirectional control characters could hide content from reviewers. */
function textProblems(text: string, path: Path): Problem[] {
  const character = text.includes('\0') ? '\0' : /[\u202A-\u202E\u2066-\u2069]|\p{Cs}/u.exec(text)?.[0];
  if (character === undefined) return [];
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return [problemAt('WRONG_VALUE', path, `${printPath(path)} contains the character ${code}, which generated files must not contain`, { hint: 'Remove it.' })];
}
