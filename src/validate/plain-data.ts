import type { Problem } from '../problems/errors.ts';
import { type Path, printPath } from '../problems/path.ts';
import { problemAt } from '../problems/problem-at.ts';

/** The value without fields that are given as undefined, and what no YAML could hold. */
export function plainData(value: unknown): { data: unknown; problems: Problem[] } {
  const problems: Problem[] = [];
  const walk = (child: unknown, path: Path, parents: readonly unknown[]): unknown => {
    if (typeof child === 'string') problems.push(...textProblems(child, path));
    if (typeof child === 'bigint') problems.push(refused(path, 'a bigint', `Write ${child}, without n at its end.`));
    // A cycle can only stand in an unknown field, which the schema refuses.
    if (typeof child !== 'object' || child === null || parents.includes(child)) return child;
    const inner = [...parents, child];
    // A hole, as in [a, , b], is an item like any other that is undefined.
    if (Array.isArray(child)) return Array.from(child, (item, index) => walk(item, [...path, index], inner));
    if (!isRecord(child)) {
      const name = typeNameOf(child);
      problems.push(refused(path, `a ${name}`, remedies[name] ?? 'Write an object: { … }, for example by spreading it: { ...value }.'));
      return child;
    }
    // Without a prototype a cluster may be called `constructor`.
    const given = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(child)) {
      const field = fieldOf(child, key, path);
      if (field !== undefined) given[key] = walk(field, [...path, key], inner);
    }
    return given;
  };
  // A getter is code of the config, and runs only now.
  const fieldOf = (holder: object, key: string, path: Path): unknown => {
    try {
      return (holder as Record<string, unknown>)[key];
    } catch (error) {
      problems.push(refused([...path, key], `a getter that threw ${String(error)}`, 'Write its value.'));
      return undefined;
    }
  };
  return { data: walk(value, [], []), problems };
}

const remedies: Record<string, string> = {
  Map: 'Write an object: Object.fromEntries(map).',
  Set: 'Write an array: [...set].',
  Date: "Write its text in quotes: '2026-01-31'.",
  URL: 'Write its text: url.href.',
  Promise: 'Write the value itself: a config waits for nothing.',
};

function typeNameOf(value: object): string {
  const made: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof made === 'string' && made !== '' ? made : 'object of a class';
}

function refused(path: Path, what: string, hint: string): Problem {
  return problemAt('NOT_PLAIN_DATA', path, `${path.length === 0 ? 'the config' : printPath(path)} is ${what}; a config holds plain data`, { hint });
}

/** Its own fields are all that it holds. A config runs in a realm of its own, with an Object of its own. */
function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Half of a character, and NUL, stand in no YAML; what turns the direction of a text hides what it says from its reviewers. */
function textProblems(text: string, path: Path): Problem[] {
  const found = text.includes('\0') ? '\0' : /[\u202A-\u202E\u2066-\u2069]|\p{Cs}/u.exec(text)?.[0];
  if (found === undefined) return [];
  const code = `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return [problemAt('WRONG_VALUE', path, `${printPath(path)} has the character ${code}, which no generated file may hold`, { hint: 'Remove it.' })];
}
