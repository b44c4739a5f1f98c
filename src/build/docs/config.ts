import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Schema {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  examples?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  const?: unknown;
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  $defs?: Record<string, Schema>;
}

const path = join(import.meta.dirname, '../../../schemas/pipeline.schema.json');

/** docs/config.md: every field of the schema, by the type that has it. */
export function configDocument(): string {
  const schema = JSON.parse(readFileSync(path, 'utf8')) as Schema;
  const types = inReadingOrder(schema);
  const [objects, values] = [types.filter(([, type]) => fields(type).length > 0), types.filter(([, type]) => fields(type).length === 0)];
  return [
    '# The config',
    '',
    '`pipeline.config.ts` exports `definePipeline({ … })`. This page, the types in your editor and the checks of the config are all generated',
    'from its schema, `schemas/pipeline.schema.json`. Objects come first, each after the object that contains it; names and other values follow.',
    '',
    section('Top level', schema, schema),
    ...[...objects, ...values].map(([name, type]) => section(name, type, schema)),
  ].join('\n');
}

/** Each type after the one that first names it; what nothing names comes last. */
function inReadingOrder(schema: Schema): [string, Schema][] {
  const definitions = schema.$defs ?? {};
  const order = new Set<string>();
  const visit = (text: string) => {
    const named = [...text.matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name = '']) => name).filter((name) => !order.has(name));
    for (const name of named) order.add(name);
    for (const name of named) visit(JSON.stringify(definitions[name]));
  };
  visit(JSON.stringify({ ...schema, $defs: {} }));
  for (const name of Object.keys(definitions)) order.add(name);
  return [...order].map((name) => [name, definitions[name] ?? {}]);
}

function section(name: string, schema: Schema, root: Schema): string {
  if (fields(schema).length === 0) return valueSection(name, schema);
  const rows = fields(schema).map(
    ([field, type, required]) => `| \`${field}\` | ${typeText(type)} | ${required ? 'required' : defaultText(type)} | ${describe(described(type, root))} |`,
  );
  const description = schema.description === undefined ? [] : [schema.description, ''];
  return [`## ${name}`, '', ...description, '| field | type | default | description |', '| ----- | ---- | ------- | ----------- |', ...rows, ''].join('\n');
}

/** A type without fields: a name, a number, a choice. */
function valueSection(name: string, schema: Schema): string {
  const { pattern, minimum, maximum, minLength, maxLength, examples: [example] = [] } = schema;
  const range = [
    minimum === undefined ? '' : maximum === undefined ? `at least ${minimum}` : `${minimum} to ${maximum}`,
    minLength !== undefined && minLength > 1 ? `at least ${minLength} characters` : '',
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
  ];
  const facts = [typeText(schema), ...range.filter((fact) => fact !== ''), ...(pattern === undefined ? [] : [`\`${pattern}\``])].join(', ');
  const sample = example === undefined ? '' : ` For example \`${JSON.stringify(example)}\`.`;
  return [`## ${name}`, '', `${schema.description ?? ''}${sample}`.trim(), '', `${facts[0]?.toUpperCase()}${facts.slice(1)}.`, ''].join('\n');
}

/** Fields of an object, or of all its alternatives; one that only some alternatives require is not required. */
function fields(schema: Schema): [string, Schema, boolean][] {
  const all = new Map<string, [Schema, boolean]>();
  const alternatives = [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  for (const { properties, required } of alternatives)
    for (const [name, field] of Object.entries(properties ?? {})) {
      const known = all.get(name);
      const needed = required?.includes(name) === true;
      if (known === undefined) all.set(name, [field, needed]);
      else all.set(name, [known[0], known[1] && needed]);
    }
  return [...all].map(([name, [field, required]]) => [name, field, required]);
}

function typeText(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives !== undefined) return [...new Set(alternatives.map(typeText))].join(' or ');
  if (schema.type === 'array') return `list of ${typeText(schema.items ?? {})}`;
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') return `map of ${typeText(schema.additionalProperties)}`;
  return [schema.type ?? 'any'].flat().join(' or ');
}

/** A reference without a description has that of its definition. */
function described(field: Schema, root: Schema): Schema {
  if (field.$ref === undefined || field.description !== undefined) return field;
  return { description: root.$defs?.[field.$ref.split('/').at(-1) ?? '']?.description ?? '', ...field };
}

function defaultText({ default: value }: Schema): string {
  return value === undefined ? '' : `\`${JSON.stringify(value)}\``;
}

function describe({ description = '', examples = [] }: Schema): string {
  const [example] = examples;
  const text = description
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ')
    .replaceAll(/(?<![`<])https?:\/\/[^\s),;]+[^\s),;.]/g, '<$&>');
  return example === undefined ? text : `${text} For example \`${JSON.stringify(example).replaceAll('|', '\\|')}\`.`;
}
