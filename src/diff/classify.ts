import { compareVersions } from '../model/version.ts';
import { FieldError } from '../owned-fields/field-error.ts';
import { carryReadable } from '../owned-fields/owned-fields.ts';
import type { PlannedFile } from '../plan/plan.ts';
import { mergeBasePath, readMergeBase } from '../workspace/merge-base.ts';
import { UnreadableError } from '../workspace/read-text.ts';
import { hashText, type RecordEntry } from '../workspace/record.ts';
import { currentText, type Repository } from '../workspace/repository.ts';
import { type Cause, type Change, causeOfChange, type DiffOptions } from './change.ts';
import { maskedPlan, type OwnedText, ownedText } from './owned-text.ts';
import { RegionError } from './regions.ts';

type Outcome = Pick<Change, 'action' | 'cause'> & Partial<Change>;

/** What is known of one planned file before its text is compared. */
interface Case {
  file: PlannedFile;
  repository: Repository;
  options: DiffOptions;
  /** What the manifest records of it. */
  listed: RecordEntry | undefined;
  /** Whole text on disk. */
  disk: string | undefined;
  /** Why it differs from what was written last, if nobody edited it. */
  cause: Cause;
}

/** The decision about one planned file: D is on disk, B what we wrote last, N the plan. */
export async function classify(file: PlannedFile, repository: Repository, options: DiffOptions): Promise<Change> {
  const { ownership, scope } = file;
  const manifest = repository.records[scope];
  const region = ownership.class === 'region' ? ownership.region : undefined;
  const listed = manifest?.files.find((entry) => entry.path === file.path && entry.region === region);
  const mergeBase = ownership.class === 'merge' ? { mergeBase: file.content } : {};
  const change = { repository: file.repository, scope, output: file.output, path: file.path, class: ownership.class, ...mergeBase };
  const known: Case = { file, repository, options, listed, disk: undefined, cause: causeOfChange(scope, manifest, options) };
  const kept = listed === undefined ? {} : { entry: listed };
  // Whatever it holds: an older generator does not judge what a newer one has written.
  if (scope === 'shared' && manifest !== undefined && compareVersions(manifest.generatorVersion, options.version) > 0)
    return { ...change, action: 'keep', cause: 'newer-shared', ...kept };
  try {
    known.disk = currentText(repository, file.path);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { ...change, ...((await taken(known)) ?? (await unreadable(known, error))) };
  }
  const outcome = (await taken(known)) ?? (await compare(known));
  // Nearly every file is as it should be, and of very many apps their texts would fill the memory.
  const before = known.disk === undefined || outcome.action === 'unchanged' ? {} : { before: known.disk };
  return { ...change, ...before, ...outcome };
}

/** A file that the user took, or takes now. */
async function taken({ file, options, listed }: Case): Promise<Outcome | undefined> {
  if (isNamed(file, options.eject)) return { class: 'ejected', action: 'keep', cause: 'ejected', entry: { ...(await entryOf(file)), class: 'ejected' } };
  if (listed?.class !== 'ejected' || isNamed(file, options.adopt) || isNamed(file, options.overwrite)) return undefined;
  const news = listed.hash === hashText(await maskedPlan(file)) ? {} : { detail: 'what would be written has changed since' };
  return { class: 'ejected', action: 'keep', cause: 'ejected', proposed: file.content, entry: listed, ...news };
}

async function compare(known: Case): Promise<Outcome> {
  let own: OwnedText;
  try {
    own = await ownedText(known.file, known.disk, known.listed);
  } catch (error) {
    if (!(error instanceof FieldError || error instanceof RegionError)) throw error;
    if (known.disk !== undefined && hasConflictMarkers(known.disk) && !isNamed(known.file, known.options.overwrite))
      return { action: 'refuse', cause: 'conflict', detail: 'markers of a merge stand in it', ...(known.listed === undefined ? {} : { entry: known.listed }) };
    return await unreadable(known, error);
  }
  const { file, options, listed, cause } = known;
  const { onDisk } = own;
  const entry = await entryOf(file, own.planned);
  if (file.ownership.class === 'seeded') return await seeded(known, own, entry);
  if (onDisk === undefined) {
    const after = await own.after();
    if (listed === undefined) return { action: 'create', cause: causeOfAbsence(cause), after, entry };
    // To recreate the file would reset what the machine has written: the image that runs.
    if (file.ownership.class === 'fields' && !isNamed(file, options.overwrite))
      return { action: 'refuse', cause: 'missing', detail: 'what CD wrote into it is in Git alone', after, entry: listed };
    return { action: 'create', cause: 'missing', after, entry };
  }
  // Equal texts, and nearly all are, have one hash.
  const diskHash = onDisk === own.planned ? entry.hash : hashText(onDisk);
  if (diskHash === entry.hash) return { action: 'unchanged', cause: 'none', entry };
  const { leaving = [], fresh = [] } = own;
  const after = await own.after();
  const values = leaving.map((field) => field.join('.')).join(' and ');
  if (leaving.length > 0 && fresh.length > 0 && !isNamed(file, options.overwrite)) {
    const detail = `CD wrote ${values}, for which there is no place any more, and nothing into ${fresh.map((field) => field.join('.')).join(' and ')}, which is new`;
    return { action: 'refuse', cause, detail, after, ...(listed === undefined ? {} : { entry: listed }) };
  }
  const foreign = listed === undefined || listed.class === 'ejected';
  if (!foreign && listed.hash === diskHash) {
    const alike = cause === 'edited' ? { detail: 'so was what the manifest records of it' } : {};
    return { action: 'update', cause, after, entry, ...(leaving.length === 0 ? alike : { detail: `what CD wrote into ${values} goes; Git has it` }) };
  }
  const kept = listed === undefined ? {} : { entry: listed };
  if (isNamed(file, options.overwrite) || (foreign && isAdopted(file, options)))
    return { action: 'update', cause: foreign ? 'foreign' : 'edited', after, entry };
  if (foreign) return { action: 'refuse', cause: 'foreign', after, ...kept };
  if (hasConflictMarkers(onDisk)) return { action: 'refuse', cause: 'conflict', detail: 'markers of a merge stand in it', after, ...kept };
  if (file.ownership.class === 'merge') return await merged(known, listed, entry);
  // What another app of this run has just planned is nobody's edit.
  const others = file.scope === 'shared' && known.repository.pending.has(file.path);
  return { action: 'refuse', cause: others ? 'config-changed' : 'edited', after, ...kept };
}

