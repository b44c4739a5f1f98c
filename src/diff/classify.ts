import { compareVersions } from '../model/version.ts';
import { FieldError } from '../owned-fields/field-error.ts';
import { carryReadable } from '../owned-fields/owned-fields.ts';
import type { PlannedFile } from '../plan/plan.ts';
import { mergeBasePath, readMergeBase } from '../workspace/merge-base.ts';
import { UnreadableError } from '../workspace/read-text.ts';
import { hashText, type RecordEntry } from '../workspace/record.ts';
import { currentText, type Repository } from '../workspace/repository.ts';
import { type Cause, type Change, type DiffOptions, determineCause } from './change.ts';
import { maskedPlan, type OwnedText, ownedText } from './owned-text.ts';
import { RegionError } from './regions.ts';

type Outcome = Pick<Change, 'action' | 'cause'> & Partial<Change>;

/** One planned file, and what its classification depends on. */
interface FileState {
  file: PlannedFile;
  repository: Repository;
  options: DiffOptions;
  /** Entry of the record: what was last generated. */
  lastEntry: RecordEntry | undefined;
  /** Full text on disk. */
  disk: string | undefined;
  /** Why the plan differs from what was last generated, if nobody edited it. */
  cause: Cause;
}

/** Compares three versions of one file: what is planned, what is on disk and what was last generated. */
export async function classify(file: PlannedFile, repository: Repository, options: DiffOptions): Promise<Change> {
  const { ownership, scope } = file;
  const record = repository.records[scope];
  const region = ownership.class === 'region' ? ownership.region : undefined;
  const lastEntry = record?.files.find((entry) => entry.path === file.path && entry.region === region);
  const mergeBase = ownership.class === 'merge' ? { mergeBase: file.content } : {};
  const change = { repository: file.repository, scope, output: file.output, path: file.path, class: ownership.class, ...mergeBase };
  // An older generator cannot judge what a newer one has generated.
  if (scope === 'shared' && record !== undefined && compareVersions(record.generatorVersion, options.version) > 0)
    return { ...change, action: 'keep', cause: 'newer-shared', ...keepEntry(lastEntry) };
  const state: FileState = { file, repository, options, lastEntry, disk: undefined, cause: determineCause(scope, record, options) };
  try {
    state.disk = currentText(repository, file.path, scope === 'shared' || ownership.class === 'region');
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { ...change, ...((await keepEjected(state)) ?? (await classifyUnreadable(state, error))) };
  }
  const outcome = (await keepEjected(state)) ?? (await classifyReadable(state));
  // Most files are unchanged: keeping the texts of very many apps would fill the memory.
  const before = state.disk === undefined || outcome.action === 'unchanged' ? {} : { before: state.disk };
  return { ...change, ...before, ...outcome };
}

/** Keeps a file that is ejected already, or by this run. */
async function keepEjected({ file, options, lastEntry }: FileState): Promise<Outcome | undefined> {
  if (isNamed(file, options.eject)) return { class: 'ejected', action: 'keep', cause: 'ejected', entry: { ...(await createEntry(file)), class: 'ejected' } };
  if (lastEntry?.class !== 'ejected' || isNamed(file, options.adopt) || isNamed(file, options.overwrite)) return undefined;
  const detail = lastEntry.hash === hashText(await maskedPlan(file)) ? {} : { detail: 'what would be generated has changed since' };
  return { class: 'ejected', action: 'keep', cause: 'ejected', proposed: file.content, entry: lastEntry, ...detail };
}

