import { posix } from 'node:path';
import { isPort } from '../dockerfile.ts';
import type { Variable } from '../env-file.ts';
import { interpolate, interpolated } from '../interpolation.ts';
import { at, type Located } from '../located-yaml.ts';

/** Kubernetes or the chart does this by default. */
export function isImplicit(key: string, { text }: Located): boolean {
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

/** A volume of a process, in short or long syntax. `source` is empty for an anonymous volume. */
export function volumeOf(item: Located): { source: string; target: string; reads: boolean } {
  // Ignore colons inside variables.
  const [first = '', second, mode = ''] = (item.text ?? '').replace(/\$\{[^}]*\}/g, '$').split(':');
  const source = at(item, 'source')?.text ?? (second === undefined ? '' : first);
  const target = at(item, 'target')?.text ?? second ?? first;
  const reads = at(item, 'read_only')?.text === 'true' || /\bro\b/.test(mode) || /^\.{1,2}\/?$/.test(source) || isOfImage(target);
  return { source, target, reads };
}

/** Dependencies and build output: an empty volume would hide those of the image. */
function isOfImage(path: string): boolean {
  return /node_modules|\/(?:bundle|gems|vendor|\.venv|site-packages|\.m2|\.gradle|\.cargo|static|staticfiles|assets|dist|build|\.next)\/?$|\/go\/pkg/.test(
    path,
  );
}

/** A mounted file, not a folder with data: `./config.toml:/etc/app/config.toml`. */
export function isMountedFile(source: string, target: string): boolean {
  return /^[./~$]/.test(source) && /\/[^/.][^/]*\.(?!d$)[A-Za-z][A-Za-z0-9]{0,5}$/.test(target);
}

/** A normalized path that is valid in the config. */
export function inRepository(path: string): string | undefined {
  const normal = posix.normalize(path).replace(/\/$/, '');
  return /^(\.|\.?[A-Za-z0-9_-][A-Za-z0-9._-]*(\/\.?[A-Za-z0-9_-][A-Za-z0-9._-]*)*)$/.test(normal) ? normal : undefined;
}

/** The port in the container; the host port may be unknown. */
export function portOf(item: Located, known: ReadonlyMap<string, string>): number | undefined {
  const inside = /(?:\$\{[^}]*\}|[^:$]|\$(?!\{))*$/.exec(at(item, 'target')?.text ?? item.text ?? '')?.[0] ?? '';
  const port = /^(\d+)(?:\/tcp)?$/.exec(interpolate(inside, known) ?? '')?.[1];
  return port === undefined || !isPort(Number(port)) ? undefined : Number(port);
}

export function environmentOf(service: Located, path: string, known: ReadonlyMap<string, string>): Variable[] {
  return variablesOf(at(service, 'environment'), path, known);
}

/** A map, or a list of `NAME=value`. */
export function variablesOf(environment: Located | undefined, path: string, known: ReadonlyMap<string, string>): Variable[] {
  const map = [...(environment?.entries ?? [])].map(([name, { text, line, none }]) => ({ name, text: none ? undefined : text, line }));
  const list = (environment?.items ?? []).map(({ text = '', line }) => {
    const [, name = text, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    return { name, text: value, line };
  });
  // Without a value, Compose takes it from the shell.
  return [...map, ...list].map(({ name, text, line }) => {
    const read = text === undefined ? undefined : interpolated(text, known);
    const value = read === undefined ? known.get(name) : read.whole ? read.text : undefined;
    return { name, value, ...(read === undefined || read.whole ? {} : { pattern: read.text }), source: `${path}:${line}` };
  });
}
