/**
 * Kubernetes' PodSpec and Container as JSON Schemas and as types for editors. Their source is the declarations of the package
 * kubernetes-models, which are made from Kubernetes' published OpenAPI. Names and shapes alone: the words of its documentation are not
 * ours to copy.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { removableFields } from '../config/generated-fields.ts';
import type { Schema } from '../vocabulary/schema.ts';

const modules = join(import.meta.dirname, '../../node_modules');
const source = join(modules, 'kubernetes-models/v1');

/** Types that stand for a number or its text; only a text keeps all digits of a fraction. */
const numberOrText: readonly string[] = ['IQuantity', 'IIntOrString'];

/** All definitions that the PodSpec reaches, Container among them, by the name of their type in Kubernetes. */
export function kubernetesDefinitions(): Record<string, Schema> {
  const definitions = new Map<string, Schema>();
  const read = (file: string): string => {
    const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
    const imports = importsOf(tree, file);
    for (const statement of tree.statements) {
      if (ts.isInterfaceDeclaration(statement)) {
        const name = statement.name.text.slice(1);
        if (definitions.has(name)) return name;
        definitions.set(name, {});
        definitions.set(name, objectOf(statement.members));
        return name;
      }
      if (ts.isTypeAliasDeclaration(statement) && statement.name.text.startsWith('I')) {
        const name = statement.name.text.slice(1);
        definitions.set(name, numberOrText.includes(statement.name.text) ? { anyOf: [{ type: 'string' }, { type: 'integer' }] } : typeOf(statement.type));
        return name;
      }
    }
    throw new Error(`${file} declares no type`);

    function objectOf(members: ts.NodeArray<ts.TypeElement>): Schema {
      const properties: Record<string, Schema> = {};
      const required: string[] = [];
      for (const member of members) {
        if (ts.isIndexSignatureDeclaration(member)) return { type: 'object', additionalProperties: typeOf(member.type) };
        if (!ts.isPropertySignature(member) || member.type === undefined) throw new Error(`${file} has a member of another form`);
        const name = (member.name as ts.StringLiteral).text;
        properties[name] = typeOf(member.type);
        if (member.questionToken === undefined) required.push(name);
      }
      return { type: 'object', additionalProperties: false, properties, ...(required.length === 0 ? {} : { required }) };
    }

    function typeOf(type: ts.TypeNode): Schema {
      if (ts.isTypeLiteralNode(type)) return objectOf(type.members);
      if (ts.isUnionTypeNode(type)) return { enum: type.types.map((each) => ((each as ts.LiteralTypeNode).literal as ts.StringLiteral).text) };
      if (ts.isLiteralTypeNode(type)) return { enum: [(type.literal as ts.StringLiteral).text] };
      if (type.kind === ts.SyntaxKind.StringKeyword) return { type: 'string' };
      if (type.kind === ts.SyntaxKind.BooleanKeyword) return { type: 'boolean' };
      // Every number of a PodSpec is an integer in Kubernetes' OpenAPI.
      if (type.kind === ts.SyntaxKind.NumberKeyword) return { type: 'integer' };
      if (!ts.isTypeReferenceNode(type)) throw new Error(`${file} has a type of another form: ${ts.SyntaxKind[type.kind]}`);
      const name = (type.typeName as ts.Identifier).text;
      const [item] = type.typeArguments ?? [];
      if (name === 'Array' && item !== undefined) return { type: 'array', items: typeOf(item) };
      const target = imports.get(name);
      if (target === undefined) throw new Error(`${file} does not import ${name}`);
      return { $ref: `#/$defs/${read(target)}` };
    }
  };
  read(join(source, 'PodSpec.d.ts'));
  for (const [type, fields] of Object.entries(removableFields)) for (const field of fields) nullableField(definitions.get(type), field).nullable = true;
  return Object.fromEntries([...definitions].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The schema of a field; of `limits.*`, that of every value of the map. */
function nullableField(type: Schema | undefined, field: string): Schema {
  const [name = '', each] = field.split('.');
  const schema = type?.properties?.[name];
  const found = each === undefined ? schema : schema?.additionalProperties;
  if (typeof found !== 'object') throw new Error(`Kubernetes has no ${field}`);
  return found;
}

/** The file of each imported type. */
function importsOf(tree: ts.SourceFile, file: string): Map<string, string> {
  return new Map(
    tree.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
      const { text } = moduleSpecifier as ts.StringLiteral;
      const target = text.startsWith('.') ? resolve(dirname(file), text.replace(/\.js$/, '.d.ts')) : join(modules, `${text}.d.ts`);
      const bindings = importClause?.namedBindings;
      if (bindings === undefined || !ts.isNamedImports(bindings)) throw new Error(`${file} has an import of another form`);
      return bindings.elements.map(({ name }) => [name.text, target] as const);
    }),
  );
}

/** The definitions as TypeScript, in the namespace Kubernetes. */
export function kubernetesTypes(definitions: Readonly<Record<string, Schema>>): string {
  const declarations = Object.entries(definitions).map(([name, schema]) => {
    const text = typeText(schema);
    return `  ${text.startsWith('{') ? `interface ${name} ${text}` : `type ${name} = ${text};`}`;
  });
  return `/** Kubernetes' own types: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */\nexport declare namespace Kubernetes {\n${declarations.join('\n')}\n}\n`;
}

function typeText({ nullable, ...schema }: Schema): string {
  if (nullable === true) return `${typeText(schema)} | null`;
  const { $ref, anyOf, enum: choices, type, items, properties, additionalProperties, required = [] } = schema;
  if ($ref !== undefined) return $ref.split('/').at(-1) ?? '';
  if (anyOf !== undefined) return anyOf.map(typeText).join(' | ');
  if (choices !== undefined) return choices.map((choice) => `'${choice}'`).join(' | ');
  if (type === 'integer') return 'number';
  if (type === 'array') {
    const item = typeText(items ?? {});
    return `readonly ${item.includes('|') ? `(${item})` : item}[]`;
  }
  if (type !== 'object') return type ?? 'unknown';
  if (properties === undefined) return `{ readonly [key: string]: ${typeText(additionalProperties || {})} }`;
  const fields = Object.entries(properties).map(
    ([name, field]) => `    ${/^\w+$/.test(name) ? name : `'${name}'`}${required.includes(name) ? '' : '?'}: ${typeText(field)};\n`,
  );
  return fields.length === 0 ? '{}' : `{\n${fields.join('')}  }`;
}
