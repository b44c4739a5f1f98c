import { compareVersions } from '../model/version.ts';
import { FieldError } from '../owned-fields/field-error.ts';
import { maskFields, readFields } from '../owned-fields/owned-fields.ts';
import type { PlannedFile } from '../plan/plan.ts';
import { assertSafePath } from '../workspace/paths.ts';
import { UnreadableError } from '../workspace/read-text.ts';
import { hashText, type RecordEntry } from '../workspace/record.ts';
import { currentText, type Repository } from '../workspace/repository.ts';
import { type Change, type DiffOptions, determineCause } from './change.ts';
import { RegionError, readRegion, regionMarkers, removeRegion } from './regions.ts';

/** Entries of the records that are no longer planned. Deletes a file that nobody edited, keeps the others. */
export async function findOrphans(files: readonly PlannedFile[], repository: Repository, options: DiffOptions): Promise<Change[]> {
  const changes = (['app', 'shared'] as const).flatMap((scope) => {
    const record = repository.records[scope];
    if (record === undefined) return [];
    const age = compareVersions(options.version, record.generatorVersion);
    return record.files
      .filter((entry) => !files.some((file) => file.scope === scope && file.path === entry.path && regionOf(file) === entry.region))
      .map(async (entry): Promise<Change> => {
        assertSafePath(entry.path);
        const base = { repository: repository.role, scope, output: entry.output, path: entry.path, class: entry.class };
        if (options.eject?.some((name) => name === entry.output || name === entry.path) === true) return { ...base, action: 'keep', cause: 'seeded' };
        // An older generator does not know which shared files a newer one generates for other apps.
        if (scope === 'shared' && age < 0) return { ...base, action: 'keep', cause: 'newer-shared', entry };
        const { sharedByOthers } = options;
        const isUsedByOthers = sharedByOthers === undefined ? age === 0 : sharedByOthers.has(entry.path);
        if (scope === 'shared' && isUsedByOthers) return { ...base, action: 'unchanged', cause: 'none', entry };
        const removal = await planRemoval(entry, repository);
        // A whole file that only another version makes is not drift: it goes with the upgrade.
        const isUpgrade = removal.action === 'delete' && entry.region === undefined && determineCause(scope, record, options) === 'generator-upgraded';
        return { ...base, cause: isUpgrade ? 'generator-upgraded' : 'orphaned', ...removal };
      });
  });
  return Promise.all(changes);
}

function regionOf({ ownership }: PlannedFile): string | undefined {
  return ownership.class === 'region' ? ownership.region : undefined;
}

/**
 * Every place in an app repository where files of removable outputs have ever been. The record is untrusted: it must not
 * make us delete the app's own sources.
 */
const generatedPlacesInApp = /^(?:\.gitops-app\/|\.github\/(?:rulesets|workflows)\/|docs\/pipeline\.md$)/;

type Removal = Pick<Change, 'action'> & Partial<Change>;

/** A kept file stays in the record, so that check names it until somebody deletes it. */
async function planRemoval(entry: RecordEntry, repository: Repository): Promise<Removal> {
  const keep = (detail: string): Removal => ({ action: 'keep', detail, entry });
  let disk: string | undefined;
  try {
    disk = currentText(repository, entry.path);
  } catch (error) {
    if (error instanceof UnreadableError) return keep(`it ${error.message}`);
    throw error;
  }
  if (disk === undefined) return { action: 'unchanged', staleEntry: entry };
  switch (entry.class) {
    case 'managed':
    case 'merge':
      if (repository.role === 'app' && !generatedPlacesInApp.test(entry.path)) return keep('create-gitops-app generates no files there');
      return hashText(disk) === entry.hash ? { action: 'delete', before: disk } : keep('it was edited');
    case 'fields':
      return { before: disk, ...(await planFieldsRemoval(entry, disk, keep)) };
    case 'region':
      return { before: disk, ...planRegionRemoval(entry, disk, keep) };
    default:
      return { action: 'keep', cause: 'seeded' };
  }
}

async function planFieldsRemoval(entry: RecordEntry, disk: string, keep: (detail: string) => Removal): Promise<Removal> {
  try {
    const fields = entry.fields ?? [];
    if (hashText(await maskFields(disk, fields)) !== entry.hash) return keep('it was edited');
    return (await readFields(disk, fields)).every((value) => value === '') ? { action: 'delete' } : keep('it contains the image that CD delivered last');
  } catch (error) {
    if (error instanceof FieldError) return keep(error.message);
    throw error;
  }
}

function planRegionRemoval(entry: RecordEntry, disk: string, keep: (detail: string) => Removal): Removal {
  const { region = '' } = entry;
  for (const comment of ['#', '<!--'] as const) {
    const markers = regionMarkers(region, comment);
    try {
      const content = readRegion(disk, markers);
      if (content === undefined) continue;
      if (hashText(content) !== entry.hash) return keep(`the block ${region} was edited`);
      const rest = removeRegion(disk, markers);
      return rest.trim() === '' ? { action: 'delete' } : { action: 'update', after: rest };
    } catch (error) {
      if (error instanceof RegionError) return keep(error.message);
      throw error;
    }
  }
  return { action: 'unchanged', staleEntry: entry };
}
