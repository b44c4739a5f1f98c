import { FieldError } from './field-error.ts';
import { hashText, type Manifest, type ManifestEntry } from './manifest.ts';
import { orphans } from './orphans.ts';
import { carryFields, carryReadable, maskFields } from './owned-fields.ts';
import type { FieldPath, PlannedFile, RepositoryRole } from './plan.ts';
import { RegionError, readRegion, regionMarkers, writeRegion } from './regions.ts';
import { currentText, EncodingError, type Repository } from './repository.ts';
import { compareVersions } from './version.ts';

/** Why a file is not as it should be. */
export type Cause =
  /** As it should be. */
  | 'none'
  /** Never written before. */
  | 'new'
  /** Written before, gone from the disk. */
  | 'missing'
  /** The config (or what it imports) has changed since. */
  | 'config-changed'
  /** Another version of the generator wrote it. */
  | 'generator-upgraded'
  /** Somebody edited it. */
  | 'edited'
  /** Nothing makes it any more. */
  | 'orphaned'
  /** It stood there before us. */
  | 'foreign'
  /** A shared file of a newer generator. */
  | 'newer-shared'
  /** Seeded once; the user's now. */
  | 'seeded'
  /** A machine-owned field cannot be read, or region markers are broken. */
  | 'unreadable';

export type Action = 'create' | 'update' | 'delete' | 'unchanged' | 'keep' | 'refuse';

/** What generate would do with one file, and why. */
export interface Change {
  repository: RepositoryRole;
  scope: PlannedFile['scope'];
  output: string;
  path: string;
  class: ManifestEntry['class'];
  action: Action;
  cause: Cause;
  /** More than the cause says, for a refusal. */
  detail?: string;
  /** Whole text on disk; undefined where there is none. */
  before?: string;
  /** Whole text afterwards; undefined where it is deleted. */
  after?: string;
  /** What we would have written, where a file of the user's is kept. */
  proposed?: string;
  /** What the manifest records; absent: no entry. */
  entry?: ManifestEntry;
}

export interface DiffOptions {
  version: string;
  modelDigest: string;
  /** Output ids and paths that may be overwritten although somebody edited them. */
  overwrite?: readonly string[];
}

/** Compares the plan with the disk and with what was last written. Reads, writes nothing. */
export function diff(planned: readonly PlannedFile[], repository: Repository, options: DiffOptions): Change[] {
  const files = planned.filter((file) => file.repository === repository.role);
  const changes = files.map((file) => remember(classify(file, repository, options), repository));
  return [...changes, ...orphans(files, repository, options).map((change) => remember(change, repository))];
}

function remember(change: Change, repository: Repository): Change {
  if (isWrite(change)) repository.pending.set(change.path, change.after);
  return change;
}

/** true: apply does something with the file. */
export function isWrite({ action }: Pick<Change, 'action'>): boolean {
  return action === 'create' || action === 'update' || action === 'delete';
}

/** Why something is not as the manifest says, though nobody touched it: the model's digest tells config from generator. */
export function causeOfChange(scope: PlannedFile['scope'], manifest: Manifest | undefined, options: DiffOptions): Cause {
  if (manifest === undefined) return 'new';
  return scope === 'shared' || manifest.modelDigest === options.modelDigest ? 'generator-upgraded' : 'config-changed';
}

