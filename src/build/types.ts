import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { type GeneratedFields, generatedContainerFields, generatedPodFields, remedyOf } from '../config/generated-fields.ts';
import { everyKind } from '../process-fields/field.ts';
import type { PipelineSchema } from '../vocabulary/index.ts';
import type { Schema } from '../vocabulary/schema.ts';

/** `$defs` that hold a name: each is a type parameter of every declaration that reaches it. */
const nameParameters: Record<string, string> = {
  ClusterName: 'Cluster',
  ComponentName: 'Component',
  EnvironmentName: 'Environment',
  ImageName: 'Image',
  JobName: 'Job',
  CronJobName: 'CronJob',
  RouteName: 'Route',
};

/** `$defs` whose type the hand-written generic layer gives, bound to the services of one config. */
const serviceTypes: Record<string, string> = {
  ServiceName: 'keyof Services & string',
  ServiceOutput: 'OutputOf<Services>',
  ServiceMap: 'ServicesOf<Services>',
  ServiceProviders: 'ProvidersOf<Services>',
  RecreatedName: 'RecreatedOf<ComponentName, Services>',
};

/** `$defs` whose type is written here: json-schema-to-typescript would make an object of any fields of them. */
const writtenTypes: Record<string, string> = {
  PlainData: 'unknown',
  PodSpec: shapeType('PodSpec', generatedPodFields),
  Container: shapeType('Container', generatedContainerFields),
};

/** A part of a type of Kubernetes' own, without the fields that no process may set. */
function shapeType(name: string, generated: GeneratedFields): string {
  const fields = Object.keys(generated).filter((field) => !field.includes('.') && everyKind.every((kind) => remedyOf(generated[field], kind) !== null));
  return `Partial<Omit<Kubernetes.${name}, ${fields.map((field) => `'${field}'`).join(' | ')}>>`;
}

const parameterConstraints: Record<string, string> = {
  ...Object.fromEntries(Object.values(nameParameters).map((parameter) => [`${parameter}Name`, 'string'])),
  Services: 'ServiceTypes',
};

/** A schema for json-schema-to-typescript: `tsType` is taken as the type. */
type TypedSchema = Schema & { tsType?: string };

function referencesIn(schema: unknown): string[] {
  return [...JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)].map((match) => match[1] ?? '');
}

/** For each definition, the type parameters that it needs because a name is reachable from it. */
function parametersByDefinition(schema: PipelineSchema): Map<string, string[]> {
  const direct = new Map(Object.entries(schema.$defs).map(([name, definition]) => [name, referencesIn(definition)]));
  direct.set('PipelineConfig', referencesIn(schema.properties));
  direct.set('RecreatedName', ['ComponentName']);
  const reach = (name: string, seen: Set<string>): Set<string> => {
    if (seen.has(name)) return seen;
    seen.add(name);
    for (const next of direct.get(name) ?? []) reach(next, seen);
    return seen;
  };
  const parameters = new Map<string, string[]>();
  for (const name of direct.keys()) {
    const reached = reach(name, new Set());
    const needed = Object.keys(parameterConstraints).filter((parameter) =>
      parameter === 'Services' ? Object.keys(serviceTypes).some((service) => reached.has(service)) : reached.has(parameter),
    );
    parameters.set(name, needed);
  }
  return parameters;
}

/** What an editor shows of a field: its description and its default. */
function documented({ description, default: value }: Schema): { description?: string } {
  const shown = value === undefined ? undefined : `@default ${typeof value === 'string' ? value : JSON.stringify(value)}`;
  const lines = [description, shown].filter((line) => line !== undefined);
  return lines.length === 0 ? {} : { description: lines.join('\n') };
}

/**
 * Turns the JSON Schema of the config into TypeScript: json-schema-to-typescript prints the declarations, references are
 * given to it as `tsType`, so that each carries its type arguments. The root's maps define names, everything else uses
 * them: there the names stand in `NoInfer`, so that the compiler infers a name only where it is defined.
 */
export async function pipelineTypes(source: PipelineSchema): Promise<string> {
  const parameters = parametersByDefinition(source);
  const use = (name: string, atRoot: boolean): string => {
    const written = serviceTypes[name] ?? writtenTypes[name];
    if (written !== undefined) return written;
    const argument = (parameter: string) => (atRoot && parameter !== 'Services' ? `NoInfer<${parameter}>` : parameter);
    if (nameParameters[name] !== undefined) return argument(name);
    const needed = parameters.get(name) ?? [];
    return needed.length === 0 ? name : `${name}<${needed.map(argument).join(', ')}>`;
  };
  const bind = (schema: Schema, atRoot: boolean): TypedSchema => {
    const name = schema.$ref?.split('/').at(-1);
    if (name !== undefined) return { ...documented({ description: source.$defs[name]?.description ?? '', ...schema }), tsType: use(name, atRoot) };
    const described = documented(schema);
    const key = schema.propertyNames?.$ref?.split('/').at(-1);
    const value = typeof schema.additionalProperties === 'object' ? schema.additionalProperties.$ref?.split('/').at(-1) : undefined;
    if (key !== undefined && value !== undefined && nameParameters[key] !== undefined)
      return { ...described, tsType: atRoot ? `Record<${key}, ${use(value, true)}>` : `Partial<Record<${key}, ${use(value, false)}>>` };
    const bound: TypedSchema = { ...schema, ...described };
    delete bound.examples;
    delete bound.propertyNames;
    if (schema.properties !== undefined)
      bound.properties = Object.fromEntries(Object.entries(schema.properties).map(([name, child]) => [name, bind(child, atRoot)]));
    if (schema.items !== undefined) bound.items = bind(schema.items, atRoot);
    if (schema.anyOf !== undefined) bound.anyOf = schema.anyOf.map((child) => bind(child, atRoot));
    if (typeof schema.additionalProperties === 'object') bound.additionalProperties = bind(schema.additionalProperties, atRoot);
    return bound;
  };
  const definitions = Object.entries(source.$defs).filter(
    ([name]) => nameParameters[name] === undefined && serviceTypes[name] === undefined && writtenTypes[name] === undefined,
  );
  const schema: TypedSchema = {
    ...bind({ ...source, $defs: {} }, true),
    $defs: Object.fromEntries(definitions.map(([name, definition]) => [name, bind(definition, false)])),
  };
  const printed = await compile(schema as JSONSchema, 'PipelineConfig', {
    bannerComment: '',
    additionalProperties: false,
    unreachableDefinitions: true,
    ignoreMinAndMaxItems: true,
    style: { printWidth: 160, singleQuote: true },
  });
  const header = (name: string) => {
    const needed = parameters.get(name) ?? [];
    return needed.length === 0 ? name : `${name}<${needed.map((parameter) => `${parameter} extends ${parameterConstraints[parameter]} = any`).join(', ')}>`;
  };
  return printed
    .replace(/(?:\n *\* ?)?\n *\* (?:This interface was referenced by|@minItems)[\s\S]*?\*\//g, (comment) => `\n${/^\n( *)/.exec(comment)?.[1] ?? ''}*/`)
    .replace(/[ \t]+$/gm, '')
    .replace(/^export (interface|type) (\w+)/gm, (_, kind: string, name: string) => `export ${kind} ${header(name)}`)
    .replace(/(?<=[:|=] ?)(\w+(?:<[^>]*>)?|\([^()]*\))\[\]/g, 'readonly $1[]');
}
