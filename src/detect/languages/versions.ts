import type { Detected } from '../detected.ts';
import type { ProjectFiles } from './project.ts';

/** Where to look for a text: a file, and a pattern whose first group is the text. */
export interface Place {
  file: string;
  pattern: RegExp;
  /** To display. Default: the file. */
  source?: string;
}

/** Where to look for a version. */
export interface VersionPlace extends Place {
  /** The pattern matches a version range. */
  range?: true;
}

/** The first match. */
export function textIn(files: ProjectFiles, places: readonly Place[]): Detected<string> | undefined {
  for (const { file, pattern, source = file } of places) {
    const value = pattern.exec(files.text(file) ?? '')?.[1];
    if (value !== undefined) return { value, source };
  }
  return undefined;
}

/** The first place with a version. `supported`: candidates for a version range. */
export function versionsIn(files: ProjectFiles, places: readonly VersionPlace[], supported: readonly string[] = []): Detected<string[]> | undefined {
  for (const place of places) {
    const found = textIn(files, [place]);
    const value = found === undefined ? [] : place.range ? versionsOf(found.value, supported) : [found.value];
    if (found !== undefined && value.length > 0) return { value, source: found.source };
  }
  return undefined;
}

/** The line of a tool in the file of asdf and mise. */
export function toolVersions(tool: string, digits: string): VersionPlace {
  return { file: '.tool-versions', pattern: new RegExp(`^${tool}\\s+v?(${digits})`, 'm') };
}

/**
 * The newest supported version in a range, for the image, and the oldest one, which CI tests too. If none is supported,
 * the first version that the range contains.
 */
export function versionsOf(range: string, supported: readonly string[]): string[] {
  const named = /\d+(?:\.\d+)*/.exec(range)?.[0];
  if (named === undefined) return [];
  const allowed = supported.filter((version) => allows(range, version));
  const [newest = shortened(named, supported[0] ?? named), oldest = newest] = [allowed[0], allowed.at(-1)];
  return [...new Set([newest, oldest])];
}

/** Whether a version is older than every supported one. */
export function isEndOfLife(version: string, supported: readonly string[]): boolean {
  const oldest = supported.at(-1);
  return oldest !== undefined && /^\d/.test(version) && compare(numbers(shortened(version, oldest)), numbers(oldest)) < 0;
}

const shortened = (version: string, like: string) => version.split('.').slice(0, like.split('.').length).join('.');
const numbers = (version: string) => (version.match(/\d+/g) ?? []).map(Number);

function compare(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((number, at) => number !== right[at]);
  return index === -1 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}

/** As npm, Composer, pip, Poetry and Bundler write ranges, compared by major or minor version. */
function allows(range: string, version: string): boolean {
  const hyphens = range.replace(/(\S+)\s+-\s+(\S+)/g, '>=$1 <=$2');
  return hyphens
    .split(/\s*\|{1,2}\s*/)
    .some((all) => [...all.matchAll(/(\^|~>|~=|~|[><=!]=?=?)?\s*v?(\d+(?:\.\d+)*)/g)].every((bound) => meets(version, bound)));
}

function meets(version: string, [, operator = '', bound = '']: RegExpExecArray): boolean {
  const [own, all] = [numbers(version), numbers(bound)];
  const order = compare(own.slice(0, all.length), all.slice(0, own.length));
  switch (operator) {
    case '>=':
      return order >= 0;
    case '>':
      return all.length > own.length ? order >= 0 : order > 0;
    case '<=':
      return order <= 0;
    case '<':
      return all.slice(own.length).some((number) => number > 0) ? order <= 0 : order < 0;
    case '^':
      return order >= 0 && own[0] === all[0];
    case '!=':
      return true;
    default:
      // The meaning of a tilde differs between tools; all of them allow this.
      return order === 0;
  }
}
