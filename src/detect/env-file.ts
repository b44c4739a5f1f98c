import { readdirSync } from 'node:fs';
import { textOf } from './fact.ts';

/** A variable as a file gives it. */
export interface Variable {
  name: string;
  /** undefined: it stands for a value that only who runs it knows. */
  value: string | undefined;
  /** The value with `${NAME}` for each part that is not known; only where `value` is undefined. */
  pattern?: string;
  /** `.env.example:3` */
  source: string;
  /** It holds a secret, whatever its name. */
  secret?: true;
}

const usual = ['.env.example', '.env.sample', '.env.template', '.env.dist'];
/** `.env.production.sample`, `docker.env.example`, `example.env` */
const unusual = /^(?:[\w.-]*\.?env[\w.-]*\.(?:example|sample|template|dist)|(?:example|sample|template)\.env)$/;
/** A file of another purpose than to run the app. */
export const apart = /test|ci\b|dev|local/i;

/** The variables of the example file; `.env` itself may hold secrets and is never read. */
export function detectEnvironmentFile(folder: string): Variable[] {
  const found = namesIn(folder).filter((name) => unusual.test(name) && !apart.test(name));
  for (const path of [...usual, ...found]) {
    const text = textOf(folder, path);
    if (text !== undefined) return readEnvironmentFile(text, path);
  }
  return [];
}

/** What compose puts in place of `${NAME}`. */
export function knownValues(variables: readonly Variable[]): Map<string, string> {
  return new Map(variables.flatMap(({ name, value }) => (value === undefined || value === '' ? [] : [[name, value] as const])));
}

/** Sorted; empty where the folder cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function readEnvironmentFile(text: string, path: string): Variable[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const [, name, raw] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return name === undefined || raw === undefined ? [] : [{ name, value: unquote(raw), source: `${path}:${index + 1}` }];
  });
}

function unquote(raw: string): string {
  const [, , quoted] = /^(["'])(.*?)\1\s*(?:#.*)?$/.exec(raw) ?? [];
  return quoted ?? raw.replace(/(^|\s+)#.*$/, '');
}
