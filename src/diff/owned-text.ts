import { FieldError } from '../owned-fields/field-error.ts';
import type { FieldPath } from '../owned-fields/field-path.ts';
import { carryFields, maskFields, readFields } from '../owned-fields/owned-fields.ts';
import type { PlannedFile } from '../plan/plan.ts';
import type { RecordEntry } from '../workspace/record.ts';
import { readRegion, regionMarkers, writeRegion } from './regions.ts';

/** The managed part of a file, planned and on disk: machine-owned fields are masked, of a region only its content. */
export interface OwnedText {
  planned: string;
  onDisk: string | undefined;
  /** Full text after apply; computed on demand, because most files are up to date. */
  after: () => string | Promise<string>;
  /** Machine-owned fields that have a value on disk and are no longer planned. */
  readonly removedFields?: readonly FieldPath[];
  /** Machine-owned fields that are planned for the first time, and may need the value of a removed one. */
  readonly newFields?: readonly FieldPath[];
}

export async function ownedText({ content, ownership }: PlannedFile, disk: string | undefined, lastEntry: RecordEntry | undefined): Promise<OwnedText> {
  switch (ownership.class) {
    case 'fields': {
      // The file on disk has the fields of the last run: a new field is not on disk yet, and a removed one is not an edit.
      const written = lastEntry?.fields ?? ownership.fields;
      const kept = ownership.fields.filter((field) => has(written, field));
      const onDisk = disk === undefined ? undefined : await maskFields(disk, written);
      const planned = await maskFields(content, ownership.fields);
      if (disk === undefined || kept.length === written.length)
        return {
          planned,
          onDisk,
          after: () => (disk === undefined ? content : carryFields(content, disk, kept)),
        };
      const { moved, removedFields, newFields } = await matchMovedFields(ownership, content, disk, written);
      return {
        planned,
        onDisk,
        removedFields,
        newFields,
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

/** Matches fields that have a new name by the value of `identifiedBy` next to them; returns the others of both sides. */
async function matchMovedFields({ fields, identifiedBy }: Fields, content: string, disk: string, written: readonly FieldPath[]) {
  const identify = async (text: string, field: FieldPath) => ({
    field,
    identity: identifiedBy === undefined ? undefined : await tryReadField(text, [...field.slice(0, -1), identifiedBy]),
  });
  const removed = await Promise.all(written.filter((field) => !has(fields, field)).map((field) => identify(disk, field)));
  const added = await Promise.all(fields.filter((field) => !has(written, field)).map((field) => identify(content, field)));
  const moved = added.flatMap(({ field: to, identity }) => {
    const from = removed.find((each) => identity !== undefined && each.field.at(-1) === to.at(-1) && each.identity === identity);
    return from === undefined ? [] : [{ from: from.field, to }];
  });
  const isUnmatched = ({ field }: { field: FieldPath }) => !moved.some(({ from, to }) => isSamePath(from, field) || isSamePath(to, field));
  const removedFields: FieldPath[] = [];
  for (const { field } of removed.filter(isUnmatched)) if ((await readFields(disk, [field]))[0] !== '') removedFields.push(field);
  return { moved, removedFields, newFields: added.filter(isUnmatched).map(({ field }) => field) };
}

/** The value of a field; undefined if it cannot be read. */
async function tryReadField(text: string, field: FieldPath): Promise<string | undefined> {
  try {
    return (await readFields(text, [field]))[0];
  } catch (error) {
    if (error instanceof FieldError) return undefined;
    throw error;
  }
}

const has = (fields: readonly FieldPath[], field: FieldPath) => fields.some((other) => isSamePath(field, other));
const isSamePath = (one: FieldPath, other: FieldPath) => one.length === other.length && one.every((key, index) => key === other[index]);

/** The planned text as the record hashes it. */
export async function maskedPlan({ content, ownership }: PlannedFile): Promise<string> {
  return ownership.class === 'fields' ? maskFields(content, ownership.fields) : content;
}
