import type { Problem } from '../problems/errors.ts';
import { type Path, printPath } from '../problems/path.ts';
import { problemAt } from '../problems/problem-at.ts';
import { closest, didYouMean } from '../text/closest.ts';
import { listNames } from '../text/list-names.ts';
import { isObject, printValue } from '../text/print-value.ts';
import type { Schema } from '../vocabulary/schema.ts';
import { hasType, hintOf, inQuotes, typeName, wrongChoice } from './explain-value.ts';

type Check = (branch: Schema, value: unknown, path: Path) => Problem[];

/** The problems of a value that matches no branch, for the branch that was probably meant: one mistake is one problem. */
export function checkUnion(union: Schema, branches: readonly Schema[], value: unknown, path: Path, check: Check): Problem[] {
  if (branches.some((branch) => check(branch, value, path).length === 0)) return [];
  const objects = branches.filter((branch) => branch.type === 'object');
  if (!isObject(value)) return [notAnObject(union, branches, value, path)];
  if (objects.length === 0)
    return [problemAt('WRONG_TYPE', path, `${printPath(path)} is ${printValue(value)}; it must be ${alternatives(branches)}`, hintOf(union))];
  const discriminator = discriminatorOf(objects);
  if (discriminator !== undefined) return checkDiscriminated(objects, discriminator, value, path, check);
  const shared = (branch: Schema) => Object.keys(value).filter((key) => branch.properties?.[key] !== undefined).length;
  const most = Math.max(...objects.map(shared));
  if (most > 0) return fewest(objects.filter((branch) => shared(branch) === most).map((branch) => check(branch, value, path)));
  const [first] = Object.keys(value);
  if (first === undefined) return [problemAt('WRONG_VALUE', path, `${printPath(path)} is empty; it must be ${alternatives(branches)}`, hintOf(union))];
  const fields = [...new Set(objects.flatMap((branch) => Object.keys(branch.properties ?? {})))];
  const hint = `${printPath(path)} must be ${alternatives(branches)}`;
  return [problemAt('UNKNOWN_FIELD', [...path, first], `${printPath([...path, first])} does not exist.${didYouMean(first, fields)}`, { onName: true, hint })];
}

function notAnObject(union: Schema, branches: readonly Schema[], value: unknown, path: Path): Problem {
  const strings = branches.flatMap((branch) => (typeof branch.const === 'string' ? [branch.const] : []));
  const message = `${printPath(path)} is ${printValue(value)}; it must be ${alternatives(branches)}.${typeof value === 'string' ? didYouMean(value, strings) : ''}`;
  if (typeof value === 'number' && branches.some((branch) => branch.type === 'string'))
    return problemAt('WRONG_TYPE', path, message, { hint: `Put it in quotes: ${inQuotes(value)}` });
  const sameType = branches.some((branch) => (branch.const === undefined ? hasType(value, branch.type) : typeof branch.const === typeof value));
  return problemAt(sameType ? 'WRONG_VALUE' : 'WRONG_TYPE', path, message, hintOf(union));
}

function checkDiscriminated(objects: readonly Schema[], discriminator: string, value: Record<string, unknown>, path: Path, check: Check): Problem[] {
  const choices = [...new Set(objects.map((branch) => branch.properties?.[discriminator]?.const as string))];
  const choice = value[discriminator];
  if (choice !== undefined) {
    const chosen = objects.filter((branch) => branch.properties?.[discriminator]?.const === choice);
    return chosen.length === 0 ? [wrongChoice(choices, {}, choice, [...path, discriminator])] : fewest(chosen.map((branch) => check(branch, value, path)));
  }
  const known = new Set(objects.flatMap((branch) => Object.keys(branch.properties ?? {})));
  const typo = Object.keys(value).find((key) => !known.has(key) && closest(key, [discriminator]) !== undefined);
  if (typo !== undefined)
    return [
      problemAt('UNKNOWN_FIELD', [...path, typo], `${printPath([...path, typo])} does not exist. Did you mean '${discriminator}'?`, {
        onName: true,
        hint: `Choices for ${discriminator}: ${listNames(choices)}`,
      }),
    ];
  return [problemAt('MISSING_FIELD', path, `${printPath([...path, discriminator])} is missing; choices: ${listNames(choices)}`, { onName: true })];
}

/** The property that has a constant in every branch: `type`, `provider`, `store`. */
function discriminatorOf(objects: readonly Schema[]): string | undefined {
  return Object.keys(objects[0]?.properties ?? {}).find((key) => objects.every((branch) => branch.properties?.[key]?.const !== undefined));
}

function fewest(candidates: readonly Problem[][]): Problem[] {
  return candidates.reduce((best, problems) => (problems.length < best.length ? problems : best));
}

/** `'node' or { secret } or { mirror }`. */
function alternatives(branches: readonly Schema[]): string {
  const each = branches.map((branch) => {
    if (branch.const !== undefined) return printValue(branch.const);
    return branch.type === 'object' ? `{ ${(branch.required ?? []).join(', ')} }` : typeName(branch.type);
  });
  return [...new Set(each)].join(' or ');
}
