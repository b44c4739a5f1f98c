import { textOf } from './fact.ts';

/** A variable as a file gives it. */
export interface Variable {
  name: string;
  /** undefined: it stands for a value that only who runs it knows. */
  value: string | undefined;
  /** `.env.example:3` */
  source: string;
}

const examples = ['.env.example', '.env.sample', '.env.template', '.env.dist'];

/** The variables of the example file; `.env` itself may hold secrets and is never read. */
export function detectEnvironmentFile(folder: string): Variable[] {
  for (const path of examples) {
    const text = textOf(folder, path);
    if (text !== undefined) return readEnvironmentFile(text, path);
  }
  return [];
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
