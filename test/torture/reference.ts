/**
 * A second, simpler implementation of the ownership rules: what a run must do with each file, from the text on disk, the
 * text that was last generated, and the plan. It shares no code with the first one.
 */
import { isUtf8 } from 'node:buffer';
import type { Ownership, PlannedFile } from '../../src/plan/plan.ts';

/** What was last generated for a file. */
export interface Record {
  class: Ownership['class'];
  /** The managed part, without machine-owned values. */
  text: string;
}

export type Records = Map<string, Record>;

/** Contents by `<repository>/<path>`, decoded as latin1 to keep every byte. */
export type Disk = ReadonlyMap<string, string>;

export interface Decisions {
  overwrite: readonly string[];
  adopt: boolean;
  eject: readonly string[];
  merge: readonly string[];
}

/** What a file must contain after the run. */
export type Expected = { file: string; is: string | undefined } | { file: string; holds: readonly string[]; outside?: string };

export interface Prediction {
  /** Files that must be refused; then nothing may be written. */
  refused: Set<string>;
  /** Merged files that both sides changed: refused if the changes touch, otherwise merged. */
  refusedOrMerged: Set<string>;
  expected: Expected[];
  records: Records;
}

export interface Situation {
  disk: Disk;
  records: Records;
  planned: readonly PlannedFile[];
  decisions: Decisions;
  /** false: the merge base is lost. */
  baseKnown: boolean;
  /** true: a newer version has written the shared files. */
  sharedIsNewer: boolean;
}

function keyOf({ repository, path, ownership }: Pick<PlannedFile, 'repository' | 'path' | 'ownership'>): string {
  return `${repository}/${path}${ownership.class === 'region' ? `#${ownership.region}` : ''}`;
}

/** What a run must do with one file: keep it and record this, write this, or refuse it. */
type Verdict = { keep: Record | undefined } | { write: Expected; refusedOrMerged?: boolean } | 'refuse';

export function predict(situation: Situation): Prediction {
  const { disk, planned, sharedIsNewer, decisions } = situation;
  const prediction: Prediction = { refused: new Set(), refusedOrMerged: new Set(), expected: [], records: new Map() };
  for (const file of planned) {
    const key = keyOf(file);
    const listed = situation.records.get(key);
    const record = recordOf(file);
    const verdict = file.scope === 'shared' && sharedIsNewer ? { keep: listed } : decide(file, record, listed, situation);
    if (verdict === 'refuse') prediction.refused.add(`${file.repository}/${file.path}`);
    else if ('write' in verdict) {
      prediction.expected.push(verdict.write);
      prediction.records.set(key, record);
      if (verdict.refusedOrMerged === true) prediction.refusedOrMerged.add(verdict.write.file);
    } else if (verdict.keep !== undefined) prediction.records.set(key, verdict.keep);
  }
  const plannedKeys = new Set(planned.map(keyOf));
  for (const [key, record] of situation.records) if (!plannedKeys.has(key)) predictOrphan(key, record, disk, decisions, prediction);
  return prediction;
}

function recordOf({ ownership, content }: PlannedFile): Record {
  return { class: ownership.class, text: masked(ownership.class, latin(content)) };
}

function decide(file: PlannedFile, record: Record, listed: Record | undefined, { disk, decisions, baseKnown }: Situation): Verdict {
  const at = `${file.repository}/${file.path}`;
  const bytes = disk.get(at);
  const ours = latin(file.content);
  // The saved model is always overwritten.
  const overwrite = decisions.overwrite.includes(file.path) || file.output === 'config/model';
  if (decisions.eject.includes(file.path)) return { keep: { ...record, class: 'ejected' } };
  if (listed?.class === 'ejected' && !overwrite) return { keep: listed };
  const known = listed?.class === 'ejected' ? undefined : listed;
  const replaced = overwrite || (known === undefined && decisions.adopt);
  const create: Verdict = { write: { file: at, is: ours } };
  const { ownership } = file;
  if (ownership.class === 'seeded') return bytes === undefined && listed === undefined ? create : { keep: known ?? record };
  if (bytes !== undefined && !isText(bytes)) return ownership.class !== 'region' && overwrite ? create : 'refuse';
  const text = bytes?.replaceAll('\r\n', '\n');
  if (ownership.class === 'region') {
    if (text !== undefined && isBroken(text, ownership)) return 'refuse';
    const block = text === undefined ? undefined : blockOf(text, ownership);
    if (block === ours) return { keep: record };
    return block === undefined || block === known?.text || replaced ? { write: { file: at, holds: [ours], outside: outsideOf(text ?? '') } } : 'refuse';
  }
  if (text === undefined) return ownership.class === 'fields' && listed !== undefined && !overwrite ? 'refuse' : create;
  if (ownership.class === 'fields') {
    const tag = isReadable(bytes ?? '') ? tagOf(text) : undefined;
    if (tag === undefined) return overwrite ? create : 'refuse';
    const own = masked('fields', text);
    if (own === record.text) return { keep: record };
    // If the lines around it were edited, the tag may be unreadable.
    if (overwrite) return { write: { file: at, holds: ours.split('\n').filter((line) => !line.includes('tag:')) } };
    return own === known?.text || replaced ? { write: { file: at, is: ours.replace('tag: ""', `tag: ${JSON.stringify(tag)}`) } } : 'refuse';
  }
  if (text === ours) return { keep: record };
  if (text === known?.text || replaced) return create;
  if (ownership.class !== 'merge' || known === undefined || isMarked(text)) return 'refuse';
  if (known.text === ours) return { keep: record };
  if (!baseKnown && !decisions.merge.includes(file.path)) return 'refuse';
  // Every line that either side added must be in the result; without the merge base, every line counts as added.
  const old = new Set(baseKnown ? known.text.split('\n') : []);
  const holds = [...text.split('\n'), ...ours.split('\n')].filter((line) => !old.has(line));
  return { write: { file: at, holds }, refusedOrMerged: !decisions.merge.includes(file.path) };
}

function predictOrphan(key: string, record: Record, disk: Disk, decisions: Decisions, prediction: Prediction): void {
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

/** The tag of the app's image, in any quotes; undefined: missing, unreadable, or not a string. */
function tagOf(text: string): string | undefined {
  const found = [...text.matchAll(/^(?:\xef\xbb\xbf)?images:\n {2}shop:\n {4}tag: *(.*)$/gm)];
  const [, value = ''] = found[0] ?? [];
  if (found.length !== 1) return undefined;
  return /^(?:"([^"\\]*)"|'([^']*)'|([a-z][a-z0-9]*))$/
    .exec(value)
    ?.slice(1)
    .find((part) => part !== undefined);
}

/** A text that is not in the generated format has to be valid YAML. A lone CR does not end a line. */
function isReadable(bytes: string): boolean {
  const plain = !bytes.includes('\r') && /^ {4}tag: *(?:"[^"\\]*"|[a-z][a-z0-9]*)$/m.test(bytes);
  return plain || bytes.split(/\r?(?:\n|$)/).every((line) => /^(?:\xef\xbb\xbf)?\s*(?:#.*|[\w.]+:(?: [^\n]*)?)?$/.test(line));
}

function masked(ownership: Ownership['class'], text: string): string {
  return ownership === 'fields' ? text.replace(/^( {4}tag: *).*$/m, '$1""') : text;
}

/** Line numbers of the markers of a region. A marker is a line of its own. */
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

/** The text outside of regions, without blank lines, which a new region adds. */
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