async function classifyReadable(state: FileState): Promise<Outcome> {
  const { file, options, lastEntry, disk } = state;
  let texts: OwnedText;
  try {
    texts = await ownedText(file, disk, lastEntry);
  } catch (error) {
    if (!(error instanceof FieldError || error instanceof RegionError)) throw error;
    if (disk === undefined || !hasConflictMarkers(disk) || isNamed(file, options.overwrite)) return await classifyUnreadable(state, error);
    return { action: 'refuse', cause: 'conflict', detail: conflictMarkers, ...keepEntry(lastEntry) };
  }
  const entry = await createEntry(file, texts.planned);
  if (file.ownership.class === 'seeded') return await classifySeeded(state, texts, entry);
  const { onDisk } = texts;
  if (onDisk === undefined) return await classifyMissing(state, texts, entry);
  // Nearly all texts are equal, which takes no second hash.
  const diskHash = onDisk === texts.planned ? entry.hash : hashText(onDisk);
  if (diskHash === entry.hash) return { action: 'unchanged', cause: 'none', entry };
  return await classifyDifferent(state, texts, entry, { onDisk, diskHash });
}

/** Generated once, then the user's, who may also delete it. */
async function classifySeeded({ file, options, lastEntry, disk, cause }: FileState, texts: OwnedText, entry: RecordEntry): Promise<Outcome> {
  const after = await texts.after();
  if (isNamed(file, options.adopt) && disk !== after) return { action: disk === undefined ? 'create' : 'update', cause: 'foreign', after, entry };
  if (disk === undefined && lastEntry === undefined) return { action: 'create', cause: causeOfAbsence(cause), after, entry };
  // A file that was ejected, and is adopted by this run, becomes seeded again.
  if (lastEntry !== undefined || disk === after) return { action: 'keep', cause: 'seeded', entry: lastEntry?.class === 'seeded' ? lastEntry : entry };
  return { action: 'keep', cause: 'foreign', proposed: after, entry };
}

async function classifyMissing({ file, options, lastEntry, cause }: FileState, texts: OwnedText, entry: RecordEntry): Promise<Outcome> {
  const after = await texts.after();
  if (lastEntry === undefined) return { action: 'create', cause: causeOfAbsence(cause), after, entry };
  // Recreating the file would reset the machine-owned fields: the image that runs.
  if (file.ownership.class === 'fields' && !isNamed(file, options.overwrite))
    return { action: 'refuse', cause: 'missing', detail: 'only Git still has what CD wrote into it', after, entry: lastEntry };
  return { action: 'create', cause: 'missing', after, entry };
}

/** For a file that is neither on disk nor in the record: if the model and the version are the same, somebody deleted both. */
function causeOfAbsence(cause: Cause): Cause {
  return cause === 'edited' ? 'missing' : cause;
}

async function classifyDifferent(
  state: FileState,
  texts: OwnedText,
  entry: RecordEntry,
  { onDisk, diskHash }: { onDisk: string; diskHash: string },
): Promise<Outcome> {
  const { file, repository, options, lastEntry, cause } = state;
  const { removedFields = [], newFields = [] } = texts;
  const after = await texts.after();
  const removed = fieldNames(removedFields);
  if (removedFields.length > 0 && newFields.length > 0 && !isNamed(file, options.overwrite)) {
    const detail = `CD wrote ${removed}, which is no longer planned, and there is no value for the new ${fieldNames(newFields)}`;
    return { action: 'refuse', cause, detail, after, ...keepEntry(lastEntry) };
  }
  const managed = lastEntry === undefined || lastEntry.class === 'ejected' ? undefined : lastEntry;
  if (managed?.hash === diskHash) {
    if (removedFields.length > 0) return { action: 'update', cause, detail: `removes what CD wrote into ${removed}; Git still has it`, after, entry };
    return { action: 'update', cause, after, entry, ...(cause === 'edited' ? { detail: 'its entry in the record was edited to match' } : {}) };
  }
  if (isNamed(file, options.overwrite)) return { action: 'update', cause: managed === undefined ? 'foreign' : 'edited', after, entry };
  if (managed === undefined) {
    if (isAdopted(file, options)) return { action: 'update', cause: 'foreign', after, entry };
    return { action: 'refuse', cause: 'foreign', after, ...keepEntry(lastEntry) };
  }
  if (hasConflictMarkers(onDisk)) return { action: 'refuse', cause: 'conflict', detail: conflictMarkers, after, entry: managed };
  if (file.ownership.class === 'merge') return await mergeEdits(state, managed, entry);
  // The plan of another app of this run is not an edit.
  const isPending = file.scope === 'shared' && repository.pending.has(file.path);
  return { action: 'refuse', cause: isPending ? 'config-changed' : 'edited', after, entry: managed };
}

