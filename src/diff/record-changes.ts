import { memoize } from '../cache/memoize.ts';
import type { GenerationRecord } from '../workspace/record.ts';
import { type Change, causeOfChange, isWrite } from './change.ts';
import { type RepositoryChanges, staleRecords } from './repository-changes.ts';

/** The manifests that apply would write besides, as changes, so that a plan lists every file. Several parts of a report ask. */
export const manifestChanges = memoize((application: RepositoryChanges): readonly Change[] => {
  const { repository, changes, version: generatorVersion, modelDigest: digest } = application;
  if (changes.some((change) => change.action === 'refuse')) return [];
  return [...staleRecords(application)].flatMap(([path, after]): Change[] => {
    const scope = path === '.gitops-app/shared/manifest.json' ? 'shared' : 'app';
    const before = repository.recordTexts.get(path);
    const manifest = repository.records[scope];
    const sameWriter =
      manifest?.migratedFrom === undefined && manifest?.generatorVersion === generatorVersion && (scope === 'shared' || manifest.modelDigest === digest);
    const isTaken = changes.some((change) => change.scope === scope && change.cause === 'ejected');
    const isGivenBack = changes.some((change) => change.scope === scope && change.class !== 'ejected' && wasEjected(change, manifest));
    // It follows from the files; alone, somebody has written it, or deleted what is recorded to merge.
    const follows = changes.find((change) => change.scope === scope && isWrite(change))?.cause;
    const alone = isGivenBack ? 'foreign' : before === undefined ? 'missing' : 'edited';
    const cause = sameWriter ? (isTaken ? 'ejected' : (follows ?? alone)) : causeOfChange(scope, manifest, application);
    return [
      {
        repository: repository.role,
        scope,
        output: 'manifest',
        path,
        class: 'managed',
        action: before === undefined ? 'create' : 'update',
        cause,
        ...(before === undefined ? {} : { before }),
        after,
      },
    ];
  });
});

function wasEjected({ path, output }: Change, manifest: GenerationRecord | undefined): boolean {
  return manifest?.files.some((entry) => entry.class === 'ejected' && entry.path === path && entry.output === output) === true;
}
