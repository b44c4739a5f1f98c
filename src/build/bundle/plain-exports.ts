import MagicString from 'magic-string';
import { parseSync, Visitor } from 'rolldown/utils';

const getter = /Object\.defineProperty\(exports,"([\w$]+)",\{enumerable:!0,get:function\(\)\{return ([\w$]+)\}\}\)/g;

/**
 * A chunk that exports values in place of functions that get them: each such function would be made at every start, and
 * called at every use in another chunk. What is set again later keeps its function. A chunk exports at its end, and no
 * two chunks need each other to start.
 */
export function withPlainExports(code: string): string {
  // By name, whatever the scope, and with the names of a property or an index: a function too many does no harm.
  const set = new Set<string>();
  const add = ({ start, end }: { start: number; end: number }) => {
    for (const [name] of code.slice(start, end).matchAll(/[\w$]+/g)) set.add(name);
  };
  new Visitor({
    AssignmentExpression: ({ left }) => add(left),
    UpdateExpression: ({ argument }) => add(argument),
    ForInStatement: ({ left }) => add(left),
    ForOfStatement: ({ left }) => add(left),
  }).visit(parseSync('chunk.cjs', code).program);
  const text = new MagicString(code);
  for (const { 0: whole, 1: name, 2: value = '', index } of code.matchAll(getter))
    if (!set.has(value)) text.update(index, index + whole.length, `exports.${name}=${value}`);
  return text.toString();
}
