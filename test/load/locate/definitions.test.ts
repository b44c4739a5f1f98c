import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Definition, definitionAt, exportedDefinition, topLevelDefinition } from '../../../src/load/locate/definitions.ts';
import { createSources, sourceFile } from '../../../src/load/locate/sources.ts';
import { nodeOf, path, sourcesOf } from './parse.ts';

const textOf = (definition: Definition | undefined) =>
  definition && { node: definition.node.getText(), ...(definition.key === undefined ? {} : { key: definition.key, fallback: definition.fallback?.getText() }) };

describe('a name at the top level', () => {
  test.each([
    ['a variable', 'const name = 1, other = 2;', { node: '1' }],
    ['a function', 'function name() {}', { node: 'function name() {}' }],
    ['an enum', 'enum name { A }', { node: 'enum name { A }' }],
    ['destructuring', 'const { name } = value;', { node: 'value', key: 'name', fallback: undefined }],
    ['destructuring under another name, with a default', 'const { key: name = 1 } = value;', { node: 'value', key: 'key', fallback: '1' }],
    ['a variable without value', 'let name;', undefined],
    ['another name', 'const other = 1;', undefined],
    ['an import of a package', "import { name } from 'package';", undefined],
  ])('%s', (_, code, expected) => {
    const sources = sourcesOf(code);
    expect(textOf(topLevelDefinition(sources, sourceFile(sources, path), 'name'))).toEqual(expected);
  });
});

describe('a name where it is used', () => {
  const none = () => undefined;

  test.each([
    ['a variable of the function', 'const name = 1;\nfunction f() { const name = 2; return name; }', { node: '2' }],
    ['a variable of an outer block', 'function f() { const name = 2; if (true) { return name; } }', { node: '2' }],
    ['the default of a parameter', 'const name = 1;\nconst f = (name = 2) => name;', { node: '2' }],
    ['the default of a destructured parameter', 'const f = ({ name = 2 }) => name;', { node: '2' }],
    ['a name at the top level', 'const name = 1;\nconst f = () => name;', { node: '1' }],
    ['a parameter without argument', 'const name = 1;\nconst f = (name) => name;', undefined],
  ])('%s', (_, code, expected) => {
    const sources = sourcesOf(code);
    const use = nodeOf(sourceFile(sources, path), 'name', ts.isIdentifier);
    expect(textOf(definitionAt(sources, use, none))).toEqual(expected);
  });

  test('the argument of a parameter, which may be destructured', () => {
    const sources = sourcesOf('const f = (name, { key: other = 1 }) => [name, other];\nf(2, {});');
    const file = sourceFile(sources, path);
    const call = nodeOf(file, 'f(2, {})', ts.isCallExpression);
    const argumentOf = (parameter: ts.ParameterDeclaration) => call.arguments[parameter.parent.parameters.indexOf(parameter)];
    const list = nodeOf(file, '[name, other]', ts.isArrayLiteralExpression).elements as unknown as ts.Identifier[];
    expect(list.map((use) => textOf(definitionAt(sources, use, argumentOf)))).toEqual([{ node: '2' }, { node: '{}', key: 'key', fallback: '1' }]);
  });
});

describe('an export', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'definitions-'));
    writeFileSync(join(folder, 'values.ts'), 'export const one = 1;\nexport default 2;\n');
    writeFileSync(join(folder, 'values.json'), '{ "three": 3 }');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['of a variable', 'export const name = 1;', 'name', { node: '1' }],
    ['of a list', 'const one = 1;\nexport { one as name };', 'name', { node: '1' }],
    ['by default', 'export default 1;', 'default', { node: '1' }],
    ['of another file', "export { one as name } from './values';", 'name', { node: '1' }],
    ['of the default of another file', "export { default as name } from './values';", 'name', { node: '2' }],
    ['of everything in another file', "export * from './values';", 'one', { node: '1' }],
    ['of an import', "import name from './values';\nexport { name };", 'name', { node: '2' }],
    ['of a namespace', "import * as name from './values';\nexport { name };", 'name', { node: 'export const one = 1;\nexport default 2;\n' }],
    ['of JSON', "import name from './values.json';\nexport { name };", 'name', { node: '{ "three": 3 }' }],
    ['that does not exist', 'export const other = 1;', 'name', undefined],
    ['by default that does not exist', 'const name = 1;', 'default', undefined],
  ])('%s', (_, code, name, expected) => {
    const file = join(folder, 'pipeline.config.ts');
    expect(textOf(exportedDefinition(createSources(ts, { [file]: code }), file, name))).toEqual(expected);
  });
});
