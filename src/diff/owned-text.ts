import { FieldError } from '../owned-fields/field-error.ts';
import type { FieldPath } from '../owned-fields/field-path.ts';
import { carryFields, maskFields, readFields } from '../owned-fields/owned-fields.ts';
import type { PlannedFile } from '../plan/plan.ts';
import type { RecordEntry } from '../workspace/record.ts';
import { readRegion, regionMarkers, writeRegion } from './regions.ts';

/** The parts of a file that are ours: planned and on disk, machine-owned fields masked, a region alone. */
export interface OwnedText {
  planned: string;
  onDisk: string | undefined;
  /** The whole file afterwards; computed on demand, because most files are up to date. */
  after: () => string | Promise<string>;
  /** What a machine has written and nothing plans any more. */
  readonly leaving?: readonly FieldPath[];
  /** Fields that are planned, and for which there is no value yet: it might be one of those that leave. */
  readonly fresh?: readonly FieldPath[];
}

export async function ownedText({ content, ownership }: PlannedFile, disk: string | undefined, listed: RecordEntry | undefined): Promise<OwnedText> {
  switch (ownership.class) {
    case 'fields': {
      // What was written last had these; a field that is new has no value yet, and one that goes is no hand's edit.
      const written = listed?.fields ?? ownership.fields;
      const kept = ownership.fields.filter((field) => has(written, field));
      const onDisk = disk === undefined ? undefined : await maskFields(disk, written);
      const planned = await maskFields(content, ownership.fields);
      if (disk === undefined || kept.length === written.length)
        return {
          planned,
          onDisk,
          after: () => (disk === undefined ? content : carryFields(content, disk, kept)),
        };
      const { moved, leaving, fresh } = await movedFields(ownership, content, disk, written);
      return {
        planned,
        onDisk,
        leaving,
        fresh,
        after: () => carryFields(content, disk, [...kept, ...moved.map(({ to }) => to)], [...kept, ...moved.map(({ from }) => from)]),
      };
    }
    case 'region': {
      const markers = regionMarkers(ownership.region, ownership.comment);
      return {
        planned: content,
        onDisk: disk === undefined ? undefined : readRegion(disk, markers),
        after: () => writeRegion(disk ?? '', markers, content, ownership.at),
      };
    }
    default:
      return { planned: content, onDisk: disk, after: () => content };
  }
}

type Fields = Extract<PlannedFile['ownership'], { class: 'fields' }>;

/** Fields that have a new name, by what they are of; and what is left on both sides. */
async function movedFields({ fields, identifiedBy }: Fields, content: string, disk: string, written: readonly FieldPath[]) {
  const identified = async (text: string, field: FieldPath) => ({
    field,
    identity: identifiedBy === undefined ? undefined : await readable(text, [...field.slice(0, -1), identifiedBy]),
  });
  const removed = await Promise.all(written.filter((field) => !has(fields, field)).map((field) => identified(disk, field)));
  const added = await Promise.all(fields.filter((field) => !has(written, field)).map((field) => identified(content, field)));
  const moved = added.flatMap(({ field: to, identity }) => {
    const from = removed.find((each) => identity !== undefined && each.field.at(-1) === to.at(-1) && each.identity === identity);
    return from === undefined ? [] : [{ from: from.field, to }];
  });
  const stays = ({ field }: { field: FieldPath }) => !moved.some(({ from, to }) => isSamePath(from, field) || isSamePath(to, field));
  const leaving: FieldPath[] = [];
  for (const { field } of removed.filter(stays)) if ((await readFields(disk, [field]))[0] !== '') leaving.push(field);
  return { moved, leaving, fresh: added.filter(stays).map(({ field }) => field) };
}

/** The text of a scalar; undefined where there is none. */
async function readable(text: string, field: FieldPath): Promise<string | undefined> {
  try {
    return (await readFields(text, [field]))[0];
  } catch (error) {
    if (error instanceof FieldError) return undefined;
    throw error;
  }
}

const has = (fields: readonly FieldPath[], field: FieldPath) => fields.some((other) => isSamePath(field, other));
const isSamePath = (one: FieldPath, other: FieldPath) => one.length === other.length && one.every((key, index) => key === other[index]);

/** What is planned as the manifest hashes it. */
export async function maskedPlan({ content, ownership }: PlannedFile): Promise<string> {
  return ownership.class === 'fields' ? maskFields(content, ownership.fields) : content;
}
