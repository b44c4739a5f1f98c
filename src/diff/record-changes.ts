import { memoize } from '../cache/memoize.ts';
import type { GenerationRecord } from '../workspace/record.ts';
import { type Cause, type Change, determineCause, isSameGenerator, isWrite } from './change.ts';
import { outdatedRecords, type RepositoryChanges } from './repository-changes.ts';

/** Everything that apply writes: the changes and the records. */
export function writesOf(repositoryChanges: RepositoryChanges): Change[] {
  return [...repositoryChanges.changes.filter(isWrite), ...recordChanges(repositoryChanges)];
}

/** The records that apply writes, as changes, so that a plan lists every file. Memoized, because several parts of a report need them. */
export const recordChanges = memoize((repositoryChanges: RepositoryChanges): readonly Change[] => {
  const { repository, changes } = repositoryChanges;
  if (changes.some((change) => change.action === 'refuse')) return [];
  return [...outdatedRecords(repositoryChanges)].map(([path, after]): Change => {
    const scope = path === '.gitops-app/shared/manifest.json' ? 'shared' : 'app';
    const before = repository.recordTexts.get(path);
    return {
      repository: repository.role,
      scope,
      output: 'manifest',
      path,
      class: 'managed',
      action: before === undefined ? 'create' : 'update',
      cause: causeOfRecord(repositoryChanges, scope, before),
      ...(before === undefined ? {} : { before }),
      after,
    };
  });
});

function causeOfRecord(repositoryChanges: RepositoryChanges, scope: Change['scope'], before: string | undefined): Cause {
  const { repository, version, modelDigest } = repositoryChanges;
  const record = repository.records[scope];
  const isSameSource =
    record?.migratedFrom === undefined &&
    record?.generatorVersion === version &&
    (scope === 'shared' || (record.modelDigest === modelDigest && isSameGenerator(record, repositoryChanges)));
  if (!isSameSource) return determineCause(scope, record, repositoryChanges);
  const changes = repositoryChanges.changes.filter((change) => change.scope === scope);
  if (changes.some(({ cause }) => cause === 'ejected')) return 'ejected';
  const write = changes.find(isWrite);
  if (write !== undefined) return write.cause;
  if (changes.some((change) => change.class !== 'ejected' && wasEjected(change, record))) return 'foreign';
  // No file explains it: somebody edited or deleted the record itself, or the merge base.
  return before === undefined ? 'missing' : 'edited';
}

function wasEjected({ path, output }: Change, record: GenerationRecord | undefined): boolean {
  return record?.files.some((entry) => entry.class === 'ejected' && entry.path === path && entry.output === output) === true;
}
