import { mergeBasePath, printMergeBase } from '../workspace/merge-base.ts';
import { type Manifest, manifestPath, manifestSchemaVersion, printManifest } from '../workspace/record.ts';
import type { Repository } from '../workspace/repository.ts';
import type { Change, Planned } from './change.ts';

/** Changes of one repository with the manifests that record them. */
export interface Application extends Planned {
  repository: Repository;
  app: string;
  changes: readonly Change[];
}

/** Texts by path. */
type Texts = Map<string, string>;

/**
 * The manifests that the changes lead to, and what is recorded to merge the next time; `lingering`: the manifests as
 * they may stay as long as nothing else changes, with what is gone.
 */
function manifestsAfter({ repository, app, changes, version, modelDigest }: Application): { texts: Texts; lingering: Texts } {
  const texts: Texts = new Map();
  const lingering: Texts = new Map();
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
    const path = manifestPath(repository.role, scope, app);
    texts.set(path, printManifest(manifest));
    const gone = own.flatMap((change) => (change.gone === undefined ? [] : [change.gone]));
    if (gone.length > 0) lingering.set(path, printManifest({ ...manifest, files: [...manifest.files, ...gone] }));
  }
  const bases = changes.flatMap(({ path, class: ownership, mergeBase }) =>
    ownership === 'merge' && mergeBase !== undefined ? [[path, mergeBase] as const] : [],
  );
  if (bases.length > 0) texts.set(mergeBasePath(repository.role, app), printMergeBase(new Map(bases)));
  return { texts, lingering };
}

/** Those of them that differ from what was read. Whoever deletes what is orphaned, as check says, has nothing left to do. */
export function staleManifests(application: Application): Texts {
  const { manifestTexts } = application.repository;
  const { texts, lingering } = manifestsAfter(application);
  return new Map(
    [...texts].filter(([path, text]) => {
      const read = manifestTexts.get(path)?.replaceAll('\r\n', '\n');
      return read === undefined || (read !== text && read !== lingering.get(path));
    }),
  );
}
