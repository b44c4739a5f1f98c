import type { ts } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import { createResolver } from '../../../src/load/locate/follow.ts';
import { sourceFile } from '../../../src/load/locate/sources.ts';
import { processorTime } from '../../support/processor-time.ts';
import { path, sourcesOf } from './parse.ts';

/** The literal behind the expression of the last statement. */
function followLast(code: string): string {
  const sources = sourcesOf(code);
  const statement = sourceFile(sources, path).statements.at(-1) as ts.ExpressionStatement;
  return createResolver(sources).follow(statement.expression).getText();
}

describe('follows', () => {
  test.each([
    ['a literal', '1;', '1'],
    ['a variable', 'const a = 1;\na;', '1'],
    ['a variable of a variable', 'const a = 1;\nconst b = a;\nb;', '1'],
    ['parentheses, as, satisfies and !', 'const a = 1;\n((a as number)! satisfies number);', '1'],
    ['a property', 'const a = { b: { c: 1 } };\na.b.c;', '1'],
    ['a property by a constant', "const a = { b: 1 };\nconst key = 'b';\na[key];", '1'],
    ['an item', 'const a = [1, 2];\na[1];', '2'],
    ['a destructured name', 'const { b } = { b: 1 };\nb;', '1'],
    ['the default of a destructured name', 'const { b = 1 } = {};\nb;', '1'],
    ['a function', 'function f() { const a = 1; return a; }\nf();', '1'],
    ['an arrow', 'const f = () => 1;\nf();', '1'],
    ['an argument', 'const f = (a) => a;\nf(1);', '1'],
    ['a destructured argument', 'const f = ({ a }) => a;\nf({ a: 1 });', '1'],
    ['nested calls of one function', 'const f = (a) => a;\nf(f(f(1)));', '1'],
    ['definePipeline', 'definePipeline({ a: 1 });', '{ a: 1 }'],
    ['Object.freeze', 'Object.freeze({ a: 1 });', '{ a: 1 }'],
  ])('%s', (_, code, expected) => {
    expect(followLast(code)).toBe(expected);
  });
});

describe('stops at', () => {
  test.each([
    ['an unknown name', 'a;', 'a'],
    ['an unknown function', 'read();', 'read()'],
    ['a condition', 'const a = c ? 1 : 2;\na;', 'c ? 1 : 2'],
    ['a property that is missing', 'const a = {};\na.b;', 'a.b'],
    ['a computed key', 'const a = { b: 1 };\na[read()];', 'a[read()]'],
  ])('%s', (_, code, expected) => {
    expect(followLast(code)).toBe(expected);
  });

  test.each([
    ['variables in a cycle', 'const a = b;\nconst b = a;\na;'],
    ['a variable of itself', 'const a = a.b;\na;'],
    ['a recursive function', 'function f(n) { if (n === 0) return { a: 1 };\nreturn f(n - 1).a; }\nf(3);'],
    ['a function that spreads itself', 'const f = (n) => ({ ...f(n - 1) });\nf(3).a;'],
    ['a function that spreads itself twice', 'const f = (n) => ({ ...f(n - 1), ...f(n - 2) });\nf(3).a;'],
    ['a list of itself', 'const f = (n) => [...f(n - 1), ...f(n - 2)];\nf(3)[0];'],
    ['a key of itself', 'const f = (n) => f(n - 1)[f(n - 2)];\nf(3);'],
  ])('%s, in time', (_, code) => {
    const spent = processorTime();
    followLast(code);
    expect(spent()).toBeLessThan(2000);
  });
});

test('an export of a file', () => {
  const sources = sourcesOf('const { b } = { b: 1 };\nexport { b as name };\nexport default b;');
  const resolver = createResolver(sources);
  expect(resolver.exportOf(path, 'name')?.getText()).toBe('1');
  expect(resolver.exportOf(path, 'default')?.getText()).toBe('b');
  expect(resolver.exportOf(path, 'other')).toBeUndefined();
});
