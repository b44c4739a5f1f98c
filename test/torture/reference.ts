/**
 * Who owns what, told a second time and more simply: what a run must do with each file, from what is on the disk, what
 * was written last and what is planned. It shares no code with what it judges.
 */
import { isUtf8 } from 'node:buffer';
import type { Ownership, PlannedFile } from '../../src/plan/plan.ts';

/** What was written last of a file, by its key. */
export interface Record {
  class: Ownership['class'];
  /** The part that is ours, without the machine's values. */
  text: string;
}

export type Records = Map<string, Record>;

/** Bytes by `<repository>/<path>`; latin1, so that each one counts. */
export type Disk = ReadonlyMap<string, string>;

export interface Decisions {
  overwrite: readonly string[];
  adopt: boolean;
  eject: readonly string[];
  merge: readonly string[];
}

/** What must be there afterwards. */
export type Expected = { file: string; is: string | undefined } | { file: string; holds: readonly string[]; outside?: string };

export interface Prediction {
  /** Files that must be refused; then nothing else may happen. */
  refused: Set<string>;
  /** Prose that both changed: refused where the changes meet, else merged. */
  either: Set<string>;
  expected: Expected[];
  records: Records;
}

export interface Situation {
  disk: Disk;
  records: Records;
  planned: readonly PlannedFile[];
  decisions: Decisions;
  /** false: what was written last into the prose is not known any more. */
  baseKnown: boolean;
  /** true: a newer version has written the shared files. */
  sharedIsNewer: boolean;
}

function keyOf({ repository, path, ownership }: Pick<PlannedFile, 'repository' | 'path' | 'ownership'>): string {
  return `${repository}/${path}${ownership.class === 'region' ? `#${ownership.region}` : ''}`;
}

/** What is to be done with one file: nothing and this is recorded, this is written, or it is refused. */
type Verdict = { stay: Record | undefined } | { write: Expected; either?: boolean } | 'refuse';

export function predict(situation: Situation): Prediction {
  const { disk, planned, sharedIsNewer, decisions } = situation;
  const prediction: Prediction = { refused: new Set(), either: new Set(), expected: [], records: new Map() };
  for (const file of planned) {
    const key = keyOf(file);
    const listed = situation.records.get(key);
    const record = recordOf(file);
    const verdict = file.scope === 'shared' && sharedIsNewer ? { stay: listed } : decide(file, record, listed, situation);
    if (verdict === 'refuse') prediction.refused.add(`${file.repository}/${file.path}`);
    else if ('write' in verdict) {
      prediction.expected.push(verdict.write);
      prediction.records.set(key, record);
      if (verdict.either === true) prediction.either.add(verdict.write.file);
    } else if (verdict.stay !== undefined) prediction.records.set(key, verdict.stay);
  }
  const made = new Set(planned.map(keyOf));
  for (const [key, record] of situation.records) if (!made.has(key)) orphan(key, record, disk, decisions, prediction);
  return prediction;
}

function recordOf({ ownership, content }: PlannedFile): Record {
  return { class: ownership.class, text: masked(ownership.class, latin(content)) };
}

function decide(file: PlannedFile, record: Record, listed: Record | undefined, { disk, decisions, baseKnown }: Situation): Verdict {
  const at = `${file.repository}/${file.path}`;
  const bytes = disk.get(at);
  const ours = latin(file.content);
  // Nothing in the model is the user's.
  const overwrite = decisions.overwrite.includes(file.path) || file.output === 'config/model';
  if (decisions.eject.includes(file.path)) return { stay: { ...record, class: 'ejected' } };
  if (listed?.class === 'ejected' && !overwrite) return { stay: listed };
  const known = listed?.class === 'ejected' ? undefined : listed;
  const taken = overwrite || (known === undefined && decisions.adopt);
  const begin: Verdict = { write: { file: at, is: ours } };
  const { ownership } = file;
  if (ownership.class === 'seeded') return bytes === undefined && listed === undefined ? begin : { stay: known ?? record };
  if (bytes !== undefined && !isText(bytes)) return ownership.class !== 'region' && overwrite ? begin : 'refuse';
  const text = bytes?.replaceAll('\r\n', '\n');
  if (ownership.class === 'region') {
    if (text !== undefined && isBroken(text, ownership)) return 'refuse';
    const block = text === undefined ? undefined : blockOf(text, ownership);
    if (block === ours) return { stay: record };
    return block === undefined || block === known?.text || taken ? { write: { file: at, holds: [ours], outside: outsideOf(text ?? '') } } : 'refuse';
  }
  if (text === undefined) return ownership.class === 'fields' && listed !== undefined && !overwrite ? 'refuse' : begin;
  if (ownership.class === 'fields') {
    const tag = isReadable(bytes ?? '') ? tagOf(text) : undefined;
    if (tag === undefined) return overwrite ? begin : 'refuse';
    const own = masked('fields', text);
    if (own === record.text) return { stay: record };
    // Where the lines around it are not as they were, the tag may be out of reach.
    if (overwrite) return { write: { file: at, holds: ours.split('\n').filter((line) => !line.includes('tag:')) } };
    return own === known?.text || taken ? { write: { file: at, is: ours.replace('tag: ""', `tag: ${JSON.stringify(tag)}`) } } : 'refuse';
  }
  if (text === ours) return { stay: record };
  if (text === known?.text || taken) return begin;
  if (ownership.class !== 'merge' || known === undefined || isMarked(text)) return 'refuse';
  if (known.text === ours) return { stay: record };
  if (!baseKnown && !decisions.merge.includes(file.path)) return 'refuse';
  // Every line that one of the two wrote, and that was not there before, is there afterwards; nobody may know what was.
  const old = new Set(baseKnown ? known.text.split('\n') : []);
  const holds = [...text.split('\n'), ...ours.split('\n')].filter((line) => !old.has(line));
  return { write: { file: at, holds }, either: !decisions.merge.includes(file.path) };
}

