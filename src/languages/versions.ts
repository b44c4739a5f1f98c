import type { Fact } from '../detect/fact.ts';
import type { ProjectFiles } from './language.ts';

/** Where a version may stand: a file, and the pattern whose first group is the version. */
export interface VersionPlace {
  file: string;
  pattern: RegExp;
  /** For people. Default: the file. */
  source?: string;
}

/** The first version that is found. */
export function versionIn(files: ProjectFiles, places: readonly VersionPlace[]): Fact<string> | undefined {
  for (const { file, pattern, source = file } of places) {
    const value = pattern.exec(files.text(file) ?? '')?.[1];
    if (value !== undefined) return { value, source };
  }
  return undefined;
}

/** The line of a tool in asdf's and mise's file. */
export function toolVersions(tool: string, digits: string): VersionPlace {
  return { file: '.tool-versions', pattern: new RegExp(`^${tool}\\s+v?(${digits})`, 'm') };
}

/** Image tags have no ranges: `22.x` is the tag `22`. For any version, the other tag. */
export function imageTag(version: string | undefined, any: string): string {
  return /^\d+(?:\.\d+)*/.exec(version ?? '')?.[0] ?? any;
}
