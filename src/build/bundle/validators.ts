/**
 * Compiles the schema with ajv, and removes what only an error report would need: src/validate/explain.ts reports errors.
 * Measured on a cold check of golden shop with Node 20: 10 % less CPU time than with ajv's own output.
 */
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { mapSchemas, type Schema } from '../../vocabulary/schema.ts';

/**
 * A module of functions that say whether data is valid; src/validate/explain.ts says why it is not. The schema's keywords
 * are those that draft 2020-12 shares with draft-07 and 2019-09: ajv's code for the others tracks what was evaluated.
 * @param exported references into the schema, which is called `pipeline`, by the name of their function
 */
export function compileValidators(schema: Schema, exported: Record<string, string>): string {
  const ajv = new Ajv({ strict: true, strictRequired: false, messages: false, inlineRefs: false, code: { source: true, esm: true } });
  ajv.addSchema(withDefinitions(schema), 'pipeline');
  // A literal is made only where its function runs.
  const patterns = new Map<string, string>();
  // ajv's run-time functions are CommonJS modules, which a bundle wraps; what they do, the language has.
  return withoutSchemas(withoutCounts(withoutErrors(standaloneCode(ajv, exported))))
    .replace(/const (\w+) = require\("ajv\/dist\/runtime\/equal"\)\.default/g, "import {isDeepStrictEqual as $1} from 'node:util'")
    .replace(/const (\w+) = require\("ajv\/dist\/runtime\/ucs2length"\)\.default/g, 'const $1 = (text) => [...text].length')
    .replace(/let missing\d+;/g, '')
    .replace(/const (pattern\d+) = new RegExp\(("(?:[^"\\]|\\.)*"), "u"\);/g, (_, name: string, text: string) => patterns.set(name, JSON.parse(text)) && '')
    .replace(/pattern\d+(?=\.test\()/g, (name) => String(new RegExp(patterns.get(name) ?? '', 'u')))
    .replace(/\((\w+\.\w+ === undefined)\) && \(missing\d+ = "[^"]*"\)/g, '$1');
}

/**
 * The code without its counts of errors. A function returns at the first one, so that they always agree; but not one with
 * branches of `anyOf`, which may fail: that one stays as it is.
 */
function withoutCounts(code: string): string {
  return code.replace(/function validate\d+\(data\)\{.*?return (?:errors === 0|true);\}/gs, (whole) => {
    if (/\b_valid\d/.test(whole)) return whole;
    const plain = whole
      .replace(/if\(!\((validate\d+\([^()]+\))\)\)\{errors\+\+;\}/g, 'if(!$1){return false;}')
      .replace(/let errors = 0;|const _errs\d+ = errors;|var valid\d+ = (?:true|_errs\d+ === errors);/g, '')
      .replace(/if\(!valid\d+\)\{(?:errors\+\+;return false;)?break;\}|(?<=return false;)break(?: \w+)?;/g, '')
      .replace(/_errs\d+ === errors|errors === (?:_errs\d+|0)|(?<=if\()valid\d+(?=\))/g, 'true')
      .replace(/\(\(\(typeof (\w+) == "number"\) && \(!\(\1 % 1\) && !isNaN\(\1\)\)\) && \(isFinite\(\1\)\)\)/g, 'Number.isInteger($1)');
    if (/errors|_errs|\bvalid\d/.test(plain)) throw new Error(`ajv counts errors in a way that is not known here: ${plain}`);
    return plain;
  });
}

/** The schema with a definition of whatever stands in it several times, so that each has one function. */
function withDefinitions(schema: Schema): Schema {
  const texts = new Map<string, number>();
  const count = (inner: Schema): Schema => {
    if (inner.$ref === undefined && Object.keys(inner).length > 1) {
      const text = JSON.stringify(inner);
      texts.set(text, (texts.get(text) ?? 0) + 1);
    }
    return mapSchemas(inner, count);
  };
  mapSchemas(schema, count);
  const names = new Map([...texts].filter(([, times]) => times > 1).map(([text], index) => [text, `Repeated${index}`]));
  const refer = (inner: Schema): Schema => {
    const name = names.get(JSON.stringify(inner));
    return name === undefined ? mapSchemas(inner, refer) : { $ref: `#/$defs/${name}` };
  };
  const definitions = [...names].map(([text, name]) => [name, mapSchemas(JSON.parse(text), refer)]);
  const { $defs = {}, ...rest } = schema;
  const own = Object.entries($defs).map(([name, inner]) => [name, mapSchemas(inner, refer)]);
  return { ...mapSchemas(rest, refer), $defs: Object.fromEntries([...own, ...definitions]) };
}

/** The code with no more of each schema than it reads: the names of its properties. */
function withoutSchemas(code: string): string {
  return code.replace(/const (schema\d+) = (\{.*?\});(?=const |function |export )/g, (_, name: string, json: string) => {
    const { properties = {} } = JSON.parse(json) as Schema;
    return `const ${name} = ${JSON.stringify({ properties: Object.fromEntries(Object.keys(properties).map((key) => [key, 0])) })};`;
  });
}

/** The code without its error objects: they are most of it, and nobody reads them. */
function withoutErrors(code: string): string {
  return withoutErrorObjects(code)
    .replace(/const err\d+ = 0;if\(vErrors === null\)\{vErrors = \[err\d+\];\}else \{vErrors\.push\(err\d+\);\}/g, '')
    .replace(/if\(vErrors !== null\)\{if\((\w+)\)\{vErrors\.length = \1;\}else \{vErrors = null;\}\}/g, '')
    .replace(/vErrors = vErrors === null \? [\w.]+\.errors : vErrors\.concat\([\w.]+\.errors\);errors = vErrors\.length;/g, 'errors++;')
    .replace(/validate\d+\.errors = (?:vErrors|\[0\]|null);/g, '')
    .replace(/let vErrors = null;/g, '')
    .replace(/(validate\d*)\(([^{}()]+), ?\{instancePath[^{}]*\}\)/g, '$1($2)')
    .replace(/\(data, \{instancePath=[^)]*\}=\{\}\)/g, '(data)');
}

/** Every `{instancePath…}` of an error as 0. */
function withoutErrorObjects(code: string): string {
  let result = '';
  let at = 0;
  for (const { index } of code.matchAll(/(?<= = \[?)\{instancePath/g)) {
    result += `${code.slice(at, index)}0`;
    at = endOfObject(code, index);
  }
  return result + code.slice(at);
}

/** The place behind the object that begins at `start`; braces in texts do not count. */
function endOfObject(code: string, start: number): number {
  let depth = 0;
  for (const { 0: token, index } of code.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') depth++;
    if (token === '}' && --depth === 0) return start + index + 1;
  }
  throw new Error('ajv made an object without an end');
}
