import type { Problem } from '../problems/errors.ts';
import { type Path, printPath } from '../problems/path.ts';
import { problemAt } from '../problems/problem-at.ts';
import { closest, didYouMean } from '../text/closest.ts';
import { listNames } from '../text/list-names.ts';
import { isObject, printValue } from '../text/print-value.ts';
import { definitionName, dereference, type Schema } from '../vocabulary/schema.ts';
import { checkUnion } from './explain-union.ts';
import { checkInteger, checkString, exampleOf, hasType, hintOf, wrongChoice, wrongType } from './explain-value.ts';

// The compiled validator decides whether a config is valid. This walk runs only when it is not, and says why in the
// user's words: with descriptions and examples, and for the branch of a union that was meant.

/** What is read while walking: the whole schema, and the whole config for the type of each auxiliary service. */
interface Context {
  root: Schema;
  data: unknown;
}

/** What is wrong with a config that the schema refuses: one problem for each mistake. */
export function explain(root: Schema, data: unknown): Problem[] {
  return check({ root, data }, root, data, []);
}

function check(context: Context, given: Schema, value: unknown, path: Path): Problem[] {
  if (given.$ref === '#/$defs/ServiceProviders' && isObject(value)) return checkProviders(context, value, path);
  const { root } = context;
  const schema = dereference(root, given);
  if (schema.anyOf !== undefined) {
    const branches = schema.anyOf.map((branch) => dereference(root, branch));
    return checkUnion(schema, branches, value, path, (branch, child, at) => check(context, branch, child, at));
  }
  if (schema.const !== undefined || schema.enum !== undefined) {
    const choices = schema.enum ?? [schema.const];
    return choices.includes(value) ? [] : [wrongChoice(choices, schema, value, path)];
  }
  if (!hasType(value, schema.type)) return [wrongType(schema, value, path)];
  switch (schema.type) {
    case 'object':
      return checkObject(context, schema, value as Record<string, unknown>, path);
    case 'array':
      return checkArray(context, schema, value as unknown[], path);
    case 'string':
      return checkString(schema, formOf(root, given), value as string, path);
    case 'integer':
      return checkInteger(schema, value as number, path);
    default:
      return [];
  }
}

/** The description of the definition that says how a text is written. */
function formOf(root: Schema, given: Schema): string | undefined {
  return given.$ref === undefined ? undefined : root.$defs?.[definitionName(given.$ref)]?.description;
}

function checkObject(context: Context, schema: Schema, value: Record<string, unknown>, path: Path): Problem[] {
  const problems: Problem[] = [];
  const known = schema.properties ?? {};
  const missing = new Set((schema.required ?? []).filter((key) => value[key] === undefined));
  for (const [key, child] of Object.entries(value)) {
    const at = [...path, key];
    if (Object.hasOwn(known, key)) {
      if (child !== undefined) problems.push(...check(context, known[key] ?? {}, child, at));
    } else if (typeof schema.additionalProperties === 'object') {
      problems.push(...checkName(context, schema.propertyNames, key, at), ...check(context, schema.additionalProperties, child, at));
    } else {
      // A mistyped name is one mistake, not an unknown field and a missing one.
      const meant = closest(key, [...missing]) ?? closest(key, Object.keys(known));
      if (meant !== undefined) missing.delete(meant);
      const question = meant === undefined ? '' : ` Did you mean '${meant}'?`;
      problems.push(
        problemAt('UNKNOWN_FIELD', at, `${printPath(at)} does not exist.${question}`, {
          hint: `Fields of ${printPath(path)}: ${Object.keys(known).join(', ')}`,
          onName: true,
        }),
      );
    }
  }
  for (const key of missing) {
    const wanted = dereference(context.root, known[key] ?? {});
    const example = exampleOf(wanted);
    const hint = [wanted.description, example === undefined ? undefined : `For example: ${key}: ${example}`].filter((part) => part !== undefined).join(' ');
    problems.push(problemAt('MISSING_FIELD', path, `${printPath([...path, key])} is missing`, { hint, onName: true }));
  }
  if (schema.minProperties !== undefined && Object.keys(value).length < schema.minProperties)
    problems.push(problemAt('WRONG_VALUE', path, `${printPath(path)} is empty; at least one entry is needed`, hintOf(schema)));
  return problems;
}

function checkName(context: Context, propertyNames: Schema | undefined, name: string, path: Path): Problem[] {
  if (propertyNames === undefined) return [];
  const schema = dereference(context.root, propertyNames);
  if (checkString(schema, undefined, name, path).length === 0) return [];
  const example = exampleOf(schema);
  const hint = `${schema.description ?? ''}${example === undefined ? '' : ` For example: ${example}`}`;
  return [problemAt('INVALID_NAME', path, `'${name}' in ${printPath(path.slice(0, -1))} is no valid name`, { hint, onName: true })];
}

function checkArray(context: Context, schema: Schema, value: unknown[], path: Path): Problem[] {
  if (schema.minItems !== undefined && value.length < schema.minItems)
    return [problemAt('WRONG_VALUE', path, `${printPath(path)} is empty; at least one entry is needed`, hintOf(schema))];
  if (schema.maxItems !== undefined && value.length > schema.maxItems)
    return [problemAt('WRONG_VALUE', path, `${printPath(path)} has ${value.length} entries; at most ${schema.maxItems} is possible`, hintOf(schema))];
  const problems = value.flatMap((item, index) => check(context, schema.items ?? {}, item, [...path, index]));
  if (schema.uniqueItems !== true) return problems;
  const again = [...value.keys()].filter((index) => value.indexOf(value[index]) < index);
  for (const index of again)
    problems.push(
      problemAt('DUPLICATE_ITEM', [...path, index], `${printPath([...path, index])} is ${printValue(value[index])} a second time`, { hint: 'Remove it.' }),
    );
  return problems;
}

/** Providers by the type of their service: a mistake is told in that type's words, and one of another type is refused. */
function checkProviders(context: Context, value: Record<string, unknown>, path: Path): Problem[] {
  return Object.entries(value).flatMap(([name, provider]) => {
    const at = [...path, name];
    const type = serviceType(context, name);
    const own = type === undefined ? undefined : context.root.$defs?.ServiceCatalog?.properties?.[type]?.properties?.provider;
    if (own === undefined) return check(context, { $ref: '#/$defs/AuxiliaryServiceProvider' }, provider, at);
    const choices = (dereference(context.root, own).anyOf ?? []).map((branch) => String(dereference(context.root, branch).properties?.provider?.const));
    const given = isObject(provider) ? provider.provider : undefined;
    if (typeof given !== 'string' || choices.includes(given)) return check(context, own, provider, at);
    const where = [...at, 'provider'];
    return [
      problemAt(
        'SERVICE_PROVIDER_TYPE',
        where,
        `${printPath(where)} is '${given}'; providers of ${type} are ${listNames(choices)}.${didYouMean(given, choices)}`,
      ),
    ];
  });
}

function serviceType({ root, data }: Context, name: string): string | undefined {
  const services = isObject(data) && isObject(data.auxiliaryServices) ? data.auxiliaryServices : {};
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  const type = isObject(service) ? service.type : undefined;
  return typeof type === 'string' && Object.hasOwn(root.$defs?.ServiceCatalog?.properties ?? {}, type) ? type : undefined;
}
