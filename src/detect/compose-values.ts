import { posix } from 'node:path';
import { isPort } from './dockerfile.ts';
import type { Variable } from './env-file.ts';
import { at, type Located } from './located-yaml.ts';

/** What Kubernetes or the chart does anyway. */
export function usual(key: string, { text }: Located): boolean {
  if (key === 'restart') return text !== 'no' && text !== 'false';
  return key.startsWith('x-') || key === 'read_only' || key === 'init' || key === 'pull_policy' || key === 'stdin_open' || key === 'tty';
}

/** A path as the config takes it. */
export function inRepository(path: string): string | undefined {
  const normal = posix.normalize(path).replace(/\/$/, '');
  return /^(\.|\.?[A-Za-z0-9_-][A-Za-z0-9._-]*(\/\.?[A-Za-z0-9_-][A-Za-z0-9._-]*)*)$/.test(normal) ? normal : undefined;
}

/** The port inside of the container. */
export function portOf(item: Located, known: ReadonlyMap<string, string>): number | undefined {
  const text = interpolate(at(item, 'target')?.text ?? item.text ?? '', known) ?? '';
  const port = /(?:^|:)(\d+)(?:\/tcp)?$/.exec(text)?.[1];
  return port === undefined || !isPort(Number(port)) ? undefined : Number(port);
}

export function environmentOf(service: Located, path: string, known: ReadonlyMap<string, string>): Variable[] {
  return variablesOf(at(service, 'environment'), path, known);
}

/** A map, or a list of `NAME=value`. */
export function variablesOf(environment: Located | undefined, path: string, known: ReadonlyMap<string, string>): Variable[] {
  const map = [...(environment?.entries ?? [])].map(([name, { text, line }]) => ({ name, text: text === '' ? undefined : text, line }));
  const list = (environment?.items ?? []).map(({ text = '', line }) => {
    const [, name = text, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    return { name, text: value, line };
  });
  // Without a value it is taken from the shell that starts compose.
  return [...map, ...list].map(({ name, text, line }) => ({
    name,
    value: text === undefined ? known.get(name) : interpolate(text, known),
    source: `${path}:${line}`,
  }));
}

/** `${NAME:-default}` as compose reads it; undefined where a value is not known. */
function interpolate(text: string, known: ReadonlyMap<string, string>): string | undefined {
  let whole = true;
  const result = text.replace(
    /\$(?:(\$)|\{(\w+)(?:(:?[-?+])([^}]*))?\}|(\w+))/g,
    (_, dollar: string | undefined, braced: string | undefined, operator: string | undefined, word = '', bare: string | undefined) => {
      if (dollar !== undefined) return '$';
      const value = known.get(braced ?? bare ?? '');
      if (operator?.endsWith('-') && (value === undefined || value === '')) return word;
      if (value === undefined) whole = false;
      return value ?? '';
    },
  );
  return whole ? result : undefined;
}
