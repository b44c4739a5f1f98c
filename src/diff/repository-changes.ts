import { mergeBasePath, printMergeBase } from '../workspace/merge-base.ts';
import { type GenerationRecord, printRecord, recordPath, recordSchemaVersion } from '../workspace/record.ts';
import type { Repository } from '../workspace/repository.ts';
import type { Change, PlanSource } from './change.ts';

/** All changes of one app in one repository. */
export interface RepositoryChanges extends PlanSource {
  repository: Repository;
  app: string;
  changes: readonly Change[];
}

/** Texts by path. */
type Texts = Map<string, string>;

/**
 * The records and merge bases after the changes. `withStaleEntries`: the records as they may stay as long as nothing else
 * changes, with entries of files that no longer exist.
 */
function buildRecords({ repository, app, changes, version, locked, modelDigest, configPath }: RepositoryChanges): { texts: Texts; withStaleEntries: Texts } {
  const texts: Texts = new Map();
  const withStaleEntries: Texts = new Map();
  for (const scope of repository.role === 'app' ? (['app'] as const) : (['app', 'shared'] as const)) {
    const own = changes.filter((change) => change.scope === scope);
    if (own.length === 0 || own.some((change) => change.cause === 'newer-shared')) continue;
    const record: GenerationRecord = {
      schemaVersion: recordSchemaVersion,
      generatorVersion: version,
      ...(scope === 'shared' || locked === undefined ? {} : { generator: locked }),
      ...(repository.role === 'app' && configPath !== undefined ? { config: configPath } : {}),
      contractVersion: 1,
      modelDigest: scope === 'shared' ? '' : modelDigest,
      files: own.flatMap(({ entry }) => (entry === undefined ? [] : [entry])),
    };
    const path = recordPath(repository.role, scope, app);
    texts.set(path, printRecord(record));
    const stale = own.flatMap(({ staleEntry }) => (staleEntry === undefined ? [] : [staleEntry]));
    if (stale.length > 0) withStaleEntries.set(path, printRecord({ ...record, files: [...record.files, ...stale] }));
  }
  const bases = changes.flatMap(({ path, class: ownership, mergeBase }) =>
    ownership === 'merge' && mergeBase !== undefined ? [[path, mergeBase] as const] : [],
  );
  if (bases.length > 0) texts.set(mergeBasePath(repository.role, app), printMergeBase(new Map(bases)));
  return { texts, withStaleEntries };
}

/** Records and merge bases that have to be written. Deleting an orphan, as check advises, makes no record out of date. */
export function outdatedRecords(repositoryChanges: RepositoryChanges): Texts {
  const { recordTexts } = repositoryChanges.repository;
  const { texts, withStaleEntries } = buildRecords(repositoryChanges);
  return new Map(
    [...texts].filter(([path, text]) => {
      const onDisk = recordTexts.get(path)?.replaceAll('\r\n', '\n');
      return onDisk === undefined || (onDisk !== text && onDisk !== withStaleEntries.get(path));
    }),
  );
}
