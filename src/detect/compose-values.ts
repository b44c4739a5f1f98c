import { posix } from 'node:path';
import { isPort } from './dockerfile.ts';
import type { Variable } from './env-file.ts';
import { at, type Located } from './located-yaml.ts';

/** What Kubernetes or the chart does anyway. */
export function usual(key: string, { text }: Located): boolean {
  if (key === 'restart') return text !== 'no' && text !== 'false';
  return key.startsWith('x-') || key === 'read_only' || key === 'init' || key === 'pull_policy' || key === 'stdin_open' || key === 'tty';
}

/** The image, with the defaults of its variables. */
export function imageOf(service: Located, known: ReadonlyMap<string, string>): string {
  const text = at(service, 'image')?.text ?? '';
  return interpolate(text, known) ?? text;
}

/** Names by which other services of the file reach a service. */
export function hostsOf(name: string, service: Located): string[] {
  return [name, ...['container_name', 'hostname'].flatMap((key) => at(service, key)?.text ?? [])];
}

/** A volume of a process, in the short form or the long one. `source` is empty where it has no name. */
export function volumeOf(item: Located): { source: string; target: string; reads: boolean } {
  // A colon inside of a variable is not one between the parts.
  const [first = '', second, mode = ''] = (item.text ?? '').replace(/\$\{[^}]*\}/g, '$').split(':');
  const source = at(item, 'source')?.text ?? (second === undefined ? '' : first);
  const target = at(item, 'target')?.text ?? second ?? first;
  const reads = at(item, 'read_only')?.text === 'true' || /\bro\b/.test(mode) || /^\.{1,2}\/?$/.test(source) || target.includes('node_modules');
  return { source, target, reads };
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
  return [...map, ...list].map(({ name, text, line }) => {
    const read = text === undefined ? undefined : interpolated(text, known);
    const value = read === undefined ? known.get(name) : read.whole ? read.text : undefined;
    return { name, value, ...(read === undefined || read.whole ? {} : { pattern: read.text }), source: `${path}:${line}` };
  });
}

/** `${NAME:-default}` as compose reads it; undefined where a value is not known. */
function interpolate(text: string, known: ReadonlyMap<string, string>): string | undefined {
  const read = interpolated(text, known);
  return read.whole ? read.text : undefined;
}

/** What is not known stays as `${NAME}`, and the text is not whole. A default may hold variables itself. */
function interpolated(text: string, known: ReadonlyMap<string, string>): { text: string; whole: boolean } {
  let [result, rest, whole] = ['', text, true];
  for (let at = rest.indexOf('$'); at !== -1; at = rest.indexOf('$')) {
    result += rest.slice(0, at);
    rest = rest.slice(at);
    const [opening = '', braced, operator = ''] = /^\$\{(\w+)(:?[-?+])?/.exec(rest) ?? [];
    const [bareWhole = '', bare] = braced === undefined ? (/^\$(\w+)/.exec(rest) ?? []) : [];
    const end = braced === undefined ? bareWhole.length : closing(rest);
    const name = braced ?? bare;
    if (name === undefined || end === 0) {
      result += '$';
      rest = rest.slice(rest.startsWith('$$') ? 2 : 1);
      continue;
    }
    const value = known.get(name);
    const fallback = interpolated(rest.slice(opening.length, end - 1), known);
    if (operator.endsWith('-') && (value === undefined || value === '')) {
      result += fallback.text;
      whole &&= fallback.whole;
    } else {
      whole &&= value !== undefined;
      result += value ?? `\${${name}}`;
    }
    rest = rest.slice(end);
  }
  return { text: result + rest, whole };
}

/** Where the brace that opens at 1 is closed, and one more; 0 where it is not. */
function closing(text: string): number {
  let depth = 0;
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth === 0) return index + 1;
  }
  return 0;
}
