/** Markdown reference of the keys that a schema of chart values allows. */

import type { ObjectSchema, Schema } from '../../../src/render/json-schema.ts';
import { inlineCode, markdownTable } from '../../../src/render/markdown.ts';

type Row = [key: string, type: string, fallback: string, meaning: string];

export function valuesReference(schema: ObjectSchema & { $defs: Record<string, Schema> }): string {
  /** Definitions that a type links to, in the order of their first use. */
  const linked = new Set<string>();
  const resolve = (property: Schema): Schema => {
    if (typeof property.$ref !== 'string') return property;
    return { ...schema.$defs[nameOf(property)], ...property };
  };

  const typeOf = (property: Schema): string => {
    const target = resolve(property);
    if (property !== target && isObject(target)) {
      const name = nameOf(property);
      linked.add(name);
      return `[${name}](#${name.toLowerCase()})`;
    }
    if ('const' in target) return value(target.const);
    if (Array.isArray(target.enum)) return target.enum.map(value).join(', ');
    if (Array.isArray(target.anyOf)) return target.anyOf.map((option: Schema) => typeOf(option)).join(' or ');
    if (target.type === 'array') return `list of ${plural(typeOf(target.items as Schema))}`;
    if (isMap(target) && Object.keys(target.additionalProperties).length > 0) return `map of ${plural(typeOf(target.additionalProperties))}`;
    return String(target.type);
  };

  const rowsOf = (object: ObjectSchema, prefix = ''): Row[] => {
    const required = (object.required ?? []) as readonly string[];
    return Object.entries(object.properties).flatMap(([name, property]): Row[] => {
      const target = resolve(property);
      const fallback = required.includes(name) ? 'required' : 'default' in target ? value(target.default) : '';
      const row: Row = [inlineCode(`${prefix}${name}`), typeOf(property), fallback, String(target.description ?? '')];
      if ('$ref' in property) return [row];
      if (isObject(property)) return [row, ...rowsOf(property, `${prefix}${name}.`)];
      if (isMap(property) && isObject(property.additionalProperties)) return [row, ...rowsOf(property.additionalProperties, `${prefix}${name}.<name>.`)];
      return [row];
    });
  };

  const section = (title: string, description: unknown, rows: readonly Row[]): string =>
    [`### ${title}`, description, table(rows)].filter((part) => part !== undefined && part !== '').join('\n\n');

  /** Sections of a top-level key that holds an object. */
  const sectionsOf = (key: string, property: ObjectSchema): string[] => {
    const items = Object.values(property.properties);
    if (!items.every((item) => '$ref' in item)) return [section(inlineCode(key), property.description, rowsOf(property))];
    const names = [...new Set(items.map(nameOf))];
    return names.map((name, index) => {
      const item = objectIn(schema.$defs[name] as Schema);
      const type = (item.properties.type as Schema | undefined)?.const;
      const title = `${inlineCode(`${key}.<name>`)}${type === undefined ? '' : ` of type ${inlineCode(String(type))}`}`;
      const introduction = [index === 0 ? property.description : undefined, type === undefined ? undefined : item.description];
      const rows = rowsOf(item);
      const known = rows.filter((row) => componentRows.has(row.join('\n')));
      if (key === 'components') for (const row of rows) componentRows.add(row.join('\n'));
      else if (known.length > 0) introduction.push(`As in \`components.<name>\`: ${known.map(([field]) => field).join(', ')}.`);
      return section(
        title,
        introduction.filter((part) => part !== undefined).join('\n\n'),
        key === 'components' ? rows : rows.filter((row) => !known.includes(row)),
      );
    });
  };
  /** Jobs have most fields of components; they are listed once. */
  const componentRows = new Set<string>();

  const { global: _, ...keys } = schema.properties;
  const scalars = Object.fromEntries(Object.entries(keys).filter(([, property]) => !isObject(property) && !isMap(property)));
  const sections = [section('Top level', '', rowsOf({ ...schema, properties: scalars }))];
  for (const [key, property] of Object.entries(keys)) {
    if (isObject(property)) sections.push(...sectionsOf(key, property));
    else if (isMap(property)) sections.push(section(inlineCode(`${key}.<name>`), property.description, rowsOf(objectIn(property.additionalProperties))));
  }
  for (const name of linked) {
    const definition = schema.$defs[name] as ObjectSchema;
    sections.push(section(name, definition.description, rowsOf(definition)));
  }
  return sections.join('\n\n');
}

function table(rows: readonly Row[]): string {
  return markdownTable(['key', 'type', 'default', 'meaning'], rows, 3);
}

function nameOf(property: Schema): string {
  return String(property.$ref).replace('#/$defs/', '');
}

/** An object with keys of its own, also as the last of several alternatives. */
function objectIn(schema: Schema): ObjectSchema {
  const object = Array.isArray(schema.anyOf) ? { ...schema, ...(schema.anyOf.at(-1) as Schema) } : schema;
  if (!isObject(object)) throw new Error('no object to document');
  return object;
}

function isObject(schema: Schema): schema is ObjectSchema {
  return typeof schema.properties === 'object';
}

function isMap(schema: Schema): schema is Schema & { additionalProperties: Schema } {
  return typeof schema.additionalProperties === 'object' && !isObject(schema);
}

function plural(type: string): string {
  return /^(?:string|integer|object)$/.test(type) ? `${type}s` : type;
}

function value(literal: unknown): string {
  return inlineCode(JSON.stringify(literal));
}
