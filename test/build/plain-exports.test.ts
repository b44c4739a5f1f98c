/** What the build does to the exports of a chunk: whoever imports it must get the same. */
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { withPlainExports } from '../../src/build/bundle/plain-exports.ts';

const get = (name: string, value: string) => `Object.defineProperty(exports,"${name}",{enumerable:!0,get:function(){return ${value}}})`;

function exportsOf(code: string): Record<string, unknown> {
  const context = { exports: {} };
  runInNewContext(code, context);
  return context.exports;
}

test('a value that is never set again is exported itself', () => {
  const code = `const a=1;function b(){return a}${get('a', 'a')},${get('$b', 'b')};`;
  const plain = withPlainExports(code);
  expect(plain).toBe('const a=1;function b(){return a}exports.a=a,exports.$b=b;');
  expect((exportsOf(plain).$b as () => number)()).toBe(1);
});

test.each(['a=2', 'a++', 'a??=2', '[a]=[2]', '({a}={a:2})', 'for(a of [2]);', 'for(a in {b:2});'])(
  'one that is set again by %s keeps its function: an importer sees what it is then',
  (change) => {
    const plain = withPlainExports(`let a;function b(){${change};return a}${get('a', 'a')},${get('b', 'b')};`);
    expect(plain).toContain(get('a', 'a'));
    const found = exportsOf(plain);
    const value = (found.b as () => unknown)();
    expect(found.a).toEqual(value);
  },
);
