import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { integrityPattern, type LockedGenerator, version } from '../model/version.ts';

/**
 * The package that runs, if npm installed it from a registry: npm keeps what it has verified of each package in
 * `node_modules/.package-lock.json`, for npx in its cache. undefined for a checkout, a tarball, a Git commit, a global
 * installation, and for package managers without that file. A registry is never asked: it may have another package of this
 * name and version.
 * https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json#hidden-lockfiles
 * @param file the file that runs, with links resolved
 */
export function runningPackage(file: string): LockedGenerator | undefined {
  const parts = file.split(sep);
  const at = parts.lastIndexOf('node_modules');
  const name = parts.slice(at + 1, parts[at + 1]?.startsWith('@') ? at + 3 : at + 2).join('/');
  if (at === -1) return undefined;
  const path = join(parts.slice(0, at + 1).join(sep), '.package-lock.json');
  let entry: Partial<Record<'version' | 'resolved' | 'integrity', unknown>> | undefined;
  try {
    const { packages } = JSON.parse(readFileSync(path, 'utf8')) as { packages?: Record<string, object> };
    entry = packages?.[`node_modules/${name}`];
  } catch {
    return undefined;
  }
  // Without `resolved` npm was told to omit the addresses of registries; those of other places are never omitted.
  const isFromRegistry = entry?.resolved === undefined || (typeof entry.resolved === 'string' && /^https?:/.test(entry.resolved));
  if (entry?.version !== version || !isFromRegistry || typeof entry.integrity !== 'string' || !integrityPattern.test(entry.integrity)) return undefined;
  return { package: name, integrity: entry.integrity };
}