/** For a file that both the user and the generator edit. */
async function mergeEdits({ file, repository, options, disk = '', cause }: FileState, lastEntry: RecordEntry, entry: RecordEntry): Promise<Outcome> {
  if (lastEntry.hash === entry.hash) return { action: 'keep', cause: 'merged', entry };
  const after = file.content;
  const recorded = readMergeBase(repository.recordTexts.get(mergeBasePath(repository.role, repository.app)), file.path);
  const base = recorded !== undefined && hashText(recorded) === lastEntry.hash ? recorded : undefined;
  if (base === undefined && !isNamed(file, options.merge))
    return { action: 'refuse', cause: 'conflict', detail: 'it was edited, and the text that was last generated is not recorded', after, entry: lastEntry };
  // Few runs merge: only they load the module.
  const { mergeTexts } = await import('./merge.ts');
  const merged = mergeTexts({ disk, base, planned: file.content });
  if (!merged.conflict) return { action: 'update', cause, detail: 'keeps your edits', after: merged.text, entry };
  if (isNamed(file, options.merge)) return { action: 'update', cause: 'conflict', detail: 'both texts, between conflict markers', after: merged.text, entry };
  return { action: 'refuse', cause: 'conflict', detail: 'you and the generator changed the same lines', after, entry: lastEntry };
}

async function classifyUnreadable({ file, options, lastEntry, disk }: FileState, error: FieldError | RegionError | UnreadableError): Promise<Outcome> {
  const { ownership, content } = file;
  if (ownership.class === 'seeded')
    return { action: 'keep', cause: lastEntry === undefined ? 'foreign' : 'seeded', proposed: content, entry: lastEntry ?? (await createEntry(file)) };
  // The file around a region is the user's: it is never overwritten.
  const blocked = error instanceof UnreadableError && !error.replaceable;
  if (ownership.class !== 'region' && !blocked && isNamed(file, options.overwrite)) {
    const after = ownership.class === 'fields' && disk !== undefined ? await carryReadable(content, disk, ownership.fields) : content;
    return { action: 'update', cause: 'unreadable', after, entry: await createEntry(file) };
  }
  return { action: 'refuse', cause: 'unreadable', detail: reasonOf(error), ...(blocked ? { blocked } : {}), ...keepEntry(lastEntry) };
}

function reasonOf(error: FieldError | RegionError | UnreadableError): string {
  if (error instanceof UnreadableError) return `it ${error.message}`;
  return error instanceof FieldError && error.line !== undefined ? `line ${error.line}: ${error.message}` : error.message;
}

const conflictMarkers = 'it contains conflict markers';

/** Markers of Git or of mergeTexts. */
function hasConflictMarkers(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7} /m.test(text);
}

function fieldNames(fields: readonly (readonly string[])[]): string {
  return fields.map((field) => field.join('.')).join(' and ');
}

function isNamed({ output, path }: PlannedFile, names: readonly string[] | 'all' = []): boolean {
  return names !== 'all' && names.some((name) => name === output || name === path);
}

function isAdopted(file: PlannedFile, { adopt }: DiffOptions): boolean {
  return adopt === 'all' || isNamed(file, adopt);
}

function keepEntry(entry: RecordEntry | undefined): Pick<Change, 'entry'> {
  return entry === undefined ? {} : { entry };
}

async function createEntry(file: PlannedFile, masked?: string): Promise<RecordEntry> {
  const { output, path, ownership } = file;
  return {
    output,
    path,
    class: ownership.class,
    ...(ownership.class === 'region' ? { region: ownership.region } : {}),
    ...(ownership.class === 'fields' ? { fields: ownership.fields } : {}),
    hash: hashText(masked ?? (await maskedPlan(file))),
  };
}
