/**
 * Judges Kubernetes objects by their schemas: types, required fields and enums by the validators of kubernetes-models,
 * unknown fields by its type declarations (the validators let them pass), and a kind without a package by a closed JSON
 * Schema in `schemas/`. A kind that none of them knows is a finding.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ts from 'typescript';
import type { KubernetesObject } from './renders.ts';

const packages = [
  'kubernetes-models',
  '@kubernetes-models/argo-cd',
  '@kubernetes-models/external-secrets',
  '@kubernetes-models/gateway-api',
  '@kubernetes-models/prometheus-operator',
];
const root = join(import.meta.dirname, '../..');

/** Findings of every object: `Deployment shop: /spec/replicas must be integer`. */
export async function judgeObjects(objects: readonly KubernetesObject[]): Promise<string[]> {
  const findings: string[] = [];
  const types = typesOf(objects);
  for (const object of objects) {
    const problems = await judgeObject(object, types);
    findings.push(...problems.map((problem) => `${object.kind} ${object.metadata?.name}: ${problem}`));
  }
  return findings;
}

async function judgeObject(object: KubernetesObject, types: ReadonlyMap<string, Fields>): Promise<string[]> {
  const module = moduleOf(object);
  const fields = module === undefined ? undefined : types.get(module);
  if (module === undefined || fields === undefined) return judgeByOwnSchema(object);
  const models = (await import(/* @vite-ignore */ module)) as Record<string, new (data: object) => { validate(): void }>;
  const Model = models[object.kind];
  if (Model === undefined) return [`${module} has no ${object.kind}`];
  const findings = fields.unknownIn(object);
  try {
    new Model(object).validate();
  } catch (error) {
    findings.push((error as Error).message);
  }
  return findings;
}

/** `kubernetes-models/apps/v1/Deployment`; undefined where no package has the kind. */
function moduleOf({ apiVersion, kind }: KubernetesObject): string | undefined {
  const name = packages.find((candidate) => existsSync(join(root, 'node_modules', candidate, String(apiVersion), `${kind}.d.ts`)));
  return name === undefined ? undefined : `${name}/${apiVersion}/${kind}`;
}

/** The declared fields of a kind. */
interface Fields {
  /** JSON pointers of fields that the declaration does not have. */
  unknownIn: (data: unknown) => string[];
}

const known = new Map<string, Fields>();

/** Declarations of every kind that occurs, by module. One compiler program for all that are not known yet. */
function typesOf(objects: readonly KubernetesObject[]): ReadonlyMap<string, Fields> {
  const modules = [...new Set(objects.flatMap((object) => moduleOf(object) ?? []))].filter((module) => !known.has(module));
  if (modules.length === 0) return known;
  const file = join(root, 'kinds.ts');
  const source = modules.map((module, index) => `export { I${module.split('/').at(-1)} as Kind${index} } from '${module}';`).join('\n');
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    strict: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2023) : getSourceFile(name, ...rest));
  const program = ts.createProgram([file], options, host);
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile);
  if (symbol === undefined) throw new Error('the compiler reads no declaration');
  const declared = checker.getExportsOfModule(symbol);
  for (const [index, module] of modules.entries()) {
    const exported = declared.find((candidate) => candidate.name === `Kind${index}`);
    if (exported === undefined) throw new Error(`${module} declares no type`);
    const type = checker.getDeclaredTypeOfSymbol(checker.getAliasedSymbol(exported));
    known.set(module, { unknownIn: (data) => unknownFields(checker, type, data, '') });
  }
  return known;
}

function unknownFields(checker: ts.TypeChecker, declared: ts.Type, data: unknown, pointer: string): string[] {
  if (typeof data !== 'object' || data === null) return [];
  const type = checker.getNonNullableType(declared);
  const anything = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive;
  const alternatives = (type.isUnion() ? type.types : [type]).filter(
    (alternative) => alternative.flags & (anything | ts.TypeFlags.Object | ts.TypeFlags.Intersection),
  );
  if (alternatives.length === 0 || alternatives.some((alternative) => alternative.flags & anything)) return [];
  if (Array.isArray(data)) {
    const items = alternatives.flatMap((alternative) => checker.getIndexTypeOfType(alternative, ts.IndexKind.Number) ?? []);
    return data.flatMap((item, index) => (items[0] === undefined ? [] : unknownFields(checker, items[0], item, `${pointer}/${index}`)));
  }
  // `{}` and `object` declare nothing and mean anything.
  if (alternatives.some((alternative) => alternative.getProperties().length === 0 && checker.getIndexInfosOfType(alternative).length === 0)) return [];
  return Object.entries(data).flatMap(([key, value]) => {
    const fields = alternatives.flatMap((alternative) => fieldType(checker, alternative, key) ?? []);
    if (fields.length === 0) return [`${pointer}/${key} is unknown`];
    const results = fields.map((field) => unknownFields(checker, field, value, `${pointer}/${key}`));
    return results.find((result) => result.length === 0) ?? results[0] ?? [];
  });
}

function fieldType(checker: ts.TypeChecker, type: ts.Type, key: string): ts.Type | undefined {
  const property = checker.getPropertyOfType(type, key);
  return property === undefined ? checker.getIndexTypeOfType(type, ts.IndexKind.String) : checker.getTypeOfSymbol(property);
}

const schemas = new Map<string, ValidateFunction | null>();

/** `schemas/<group>-<version>-<kind>.json`. */
function judgeByOwnSchema(object: KubernetesObject): string[] {
  const name = `${String(object.apiVersion).replace('/', '-')}-${object.kind}`;
  let validate = schemas.get(name);
  if (validate === undefined) {
    const file = join(import.meta.dirname, 'schemas', `${name}.json`);
    validate = existsSync(file) ? new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(readFileSync(file, 'utf8'))) : null;
    schemas.set(name, validate);
  }
  if (validate === null) return [`no package and no schema knows ${object.apiVersion} ${object.kind}`];
  validate(object);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
}
