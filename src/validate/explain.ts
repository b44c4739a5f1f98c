import type { Problem } from '../problems/errors.ts';
import { type Path, printPath } from '../problems/path.ts';
import { problemAt } from '../problems/problem-at.ts';
import { closest, didYouMean } from '../text/closest.ts';
import { listNames } from '../text/list-names.ts';
import { isObject, printValue } from '../text/print-value.ts';
import { definitionName, dereference, type Schema } from '../vocabulary/schema.ts';
import { checkUnion } from './explain-union.ts';
import { checkInteger, checkString, exampleOf, hasType, hintOf, wrongChoice, wrongType } from './explain-value.ts';
import { isProcess, shapeOf } from './kubernetes-fields.ts';

// The compiled validator decides whether a config is valid. This walk runs only if it is not, and explains why: with
// descriptions and examples, and for the branch of a union that the user probably meant.

/** The whole schema, and the whole config, from which the type of each auxiliary service is read. */
interface Context {
  root: Schema;
  data: unknown;
}

/** Fields that were renamed, by their former names. */
const formerNames = new Map([
  [
    'secretStore',
    {
      now: 'clusterSecretStore',
      hint: 'Remove it, and the environment reads Vault through a SecretStore of its own; or rename it to keep the ClusterSecretStore: the set-up runbook says what its conditions must be.',
    },
  ],
]);

/** The problems of a config that the schema rejects: one for each mistake. */
export function explain(root: Schema, data: unknown): Problem[] {
  return check({ root, data }, root, data, []);
}

/** The problems of a value at a path, which a schema of another root describes. */
export function explainAt(root: Schema, schema: Schema, value: unknown, path: Path): Problem[] {
  return check({ root, data: undefined }, schema, value, path);
}

function check(context: Context, reference: Schema, value: unknown, path: Path): Problem[] {
  if (reference.$ref === '#/$defs/ServiceProviders' && isObject(value)) return checkProviders(context, value, path);
  const { root } = context;
  const schema = dereference(root, reference);
  if (schema.nullable === true && value === null) return [];
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
      return checkString(schema, formatOf(root, reference), value as string, path);
    case 'integer':
      return checkInteger(schema, value as number, path);
    default:
      return [];
  }
}

/** The description of the definition behind a reference, which describes the format of a string. */
function formatOf(root: Schema, { $ref }: Schema): string | undefined {
  return $ref === undefined ? undefined : root.$defs?.[definitionName($ref)]?.description;
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
    } else if (formerNames.has(key) && Object.hasOwn(known, formerNames.get(key)?.now ?? '')) {
      const { now, hint = '' } = formerNames.get(key) ?? {};
      problems.push(problemAt('UNKNOWN_FIELD', at, `${printPath(at)} does not exist: its name is now '${now}'`, { hint, onName: true }));
    } else if (isProcess(known) && shapeOf(key) !== undefined) {
      const shape = shapeOf(key);
      const hint = `'${key}' is a field of Kubernetes' ${shape === 'pod' ? 'PodSpec' : 'Container'}. Write ${shape}: { ${key}: … }.`;
      problems.push(problemAt('UNKNOWN_FIELD', at, `${printPath(at)} does not exist. Did you mean '${shape}.${key}'?`, { hint, onName: true }));
    } else {
      // A misspelled field is one mistake, not an unknown field and a missing one.
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
    const field = dereference(context.root, known[key] ?? {});
    const example = exampleOf(field);
    const hint = [field.description, example === undefined ? undefined : `For example: ${key}: ${example}`].filter((part) => part !== undefined).join(' ');
    problems.push(problemAt('MISSING_FIELD', path, `${printPath([...path, key])} is missing`, { hint, onName: true }));
  }
  if (schema.minProperties !== undefined && Object.keys(value).length < schema.minProperties)
    problems.push(problemAt('WRONG_VALUE', path, `${printPath(path)} is empty; it needs at least one entry`, hintOf(schema)));
  return problems;
}

function checkName(context: Context, propertyNames: Schema | undefined, name: string, path: Path): Problem[] {
  if (propertyNames === undefined) return [];
  const schema = dereference(context.root, propertyNames);
  if (checkString(schema, undefined, name, path).length === 0) return [];
  const example = exampleOf(schema);
  const hint = `${schema.description ?? ''}${example === undefined ? '' : ` For example: ${example}`}`;
  return [problemAt('INVALID_NAME', path, `'${name}' is not a valid name in ${printPath(path.slice(0, -1))}`, { hint, onName: true })];
}

function checkArray(context: Context, schema: Schema, value: unknown[], path: Path): Problem[] {
  if (schema.minItems !== undefined && value.length < schema.minItems)
    return [problemAt('WRONG_VALUE', path, `${printPath(path)} is empty; it needs at least one entry`, hintOf(schema))];
  if (schema.maxItems !== undefined && value.length > schema.maxItems)
    return [problemAt('WRONG_VALUE', path, `${printPath(path)} has ${value.length} entries; the maximum is ${schema.maxItems}`, hintOf(schema))];
  const problems = value.flatMap((item, index) => check(context, schema.items ?? {}, item, [...path, index]));
  if (schema.uniqueItems !== true) return problems;
  const duplicates = [...value.keys()].filter((index) => value.indexOf(value[index]) < index);
  for (const index of duplicates)
    problems.push(problemAt('DUPLICATE_ITEM', [...path, index], `${printPath([...path, index])} repeats ${printValue(value[index])}`, { hint: 'Remove it.' }));
  return problems;
}

/** Checks each provider against those of its service's type, so that the message names only these. */
function checkProviders(context: Context, value: Record<string, unknown>, path: Path): Problem[] {
  return Object.entries(value).flatMap(([name, provider]) => {
    const at = [...path, name];
    const type = serviceType(context, name);
    const own = type === undefined ? undefined : context.root.$defs?.ServiceCatalog?.properties?.[type]?.properties?.provider;
    if (own === undefined) return check(context, { $ref: '#/$defs/AuxiliaryServiceProvider' }, provider, at);
    const choices = (dereference(context.root, own).anyOf ?? []).map((branch) => String(dereference(context.root, branch).properties?.provider?.const));
    const chosen = isObject(provider) ? provider.provider : undefined;
    if (typeof chosen !== 'string' || choices.includes(chosen)) return check(context, own, provider, at);
    const providerPath = [...at, 'provider'];
    return [
      problemAt(
        'SERVICE_PROVIDER_UNSUPPORTED',
        providerPath,
        `${printPath(providerPath)} is '${chosen}'; providers of ${type}: ${listNames(choices)}.${didYouMean(chosen, choices)}`,
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
