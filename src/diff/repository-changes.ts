import { mergeBasePath, printMergeBase } from '../workspace/merge-base.ts';
import { type GenerationRecord, printRecord, recordPath, recordSchemaVersion } from '../workspace/record.ts';
import type { Repository } from '../workspace/repository.ts';
import type { Change, Planned } from './change.ts';

/** Changes of one repository with the manifests that record them. */
export interface RepositoryChanges extends Planned {
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
function recordsAfter({ repository, app, changes, version, modelDigest }: RepositoryChanges): { texts: Texts; lingering: Texts } {
  const texts: Texts = new Map();
  const lingering: Texts = new Map();
  for (const scope of repository.role === 'app' ? (['app'] as const) : (['app', 'shared'] as const)) {
    const own = changes.filter((change) => change.scope === scope);
    if (own.length === 0 || own.some((change) => change.cause === 'newer-shared')) continue;
    const manifest: GenerationRecord = {
      schemaVersion: recordSchemaVersion,
      generatorVersion: version,
      contractVersion: 1,
      modelDigest: scope === 'shared' ? '' : modelDigest,
      files: own.flatMap((change) => (change.entry === undefined ? [] : [change.entry])),
    };
    const path = recordPath(repository.role, scope, app);
    texts.set(path, printRecord(manifest));
    const gone = own.flatMap((change) => (change.gone === undefined ? [] : [change.gone]));
    if (gone.length > 0) lingering.set(path, printRecord({ ...manifest, files: [...manifest.files, ...gone] }));
  }
  const bases = changes.flatMap(({ path, class: ownership, mergeBase }) =>
    ownership === 'merge' && mergeBase !== undefined ? [[path, mergeBase] as const] : [],
  );
  if (bases.length > 0) texts.set(mergeBasePath(repository.role, app), printMergeBase(new Map(bases)));
  return { texts, lingering };
}

/** Those of them that differ from what was read. Whoever deletes what is orphaned, as check says, has nothing left to do. */
export function staleRecords(application: RepositoryChanges): Texts {
  const { recordTexts } = application.repository;
  const { texts, lingering } = recordsAfter(application);
  return new Map(
    [...texts].filter(([path, text]) => {
      const read = recordTexts.get(path)?.replaceAll('\r\n', '\n');
      return read === undefined || (read !== text && read !== lingering.get(path));
    }),
  );
}
