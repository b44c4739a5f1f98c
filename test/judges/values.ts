/** Judges a chart's schemas and values files as Helm 3, Helm 4 and editors read them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parseDocument } from 'yaml';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Mapping = { [key: string]: Json };

/**
 * Findings on a schema: what ajv's strict mode refuses, and what the engines of the two Helms and of editors treat
 * differently. Helm's engine has no lookaheads (RE2), fetches a remote `$ref` at render, and Helm 3 ignores
 * unevaluatedProperties; `format` is asserted by some only.
 */
export function judgeSchema(schema: Mapping): string[] {
  const findings: string[] = [];
  try {
    new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  } catch (error) {
    findings.push((error as Error).message);
  }
  if (schema.$schema !== 'https://json-schema.org/draft/2020-12/schema') findings.push('/$schema is not draft 2020-12');
  if (!('global' in ((schema.properties ?? {}) as Mapping))) findings.push('/properties lacks global, which Helm sets');
  walk(schema, '', (node, pointer, whole) => {
    for (const keyword of ['format', 'unevaluatedProperties', 'unevaluatedItems', '$dynamicRef']) if (keyword in node) findings.push(`${pointer}/${keyword}`);
    if (typeof node.$ref === 'string' && !/^#\/\$defs\/[A-Za-z]/.test(node.$ref)) findings.push(`${pointer}/$ref leads to ${node.$ref}`);
    for (const pattern of [node.pattern, ...Object.keys((node.patternProperties ?? {}) as Mapping)])
      if (typeof pattern === 'string' && /\(\?<?[=!]|\\[1-9]/.test(pattern)) findings.push(`${pointer}: RE2 does not know ${pattern}`);
    if (whole && node.type === 'object' && node.additionalProperties === undefined) findings.push(`${pointer} is open: it lacks additionalProperties`);
    if (node.additionalProperties === true) findings.push(`${pointer} is open`);
  });
  return findings;
}

/**
 * Calls back for each schema in a schema; what is data (enum, const, default, examples) is left out. `whole` is false
 * for what only adds to another schema (if, then, else, not, allOf): that other one closes the object.
 */
function walk(schema: Json, pointer: string, visit: (node: Mapping, pointer: string, whole: boolean) => void, whole = true): void {
  if (!isMapping(schema)) return;
  visit(schema, pointer, whole);
  for (const keyword of ['properties', 'patternProperties', 'dependentSchemas', '$defs'])
    for (const [key, child] of Object.entries(isMapping(schema[keyword]) ? schema[keyword] : {})) walk(child, `${pointer}/${keyword}/${key}`, visit, whole);
  for (const keyword of ['items', 'additionalProperties', 'propertyNames', 'contains']) walk(schema[keyword] ?? null, `${pointer}/${keyword}`, visit, whole);
  for (const keyword of ['if', 'then', 'else', 'not']) walk(schema[keyword] ?? null, `${pointer}/${keyword}`, visit, false);
  for (const keyword of ['allOf', 'anyOf', 'oneOf', 'prefixItems'])
    for (const [index, child] of (Array.isArray(schema[keyword]) ? schema[keyword] : []).entries())
      walk(child, `${pointer}/${keyword}/${index}`, visit, whole && keyword !== 'allOf');
}

function isMapping(value: Json | undefined): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Findings on the values that Helm merges from the chart's own and the given files. */
export function judgeMergedValues(chart: string, valueFiles: readonly string[]): string[] {
  const merged = ['values.yaml', ...valueFiles].map((file) => readValues(join(chart, file))).reduce(mergeValues);
  return errorsOf(compile(join(chart, 'values.schema.json')), merged);
}

/** Findings on one values file by the schema that its first line names for editors. */
export function judgeValuesFile(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const modeline = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1];
  if (modeline === undefined) return ['its first line names no schema for editors'];
  if (!/^\.{0,2}\/?[a-z.]/.test(modeline) || modeline.includes('://')) return [`its schema ${modeline} is not beside it`];
  const schema = join(dirname(file), modeline);
  if (!existsSync(schema)) return [`its schema ${relative(dirname(file), schema)} does not exist`];
  return errorsOf(compile(schema), readValues(file));
}

/** As Helm: maps are merged, null removes a key, everything else is replaced. */
export function mergeValues(base: Mapping, override: Mapping): Mapping {
  const merged: Mapping = { ...base };
  for (const [key, value] of Object.entries(override)) {
    const existing = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isMapping(existing) && isMapping(value) ? mergeValues(existing, value) : value;
  }
  return merged;
}

function readValues(file: string): Mapping {
  return (parseDocument(readFileSync(file, 'utf8'), { version: '1.1' }).toJS() ?? {}) as Mapping;
}

const compiled = new Map<string, ValidateFunction>();

function compile(file: string): ValidateFunction {
  const text = readFileSync(file, 'utf8');
  let validate = compiled.get(text);
  if (validate === undefined) {
    validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(text));
    compiled.set(text, validate);
  }
  return validate;
}

function errorsOf(validate: ValidateFunction, data: Mapping): string[] {
  validate(data);
  return (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
}
