import { compareVersions } from '../model/version.ts';
import { FieldError } from '../owned-fields/field-error.ts';
import { maskFields, readFields } from '../owned-fields/owned-fields.ts';
import type { PlannedFile } from '../plan/plan.ts';
import { refuseUnsafePath } from '../workspace/paths.ts';
import { UnreadableError } from '../workspace/read-text.ts';
import { hashText, type RecordEntry } from '../workspace/record.ts';
import { currentText, type Repository } from '../workspace/repository.ts';
import { type Change, causeOfChange, type DiffOptions } from './change.ts';
import { RegionError, readRegion, regionMarkers, removeRegion } from './regions.ts';

/** Entries of the manifest that nothing makes any more. What nobody else has touched is deleted, the rest is kept. */
export async function orphans(files: readonly PlannedFile[], repository: Repository, options: DiffOptions): Promise<Change[]> {
  const changes = (['app', 'shared'] as const).flatMap((scope) => {
    const manifest = repository.records[scope];
    if (manifest === undefined) return [];
    const age = compareVersions(options.version, manifest.generatorVersion);
    return manifest.files
      .filter((entry) => !files.some((file) => file.scope === scope && file.path === entry.path && regionOf(file) === entry.region))
      .map(async (entry): Promise<Change> => {
        refuseUnsafePath(entry.path);
        const base = { repository: repository.role, scope, output: entry.output, path: entry.path, class: entry.class };
        if (options.eject?.some((name) => name === entry.output || name === entry.path) === true) return { ...base, action: 'keep', cause: 'seeded' };
        // A shared file may be another app's: an older generator does not know.
        if (scope === 'shared' && age < 0) return { ...base, action: 'keep', cause: 'newer-shared', entry };
        const others = options.sharedByOthers;
        const ofOthers = others === undefined ? age === 0 : others.has(entry.path);
        if (scope === 'shared' && ofOthers) return { ...base, action: 'unchanged', cause: 'none', entry };
        const outcome = await removal(entry, repository);
        // A whole file that only another version makes is no drift: it goes with the upgrade.
        const isUpgrade = outcome.action === 'delete' && entry.region === undefined && causeOfChange(scope, manifest, options) === 'generator-upgraded';
        return { ...base, cause: isUpgrade ? 'generator-upgraded' : 'orphaned', ...outcome };
      });
  });
  return Promise.all(changes);
}

function regionOf({ ownership }: PlannedFile): string | undefined {
  return ownership.class === 'region' ? ownership.region : undefined;
}

/**
 * Where in an app repository outputs that are deleted with their reason have ever lain. The manifest is untrusted: among
 * the app's own sources nothing is deleted, whatever it says.
 */
const placesInApp = /^(?:\.gitops-app\/|\.github\/(?:rulesets|workflows)\/|docs\/pipeline\.md$)/;

type Removal = Pick<Change, 'action'> & Partial<Change>;

/** A kept file stays in the manifest, so that check goes on to name it until somebody has deleted it. */
async function removal(entry: RecordEntry, repository: Repository): Promise<Removal> {
  const kept = (detail: string): Removal => ({ action: 'keep', detail, entry });
  let disk: string | undefined;
  try {
    disk = currentText(repository, entry.path);
  } catch (error) {
    if (error instanceof UnreadableError) return kept(error.message);
    throw error;
  }
  if (disk === undefined) return { action: 'unchanged', gone: entry };
  switch (entry.class) {
    case 'managed':
    case 'merge':
      if (repository.role === 'app' && !placesInApp.test(entry.path)) return kept('nothing that is generated lies there');
      return hashText(disk) === entry.hash ? { action: 'delete', before: disk } : kept('somebody edited it');
    case 'fields':
      return { before: disk, ...(await fieldsRemoval(entry, disk, kept)) };
    case 'region':
      return { before: disk, ...regionRemoval(entry, disk, kept) };
    default:
      return { action: 'keep', cause: 'seeded' };
  }
}

async function fieldsRemoval(entry: RecordEntry, disk: string, kept: (detail: string) => Removal): Promise<Removal> {
  try {
    const fields = entry.fields ?? [];
    if (hashText(await maskFields(disk, fields)) !== entry.hash) return kept('somebody edited it');
    return (await readFields(disk, fields)).every((value) => value === '')
      ? { action: 'delete' }
      : kept('it holds what CD wrote: the image that was delivered last');
  } catch (error) {
    if (error instanceof FieldError) return kept(error.message);
    throw error;
  }
}

function regionRemoval(entry: RecordEntry, disk: string, kept: (detail: string) => Removal): Removal {
  const { region = '' } = entry;
  for (const comment of ['#', '<!--'] as const) {
    const markers = regionMarkers(region, comment);
    try {
      const content = readRegion(disk, markers);
      if (content === undefined) continue;
      if (hashText(content) !== entry.hash) return kept(`somebody edited the block ${region}`);
      const rest = removeRegion(disk, markers);
      return rest.trim() === '' ? { action: 'delete' } : { action: 'update', after: rest };
    } catch (error) {
      if (error instanceof RegionError) return kept(error.message);
      throw error;
    }
  }
  return { action: 'unchanged', gone: entry };
}
