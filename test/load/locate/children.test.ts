import { ts } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import { childOf, type Lookup, type Site } from '../../../src/load/locate/children.ts';
import { nodeOf, parse } from './parse.ts';

/** Follows nothing: only literals are read. */
const literals: Lookup = { ts, follow: (node) => node, exportOf: () => undefined };

const textOf = (site: Site | undefined) => site && { name: site.name.getText(), value: site.value.getText(), near: site.near === true };

/** A property or item of the value of `x` in the code. */
function find(code: string, name: string, { length = 0, lookup = literals }: { length?: number; lookup?: Lookup } = {}) {
  const [statement] = parse(`const x = ${code};`).statements as unknown as ts.VariableStatement[];
  return textOf(childOf(lookup, statement?.declarationList.declarations[0]?.initializer as ts.Node, name, length));
}

describe('a property', () => {
  test.each([
    ['of a name', '{ a: 1, b: 2 }', { name: 'b', value: '2', near: false }],
    ['of a quoted name', "{ 'b': 2 }", { name: "'b'", value: '2', near: false }],
    ['of a computed name', "{ ['b']: 2 }", { name: "['b']", value: '2', near: false }],
    ['in shorthand', '{ b }', { name: 'b', value: 'b', near: false }],
    ['twice: the last one', '{ b: 1, b: 2 }', { name: 'b', value: '2', near: false }],
    ['of a spread', '{ ...{ b: 2 } }', { name: 'b', value: '2', near: false }],
    ['of a spread that is overwritten', '{ ...{ b: 1 }, b: 2 }', { name: 'b', value: '2', near: false }],
    ['of a spread that overwrites', '{ b: 1, ...{ b: 2 } }', { name: 'b', value: '2', near: false }],
    ['of a spread on a condition', '{ ...(c && { b: 2 }) }', { name: 'b', value: '2', near: false }],
    ['of a spread with an alternative', '{ ...(c ? { b: 2 } : {}) }', { name: 'b', value: '2', near: false }],
    ['of the other alternative', '{ ...(c ? {} : { b: 2 }) }', { name: 'b', value: '2', near: false }],
    ['that a spread may have', '{ ...read() }', { name: '...read()', value: '...read()', near: true }],
    ['that is set before a spread that may have it', '{ b: 1, ...read() }', { name: 'b', value: '1', near: false }],
    ['that a computed name may be', '{ [read()]: 1 }', { name: '[read()]: 1', value: '[read()]: 1', near: true }],
    ['that is missing', '{ a: 1 }', undefined],
    ['of something else', 'read()', undefined],
  ])('%s', (_, code, expected) => {
    const follow = (node: ts.Node): ts.Node => (ts.isParenthesizedExpression(node) ? follow(node.expression) : node);
    expect(find(code, 'b', { lookup: { ...literals, follow } })).toEqual(expected);
  });

  test('of an object that spreads itself', () => {
    const file = parse('const x = { ...self };');
    const object = nodeOf(file, '{ ...self }', ts.isObjectLiteralExpression);
    expect(childOf({ ...literals, follow: () => object }, object, 'b')).toBeUndefined();
  });

  test('of an enum', () => {
    const file = parse("enum Place { Mars = 'mars', Moon }");
    const [place] = file.statements as unknown as ts.EnumDeclaration[];
    expect(textOf(childOf(literals, place as ts.Node, 'Mars'))).toEqual({ name: 'Mars', value: "'mars'", near: false });
    expect(textOf(childOf(literals, place as ts.Node, 'Moon'))).toEqual({ name: 'Moon', value: 'Moon', near: false });
    expect(childOf(literals, place as ts.Node, 'Sun')).toBeUndefined();
  });

  test('of a module', () => {
    const file = parse('');
    const lookup: Lookup = { ...literals, exportOf: (path, name) => (path === file.fileName && name === 'b' ? file : undefined) };
    expect(childOf(lookup, file, 'b')).toEqual({ name: file, value: file });
    expect(childOf(lookup, file, 'a')).toBeUndefined();
  });
});

describe('an item', () => {
  test.each([
    ['of an array', "['a', 'b']", 1, 2, { value: "'b'", near: false }],
    ['of a spread', "['a', ...['b', 'c'], 'd']", 2, 4, { value: "'c'", near: false }],
    ['after a spread', "['a', ...['b', 'c'], 'd']", 3, 4, { value: "'d'", near: false }],
    ['before a spread that cannot be read', "['a', ...read(), 'd']", 0, 4, { value: "'a'", near: false }],
    ['in a spread that cannot be read', "['a', ...read(), 'd']", 2, 4, { value: '...read()', near: true }],
    ['after a spread that cannot be read', "['a', ...read(), 'd']", 3, 4, { value: "'d'", near: false }],
    ['that is missing', "['a']", 1, 1, undefined],
  ])('%s', (_, code, index, length, expected) => {
    const site = find(code, String(index), { length });
    expect(site && { value: site.value, near: site.near }).toEqual(expected);
  });

  test('of an array that spreads itself', () => {
    const file = parse('const x = [...self];');
    const array = nodeOf(file, '[...self]', ts.isArrayLiteralExpression);
    expect(textOf(childOf({ ...literals, follow: () => array }, array, '0', 1))).toMatchObject({ value: '...self', near: true });
  });
});