function classify(file: PlannedFile, repository: Repository, options: DiffOptions): Change {
  const { ownership } = file;
  const manifest = repository.manifests[file.scope];
  const region = ownership.class === 'region' ? ownership.region : undefined;
  const listed = manifest?.files.find((entry) => entry.path === file.path && entry.region === region);
  const base: Omit<Change, 'action' | 'cause'> = {
    repository: file.repository,
    scope: file.scope,
    output: file.output,
    path: file.path,
    class: ownership.class,
  };
  const kept = listed === undefined ? {} : { entry: listed };
  let own: OwnedText;
  try {
    const disk = currentText(repository, file.path);
    if (disk !== undefined) base.before = disk;
    if (file.scope === 'shared' && manifest !== undefined && compareVersions(manifest.generatorVersion, options.version) > 0)
      return { ...base, action: 'keep', cause: 'newer-shared', ...kept };
    own = ownedText(file, disk, listed);
  } catch (error) {
    if (!(error instanceof FieldError || error instanceof RegionError || error instanceof EncodingError)) throw error;
    const at = error instanceof FieldError && error.line !== undefined ? `line ${error.line}: ` : '';
    if (ownership.class === 'seeded')
      return {
        ...base,
        action: 'keep',
        cause: listed === undefined ? 'foreign' : 'seeded',
        proposed: file.content,
        entry: listed ?? entryOf(file, file.content),
      };
    // Overwriting begins anew. A file with a block of ours is somebody else's: that is never done to it.
    if (ownership.class !== 'region' && isOverwritten(file, options)) {
      const after = ownership.class === 'fields' && base.before !== undefined ? carryReadable(file.content, base.before, ownership.fields) : file.content;
      return { ...base, action: 'update', cause: 'unreadable', after, entry: entryOf(file, maskedPlan(file)) };
    }
    return { ...base, action: 'refuse', cause: 'unreadable', detail: at + error.message, ...kept };
  }
  const { after, onDisk } = own;
  const entry = entryOf(file, own.planned);
  if (ownership.class === 'seeded') {
    if (onDisk === undefined && listed === undefined) return { ...base, action: 'create', cause: causeOfChange(file.scope, manifest, options), after, entry };
    if (listed !== undefined || onDisk === after) return { ...base, action: 'keep', cause: 'seeded', entry: listed ?? entry };
    return { ...base, action: 'keep', cause: 'foreign', proposed: after, entry };
  }
  if (onDisk === undefined) {
    if (listed === undefined) return { ...base, action: 'create', cause: causeOfChange(file.scope, manifest, options), after, entry };
    // To recreate the file would reset what the machine has written: the image that runs.
    if (ownership.class === 'fields' && !isOverwritten(file, options))
      return { ...base, action: 'refuse', cause: 'missing', detail: 'what CD wrote into it is in Git alone', after, ...kept };
    return { ...base, action: 'create', cause: 'missing', after, entry };
  }
  const diskHash = hashText(onDisk);
  if (diskHash === entry.hash) return { ...base, action: 'unchanged', cause: 'none', ...(base.before === undefined ? {} : { after: base.before }), entry };
  if (listed?.hash === diskHash) return { ...base, action: 'update', cause: causeOfChange(file.scope, manifest, options), after, entry };
  const cause = listed === undefined ? 'foreign' : 'edited';
  if (isOverwritten(file, options)) return { ...base, action: 'update', cause, after, entry };
  return { ...base, action: 'refuse', cause, after, ...kept };
}

function isOverwritten(file: PlannedFile, { overwrite = [] }: DiffOptions): boolean {
  return overwrite.some((name) => name === file.output || name === file.path);
}

function entryOf({ output, path, ownership }: PlannedFile, content: string): ManifestEntry {
  return {
    output,
    path,
    class: ownership.class,
    ...(ownership.class === 'region' ? { region: ownership.region } : {}),
    ...(ownership.class === 'fields' ? { fields: ownership.fields } : {}),
    hash: hashText(content),
  };
}

/** The parts of a file that are ours: planned and on disk, machine-owned fields masked, a region alone. */
interface OwnedText {
  planned: string;
  onDisk: string | undefined;
  /** The whole file afterwards. */
  after: string;
}

function ownedText({ content, ownership }: PlannedFile, disk: string | undefined, listed: ManifestEntry | undefined): OwnedText {
  switch (ownership.class) {
    case 'fields': {
      // What was written last had these; a field that is new has no value yet, and one that goes is no hand's edit.
      const written = listed?.fields ?? ownership.fields;
      const carried = ownership.fields.filter((field) => written.some((other) => isSamePath(field, other)));
      return {
        planned: maskFields(content, ownership.fields),
        onDisk: disk === undefined ? undefined : maskFields(disk, written),
        after: disk === undefined ? content : carryFields(content, disk, carried),
      };
    }
    case 'region': {
      const markers = regionMarkers(ownership.region, ownership.comment);
      return {
        planned: content,
        onDisk: disk === undefined ? undefined : readRegion(disk, markers),
        after: writeRegion(disk ?? '', markers, content, ownership.at),
      };
    }
    default:
      return { planned: content, onDisk: disk, after: content };
  }
}

const isSamePath = (one: FieldPath, other: FieldPath) => one.length === other.length && one.every((key, index) => key === other[index]);

/** What is planned as the manifest hashes it. */
function maskedPlan({ content, ownership }: PlannedFile): string {
  return ownership.class === 'fields' ? maskFields(content, ownership.fields) : content;
}