function orphan(key: string, record: Record, disk: Disk, decisions: Decisions, prediction: Prediction): void {
  const [at = '', region] = key.split('#');
  const bytes = disk.get(at);
  const path = at.slice(at.indexOf('/') + 1);
  if (decisions.eject.includes(path) || record.class === 'ejected' || record.class === 'seeded' || bytes === undefined || region !== undefined) return;
  const text = bytes.replaceAll('\r\n', '\n');
  const untouched = isText(bytes) && (record.class === 'fields' ? tagOf(text) === '' && masked('fields', text) === record.text : text === record.text);
  if (untouched) prediction.expected.push({ file: at, is: undefined });
  else prediction.records.set(key, record);
}

function latin(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function isText(bytes: string): boolean {
  return isUtf8(Buffer.from(bytes, 'latin1'));
}

/** The tag of the app's image, in whatever quotes; undefined: it cannot be read, is no text, or stands in no such place. */
function tagOf(text: string): string | undefined {
  const found = [...text.matchAll(/^(?:\xef\xbb\xbf)?images:\n {2}shop:\n {4}tag: *(.*)$/gm)];
  const [, value = ''] = found[0] ?? [];
  if (found.length !== 1) return undefined;
  return /^(?:"([^"\\]*)"|'([^']*)'|([a-z][a-z0-9]*))$/
    .exec(value)
    ?.slice(1)
    .find((part) => part !== undefined);
}

/** What is not written as we and CD write it has to be YAML as a whole. A return alone, left by an editor, ends nothing. */
function isReadable(bytes: string): boolean {
  const plain = !bytes.includes('\r') && /^ {4}tag: *(?:"[^"\\]*"|[a-z][a-z0-9]*)$/m.test(bytes);
  return plain || bytes.split(/\r?(?:\n|$)/).every((line) => /^(?:\xef\xbb\xbf)?\s*(?:#.*|[\w.]+:(?: [^\n]*)?)?$/.test(line));
}

function masked(ownership: Ownership['class'], text: string): string {
  return ownership === 'fields' ? text.replace(/^( {4}tag: *).*$/m, '$1""') : text;
}

/** Numbers of the lines that begin, or end, a block, in the comments of the file. A marker has its line for itself. */
function markersOf(text: string, { region, comment }: Extract<Ownership, { class: 'region' }>): { lines: string[]; begins: number[]; ends: number[] } {
  const lines = text.replace(/^\xef\xbb\xbf/, '').split('\n');
  const close = comment === '#' ? '' : ' -->';
  const numbers = (is: (line: string) => boolean) => lines.flatMap((line, index) => (is(line.trim()) ? [index] : []));
  return {
    lines,
    begins: numbers((line) => line.startsWith(`${comment} gitops-app:begin ${region}:`)),
    ends: numbers((line) => line === `${comment} gitops-app:end ${region}${close}`),
  };
}

function isBroken(text: string, region: Extract<Ownership, { class: 'region' }>): boolean {
  const { begins, ends } = markersOf(text, region);
  return begins.length + ends.length > 0 && (begins.length !== 1 || ends.length !== 1 || (ends[0] ?? 0) < (begins[0] ?? 0));
}

function blockOf(text: string, region: Extract<Ownership, { class: 'region' }>): string | undefined {
  const { lines, begins, ends } = markersOf(text, region);
  const [begin, end] = [begins[0], ends[0]];
  return begin === undefined || end === undefined
    ? undefined
    : lines
        .slice(begin + 1, end)
        .map((line) => `${line}\n`)
        .join('');
}

/** What stands around our blocks, without blank lines, which a new block brings. */
export function outsideOf(text: string): string {
  const lines = text
    .replace(/^\xef\xbb\xbf/, '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  let inside = false;
  const outside = lines.filter((line) => {
    if (line.includes('gitops-app:begin')) inside = true;
    const counts = !inside && line.trim() !== '';
    if (line.includes('gitops-app:end')) inside = false;
    return counts;
  });
  return outside.join('\n');
}

export function isMarked(text: string): boolean {
  return text.includes('<<<<<<< ') && text.includes('>>>>>>> ');
}
