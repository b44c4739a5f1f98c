import type { Change, Planned } from './change.ts';
import { type Manifest, manifestPath, manifestSchemaVersion, printManifest } from './manifest.ts';
import { mergeBasePath, printMergeBase } from './merge-base.ts';
import type { Repository } from './repository.ts';

/** Changes of one repository with the manifests that record them. */
export interface Application extends Planned {
  repository: Repository;
  app: string;
  changes: readonly Change[];
}

/** The manifests that the changes lead to, and what is recorded to merge the next time, by path. */
function manifestsAfter({ repository, app, changes, version, modelDigest }: Application): Map<string, string> {
  const texts = new Map<string, string>();
  for (const scope of repository.role === 'app' ? (['app'] as const) : (['app', 'shared'] as const)) {
    const own = changes.filter((change) => change.scope === scope);
    if (own.length === 0 || own.some((change) => change.cause === 'newer-shared')) continue;
    const manifest: Manifest = {
      schemaVersion: manifestSchemaVersion,
      generatorVersion: version,
      contractVersion: 1,
      modelDigest: scope === 'shared' ? '' : modelDigest,
      files: own.flatMap((change) => (change.entry === undefined ? [] : [change.entry])),
    };
    texts.set(manifestPath(repository.role, scope, app), printManifest(manifest));
  }
  const bases = changes.flatMap(({ path, class: ownership, mergeBase }) =>
    ownership === 'merge' && mergeBase !== undefined ? [[path, mergeBase] as const] : [],
  );
  if (bases.length > 0) texts.set(mergeBasePath(repository.role, app), printMergeBase(new Map(bases)));
  return texts;
}

/** Those of them that differ from what was read. */
export function staleManifests(application: Application): Map<string, string> {
  const { manifestTexts } = application.repository;
  return new Map([...manifestsAfter(application)].filter(([path, text]) => manifestTexts.get(path)?.replaceAll('\r\n', '\n') !== text));
}
