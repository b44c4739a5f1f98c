import { UserError } from './errors.ts';
import { hashText, type Manifest, type ManifestEntry } from './manifest.ts';
import { carryFields, FieldError, maskFields } from './owned-fields.ts';
import type { PlannedFile, RepositoryRole } from './plan.ts';
import { RegionError, readRegion, regionMarkers, writeRegion } from './regions.ts';
import { type Repository, readText } from './repository.ts';
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
  /** The generator has another version than the one that wrote it. */
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
  // Regions of one file are written one after the other, each into what the one before has left.
  const written = new Map<string, string | undefined>();
  const onDisk = (path: string) => (written.has(path) ? written.get(path) : readText(repository.root, path));
  const changes = files.map((file) => {
    const change = classify(file, onDisk(file.path), repository.manifests[file.scope], options);
    if (file.ownership.class === 'region' && change.after !== undefined) written.set(file.path, change.after);
    return change;
  });
  return [...changes, ...orphans(files, repository, options)];
}

function classify(file: PlannedFile, disk: string | undefined, manifest: Manifest | undefined, options: DiffOptions): Change {
  const { ownership } = file;
  const region = ownership.class === 'region' ? ownership.region : undefined;
  const base: Omit<Change, 'action' | 'cause'> = {
    repository: file.repository,
    scope: file.scope,
    output: file.output,
    path: file.path,
    class: ownership.class,
    ...(disk === undefined ? {} : { before: disk }),
  };
  const listed = manifest?.files.find((entry) => entry.path === file.path && entry.region === region);
  if (file.scope === 'shared' && manifest !== undefined && compareVersions(manifest.generatorVersion, options.version) > 0)
    return { ...base, action: 'keep', cause: 'newer-shared', ...(listed === undefined ? {} : { entry: listed }) };

  const entryFor = (content: string): ManifestEntry => ({
    output: file.output,
    path: file.path,
    class: ownership.class,
    ...(region === undefined ? {} : { region }),
    hash: hashText(content),
  });
  let own: OwnedText;
  try {
    own = ownedText(file, disk);
  } catch (error) {
    if (error instanceof FieldError || error instanceof RegionError) {
      const at = error instanceof FieldError && error.line !== undefined ? `line ${error.line}: ` : '';
      return { ...base, action: 'refuse', cause: 'unreadable', detail: at + error.message, ...(listed === undefined ? {} : { entry: listed }) };
    }
    throw error;
  }
  const entry = entryFor(own.planned);
  const after = own.after;
  if (own.onDisk === undefined) {
    if (ownership.class === 'seeded' && listed !== undefined) return { ...base, action: 'keep', cause: 'seeded', entry: listed };
    return { ...base, action: 'create', cause: listed === undefined ? 'new' : 'missing', after, entry };
  }
  if (ownership.class === 'seeded') return { ...base, action: 'keep', cause: listed === undefined ? 'foreign' : 'seeded', entry: listed ?? entry };
  const diskHash = hashText(own.onDisk);
  if (diskHash === entry.hash) return { ...base, action: 'unchanged', cause: 'none', after: disk ?? after, entry };
  if (listed?.hash === diskHash) {
    const upgraded = manifest?.generatorVersion !== options.version && (file.scope === 'shared' || manifest?.modelDigest === options.modelDigest);
    return { ...base, action: 'update', cause: upgraded ? 'generator-upgraded' : 'config-changed', after, entry };
  }
  const cause = listed === undefined ? 'foreign' : 'edited';
  if (options.overwrite?.some((name) => name === file.output || name === file.path)) return { ...base, action: 'update', cause, after, entry };
  return { ...base, action: 'refuse', cause, after, ...(listed === undefined ? {} : { entry: listed }) };
}

/** The parts of a file that are ours: planned and on disk, machine-owned fields masked, a region alone. */
interface OwnedText {
  planned: string;
  onDisk: string | undefined;
  /** The whole file afterwards. */
  after: string;
}

function ownedText(file: PlannedFile, disk: string | undefined): OwnedText {
  const { ownership } = file;
  switch (ownership.class) {
    case 'fields':
      return {
        planned: maskFields(file.content, ownership.fields),
        onDisk: disk === undefined ? undefined : maskFields(disk, ownership.fields),
        after: disk === undefined ? file.content : carryFields(file.content, disk, ownership.fields),
      };
    case 'region': {
      const markers = regionMarkers(ownership.region, ownership.comment);
      return {
        planned: file.content,
        onDisk: disk === undefined ? undefined : readRegion(disk, markers),
        after: writeRegion(disk ?? '', markers, file.content),
      };
    }
    default:
      return { planned: file.content, onDisk: disk, after: file.content };
  }
}

/** Entries that nothing makes any more. Shared files may be another app's: only a newer generator removes them. */
function orphans(files: readonly PlannedFile[], repository: Repository, options: DiffOptions): Change[] {
  return (['app', 'shared'] as const).flatMap((scope) => {
    const manifest = repository.manifests[scope];
    if (manifest === undefined) return [];
    const newer = scope === 'app' || compareVersions(options.version, manifest.generatorVersion) > 0;
    return manifest.files
      .filter(
        (entry) =>
          !files.some(
            (file) =>
              file.scope === scope && file.path === entry.path && (file.ownership.class === 'region' ? file.ownership.region : undefined) === entry.region,
          ),
      )
      .map((entry) => (newer ? orphan(entry, scope, repository) : { ...orphanBase(entry, scope, repository), action: 'keep', cause: 'newer-shared', entry }));
  });
}

function orphanBase(entry: ManifestEntry, scope: PlannedFile['scope'], repository: Repository): Omit<Change, 'action' | 'cause'> {
  return { repository: repository.role, scope, output: entry.output, path: entry.path, class: entry.class };
}

function orphan(entry: ManifestEntry, scope: PlannedFile['scope'], repository: Repository): Change {
  refuseUnsafePath(entry.path);
  const disk = readText(repository.root, entry.path);
  const base = { ...orphanBase(entry, scope, repository), ...(disk === undefined ? {} : { before: disk }) };
  if (disk === undefined) return { ...base, action: 'unchanged', cause: 'orphaned' };
  // What a user may have filled is never deleted: seeded files, and wrappers that hold what CD wrote.
  if (entry.class !== 'managed' || hashText(disk) !== entry.hash) return { ...base, action: 'keep', cause: 'orphaned' };
  return { ...base, action: 'delete', cause: 'orphaned' };
}

/** The manifest is untrusted: a path in it must not lead out of the repository. */
export function refuseUnsafePath(path: string): void {
  const parts = path.split('/');
  const unsafe =
    path === '' ||
    /[\\:]|\p{Cc}/u.test(path) ||
    parts.some((part) => part === '' || part === '.' || part === '..' || /[. ]$/.test(part) || part.toLowerCase() === '.git');
  if (unsafe)
    throw new UserError([
      { code: 'PATH_UNSAFE', severity: 'error', message: `the manifest names ${JSON.stringify(path)}, which is no path inside the repository` },
    ]);
}
