import { createContext, Script } from 'node:vm';

/**
 * Runs the JavaScript that plainConfig returns in a realm of its own, which has JavaScript's own globals and nothing of
 * Node: no process, no require, no object of this program to climb out by.
 * @returns the config as JSON, and whether definePipeline was called with it; undefined if the config needs more than that,
 *   is not exactly what JSON can represent, or throws
 */
export function runInRealm(code: string): { json: string; defined: boolean } | undefined {
  try {
    const context = createContext(Object.create(null) as object, { codeGeneration: { strings: false, wasm: false } });
    // A string is a primitive: whatever the config has done to its realm, nothing else comes out of it.
    const result: unknown = new Script(`(() => { ${prelude}\n(() => { ${code}\n})();\n${conclusion} })()`).runInContext(context);
    if (typeof result !== 'string') return undefined;
    return { json: result.slice(1), defined: result.startsWith('+') };
  } catch {
    return undefined;
  }
}

const prelude = `'use strict'; const exports = {}; let defined; const require = () => ({ definePipeline: (config) => (defined = config) });`;

/** Throws for what JSON would lose or change, and for depths at which other code could overflow the stack. */
const conclusion = `const check = (value, depth) => {
  if (depth > 100) throw 0;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isFinite(value)) return;
  const prototype = typeof value === 'object' ? Object.getPrototypeOf(value) : 0;
  if (Array.isArray(value)) for (let index = 0; index < value.length; index++) check(value[index], depth + 1);
  else if (prototype === Object.prototype || prototype === null) {
    for (const key of Object.keys(value)) if (value[key] !== undefined) check(value[key], depth + 1);
  } else throw 0;
};
const value = exports.default;
if (typeof value !== 'object' || value === null || Array.isArray(value) || 'then' in value) throw 0;
check(value, 0);
return (defined === value ? '+' : '-') + JSON.stringify(value);`;
