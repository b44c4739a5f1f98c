import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from './detected.ts';
import { interpolated } from './interpolation.ts';

/** A variable in a file. */
export interface Variable {
  name: string;
  /** Undefined: known only at run time. */
  value: string | undefined;
  /** The value with `${NAME}` for each unknown part; only set if `value` is undefined. */
  pattern?: string;
  /** `.env.example:3` */
  source: string;
  /** It contains a secret, whatever its name. */
  secret?: true;
}

const commonNames = ['.env.example', '.env.sample', '.env.template', '.env.dist'];
/** `.env.production.sample`, `docker.env.example`, `example.env` */
const otherNames = /^(?:[\w.-]*\.?env[\w.-]*\.(?:example|sample|template|dist)|(?:example|sample|template)\.env)$/;
/** A file that does not serve to run the app in production. */
export const nonProduction = /test|ci\b|dev|local/i;

/** The variables of the first example file in the folders; `.env` itself may contain secrets and is never read. */
export function detectEnvironmentFile(root: string, folders: readonly string[] = ['.']): Variable[] {
  for (const folder of folders) {
    const found = namesIn(root, folder).filter((name) => otherNames.test(name) && !nonProduction.test(name));
    for (const name of [...commonNames, ...found]) {
      const path = folder === '.' ? name : `${folder}/${name}`;
      const text = textOf(root, path);
      if (text !== undefined) return readEnvironmentFile(text, path);
    }
  }
  return [];
}

/** Values that Compose substitutes for `${NAME}`. */
export function knownValues(variables: readonly Variable[]): Map<string, string> {
  return new Map(variables.flatMap(({ name, value }) => (value === undefined || value === '' ? [] : [[name, value] as const])));
}

/** Sorted; empty if the folder is unreadable. */
export function namesIn(root: string, folder = '.'): string[] {
  try {
    return readdirSync(join(root, folder)).sort();
  } catch {
    return [];
  }
}

/** Later values can refer to earlier variables, except in single quotes. Quoted values can span lines. */
function readEnvironmentFile(text: string, path: string): Variable[] {
  const lines = text.split(/\r?\n/);
  const known = new Map<string, string>();
  const variables: Variable[] = [];
  for (let index = 0; index < lines.length; index++) {
    const [, name, raw] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(lines[index] ?? '') ?? [];
    if (name === undefined || raw === undefined) continue;
    const source = `${path}:${index + 1}`;
    const { value, used } = unquote(raw, lines, index);
    index += used;
    const read = raw.startsWith("'") ? { text: value, whole: true } : interpolated(value, known);
    // An escaped dollar sign is literal.
    const whole = read.text.replaceAll('\u0000', '$');
    if (read.whole) known.set(name, whole);
    variables.push(read.whole ? { name, value: whole, source } : { name, value: undefined, pattern: whole, source });
  }
  return variables;
}

/** A value without quotes and comment, and the number of further lines that it spans. */
function unquote(raw: string, lines: readonly string[], index: number): { value: string; used: number } {
  const quote = raw[0];
  const plain = { value: raw.replace(/(^|\s+)#.*$/, ''), used: 0 };
  if (quote !== '"' && quote !== "'") return plain;
  const open = quote === '"' ? /^"(?:[^"\\]|\\[\s\S])*$/ : /^'[^']*$/;
  const closed = quote === '"' ? /^"((?:[^"\\]|\\[\s\S])*)"\s*(?:#.*)?$/ : /^'([^']*)'\s*(?:#.*)?$/;
  for (let used = 0; used < 100 && index + used < lines.length; used++) {
    const text = [raw, ...lines.slice(index + 1, index + used + 1)].join('\n').trimEnd();
    const inner = closed.exec(text)?.[1];
    if (inner !== undefined) return { value: quote === '"' ? withoutEscapes(inner) : inner, used };
    if (!open.test(text)) break;
  }
  return plain;
}

function withoutEscapes(text: string): string {
  const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', $: '\u0000' };
  return text.replace(/\\([nrt$"\\])/g, (_, letter: string) => escapes[letter] ?? letter);
}
