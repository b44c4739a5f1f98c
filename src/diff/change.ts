import type { RepositoryRole } from '../model/model.ts';
import type { LockedGenerator } from '../model/version.ts';
import type { PlannedFile } from '../plan/plan.ts';
import type { GenerationRecord, RecordEntry } from '../workspace/record.ts';
import type { SavedDigests } from '../workspace/saved-model.ts';

/** Why a file is out of date, or why it is kept. */
export type Cause =
  /** Up to date. */
  | 'none'
  /** Never generated before. */
  | 'new'
  /** Generated before, deleted from the disk. */
  | 'missing'
  /** The config (or what it imports) has changed since. */
  | 'config-changed'
  /** Another version of the generator wrote it. */
  | 'generator-upgraded'
  /** Edited by hand. */
  | 'edited'
  /** No longer generated. */
  | 'orphaned'
  /** It existed before the first generate and is unmanaged. */
  | 'foreign'
  /** A shared file of a newer generator. */
  | 'newer-shared'
  /** Generated once; the user's now. */
  | 'seeded'
  /** Contains the user's edits, which later changes are merged with. Up to date. */
  | 'merged'
  /** A merge that the user has to resolve. */
  | 'conflict'
  /** The user ejected it: it is no longer written. */
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
  /** Adds to the cause, for a refusal. */
  detail?: string;
  /** For a shared file: the app of the same run whose config generates it differently. */
  otherApp?: string;
  /** true: the path cannot be overwritten, for example a symbolic link. */
  blocked?: boolean;
  /** Full text on disk; absent if there is no file, or if it stays unchanged. */
  before?: string;
  /** Full text after apply; absent if the file is deleted, or if it stays unchanged. */
  after?: string;
  /** The generated text, if the user's file is kept instead. */
  proposed?: string;
  /** The text to record for the next merge, for a file of class merge. */
  mergeBase?: string;
  /** Entry of the record; absent: no entry. */
  entry?: RecordEntry;
  /** Entry that the record may still contain although the file is neither planned nor on disk: not a reason to rewrite the record. */
  staleEntry?: RecordEntry;
}

/** The user's decisions about single files, by output id or path. */
export interface Decisions {
  /** Overwrite although they were edited. */
  overwrite?: readonly string[];
  /** Manage although they existed before, or were ejected; 'all': every file that existed before. */
  adopt?: readonly string[] | 'all';
  /** Leave to the user. */
  eject?: readonly string[];
  /** Write both texts between conflict markers if they cannot be merged. */
  merge?: readonly string[];
}

/** The generator and the model that a plan comes from. */
export interface PlanSource {
  version: string;
  /** The package to lock; absent: unknown. */
  locked?: LockedGenerator;
  modelDigest: string;
  /** Path of the config in the app repository, where it is not the default. */
  configPath?: string;
  /** The model that is saved in the config repository; absent if it has no valid one, or if it was not needed. */
  savedModel?: SavedDigests;
  /** Paths of shared files that other apps of the config repository generate; absent: unknown. */
  sharedByOthers?: ReadonlySet<string>;
}

export interface DiffOptions extends Decisions, PlanSource {}

/** true: apply writes or deletes the file. */
export function isWrite({ action }: Pick<Change, 'action'>): boolean {
  return action === 'create' || action === 'update' || action === 'delete';
}

/**
 * Why something differs from the record although nobody seems to have edited it: the digest of the model tells whether
 * the config or the generator changed. One version generates one text from one model, so a third text was edited.
 */
export function determineCause(scope: PlannedFile['scope'], record: GenerationRecord | undefined, source: PlanSource): Cause {
  if (record === undefined) return 'new';
  const { version, savedModel } = source;
  const isOtherVersion = record.generatorVersion !== version || record.migratedFrom !== undefined || savedModel?.saved !== savedModel?.migrated;
  if (scope === 'shared') return isOtherVersion ? 'generator-upgraded' : 'config-changed';
  if (!isFromModel(record, source)) return 'config-changed';
  return isOtherVersion || !isSameGenerator(record, source) ? 'generator-upgraded' : 'edited';
}

/** false: the package became known since, or is no longer, or has another name. */
export function isSameGenerator({ generator }: Pick<GenerationRecord, 'generator'>, { locked }: Pick<PlanSource, 'locked'>): boolean {
  return generator?.package === locked?.package && generator?.integrity === locked?.integrity;
}

/**
 * true: nothing shows that it was generated from another model. A model of an older schema has another digest, so the
 * saved model is compared after its migration; without it, another version of the generator explains the difference.
 */
export function isFromModel(record: Pick<GenerationRecord, 'modelDigest' | 'generatorVersion'>, { version, modelDigest, savedModel }: PlanSource): boolean {
  if (record.modelDigest === modelDigest) return true;
  if (record.generatorVersion !== version) return savedModel === undefined || savedModel.migrated === modelDigest;
  return savedModel !== undefined && savedModel.saved === record.modelDigest && savedModel.migrated === modelDigest;
}