/** Of a file that no manifest lists: where this version made it before, somebody took it out of both. */
function causeOfAbsence(cause: Cause): Cause {
  return cause === 'edited' ? 'missing' : cause;
}

/** Written once, then the user's, who may also delete it. */
async function seeded({ file, options, listed, disk, cause }: Case, own: OwnedText, entry: RecordEntry): Promise<Outcome> {
  const after = await own.after();
  if (isNamed(file, options.adopt) && disk !== after) return { action: disk === undefined ? 'create' : 'update', cause: 'foreign', after, entry };
  if (disk === undefined && listed === undefined) return { action: 'create', cause: causeOfAbsence(cause), after, entry };
  // One that the user had taken, and gives back here, is seeded again.
  if (listed !== undefined || disk === after) return { action: 'keep', cause: 'seeded', entry: listed?.class === 'seeded' ? listed : entry };
  return { action: 'keep', cause: 'foreign', proposed: after, entry };
}

/** Prose that both may edit: D differs from B. */
async function merged({ file, repository, options, disk = '', cause }: Case, listed: RecordEntry, entry: RecordEntry): Promise<Outcome> {
  if (listed.hash === entry.hash) return { action: 'keep', cause: 'merged', entry };
  const after = file.content;
  const recorded = readMergeBase(repository.recordTexts.get(mergeBasePath(repository.role, repository.app)), file.path);
  const base = recorded !== undefined && hashText(recorded) === listed.hash ? recorded : undefined;
  if (base === undefined && !isNamed(file, options.merge))
    return { action: 'refuse', cause: 'conflict', detail: 'it was edited, and the text that was written last is not recorded', after, entry: listed };
  // Few runs merge: only those load it.
  const { mergeTexts } = await import('./merge.ts');
  const both = mergeTexts({ disk, base, planned: file.content });
  if (!both.conflict) return { action: 'update', cause, detail: 'your edits are kept', after: both.text, entry };
  if (isNamed(file, options.merge)) return { action: 'update', cause: 'conflict', detail: 'both texts stand in it between markers', after: both.text, entry };
  return { action: 'refuse', cause: 'conflict', detail: 'you and the generator changed the same lines', after, entry: listed };
}

async function unreadable({ file, options, listed, disk }: Case, error: FieldError | RegionError | UnreadableError): Promise<Outcome> {
  const { ownership, content } = file;
  const kept = listed === undefined ? {} : { entry: listed };
  if (ownership.class === 'seeded')
    return { action: 'keep', cause: listed === undefined ? 'foreign' : 'seeded', proposed: content, entry: listed ?? (await entryOf(file)) };
  // Overwriting begins anew. A file with a block of ours is somebody else's: that is never done to it.
  const blocked = error instanceof UnreadableError && !error.replaceable;
  if (ownership.class !== 'region' && !blocked && isNamed(file, options.overwrite)) {
    const after = ownership.class === 'fields' && disk !== undefined ? await carryReadable(content, disk, ownership.fields) : content;
    return { action: 'update', cause: 'unreadable', after, entry: await entryOf(file) };
  }
  const at = error instanceof FieldError && error.line !== undefined ? `line ${error.line}: ` : '';
  return { action: 'refuse', cause: 'unreadable', detail: at + error.message, ...(blocked ? { blocked } : {}), ...kept };
}

function isNamed({ output, path }: PlannedFile, names: readonly string[] | 'all' = []): boolean {
  return names !== 'all' && names.some((name) => name === output || name === path);
}

function isAdopted(file: PlannedFile, { adopt }: DiffOptions): boolean {
  return adopt === 'all' || isNamed(file, adopt);
}

/** What Git and mergeTexts leave where nobody has decided yet. */
function hasConflictMarkers(text: string): boolean {
  return /^<{7} /m.test(text) && /^>{7} /m.test(text);
}

async function entryOf(file: PlannedFile, masked?: string): Promise<RecordEntry> {
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
