import type { RepositoryRole } from '../model/model.ts';
import type { PlannedFile } from '../plan/plan.ts';
import type { GenerationRecord, RecordEntry } from '../workspace/record.ts';
import type { SavedDigests } from '../workspace/saved-model.ts';

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
  /** Edited by somebody, and still being merged with what we write: no reason to do anything. */
  | 'merged'
  /** Nobody has decided yet which of two texts stays. */
  | 'conflict'
  /** The user took it: we write nothing into it any more. */
  | 'ejected'
  /** A machine-owned field cannot be read, or region markers are broken. */
  | 'unreadable';

export type Action = 'create' | 'update' | 'delete' | 'unchanged' | 'keep' | 'refuse';

/** What generate would do with one file, and why. */
export interface Change {
  repository: RepositoryRole;
  scope: PlannedFile['scope'];
  output: string;
  path: string;
  class: RecordEntry['class'];
  action: Action;
  cause: Cause;
  /** More than the cause says, for a refusal. */
  detail?: string;
  /** The app of the same run whose config says otherwise, for a shared file. */
  otherApp?: string;
  /** true: what stands there is no file that could be overwritten, such as a link. */
  blocked?: boolean;
  /** Whole text on disk; absent where there is none, and where it stays as it is. */
  before?: string;
  /** Whole text afterwards; absent where it is deleted, and where it stays as it is. */
  after?: string;
  /** What we would have written, where a file of the user's is kept. */
  proposed?: string;
  /** What is recorded to merge it the next time, for a file of class merge. */
  mergeBase?: string;
  /** What the manifest records; absent: no entry. */
  entry?: RecordEntry;
  /** What it still lists of something that nothing makes and nobody has any more: no reason to write it anew. */
  gone?: RecordEntry;
}

/** Decisions of the user's about single files, by output id or path. */
export interface Decisions {
  /** Replaced although somebody edited them. */
  overwrite?: readonly string[];
  /** Become ours although they stood there before, or were taken; 'all': whatever stood there before. */
  adopt?: readonly string[] | 'all';
  /** Become the user's. */
  eject?: readonly string[];
  /** Get both texts between markers where they cannot be merged. */
  merge?: readonly string[];
}

/** What is planned, and by whom. */
export interface Planned {
  version: string;
  modelDigest: string;
  /** The model that the config repository holds; absent where it holds none that can be read, or nobody had to ask. */
  saved?: SavedDigests;
  /** Paths of shared files that other apps of the config repository make; absent: not known. */
  sharedByOthers?: ReadonlySet<string>;
}

export interface DiffOptions extends Decisions, Planned {}

/** true: apply does something with the file. */
export function isWrite({ action }: Pick<Change, 'action'>): boolean {
  return action === 'create' || action === 'update' || action === 'delete';
}

/**
 * Why something is not as the manifest says, though nobody seems to have touched it: the model's digest tells config from
 * generator. What one version writes of one model is one text: another one that the manifest records is somebody's.
 */
export function causeOfChange(scope: PlannedFile['scope'], manifest: GenerationRecord | undefined, planned: Planned): Cause {
  if (manifest === undefined) return 'new';
  const { version, saved } = planned;
  const isOther = manifest.generatorVersion !== version || manifest.migratedFrom !== undefined || saved?.written !== saved?.migrated;
  if (scope === 'shared') return isOther ? 'generator-upgraded' : 'config-changed';
  if (!isOfModel(manifest, planned)) return 'config-changed';
  return isOther ? 'generator-upgraded' : 'edited';
}

/**
 * true: nothing says that it was generated from another model. What an earlier schema was saved in has another digest,
 * so the saved model is compared as one of today; without it, another version of the generator is reason enough.
 */
export function isOfModel(manifest: Pick<GenerationRecord, 'modelDigest' | 'generatorVersion'>, { version, modelDigest, saved }: Planned): boolean {
  if (manifest.modelDigest === modelDigest) return true;
  if (manifest.generatorVersion !== version) return saved === undefined || saved.migrated === modelDigest;
  return saved !== undefined && saved.written === manifest.modelDigest && saved.migrated === modelDigest;
}
