import type { Change } from './diff.ts';
import { type Manifest, manifestPath, printManifest } from './manifest.ts';
import { type Repository, readText } from './repository.ts';

/** Changes of one repository with the manifests that record them. */
export interface Application {
  repository: Repository;
  app: string;
  changes: readonly Change[];
  version: string;
  modelDigest: string;
}

/** The manifests that the changes lead to, by path. */
export function manifestsAfter({ repository, app, changes, version, modelDigest }: Application): Map<string, string> {
  const texts = new Map<string, string>();
  for (const scope of repository.role === 'app' ? (['app'] as const) : (['app', 'shared'] as const)) {
    const own = changes.filter((change) => change.scope === scope);
    if (own.length === 0 || own.some((change) => change.cause === 'newer-shared')) continue;
    const manifest: Manifest = {
      schemaVersion: 1,
      generatorVersion: version,
      contractVersion: 1,
      modelDigest: scope === 'shared' ? '' : modelDigest,
      files: own.flatMap((change) => (change.entry === undefined ? [] : [change.entry])),
    };
    texts.set(manifestPath(repository.role, scope, app), printManifest(manifest));
  }
  return texts;
}

/** Those of them that differ from what is on disk. */
export function staleManifests(application: Application): Map<string, string> {
  const current = (path: string) => readText(application.repository.root, path)?.replaceAll('\r\n', '\n');
  return new Map([...manifestsAfter(application)].filter(([path, text]) => current(path) !== text));
}
