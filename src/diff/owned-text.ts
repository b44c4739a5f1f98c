import { FieldError } from '../owned-fields/field-error.ts';
import { carryFields, maskFields, readFields } from '../owned-fields/owned-fields.ts';
import type { FieldPath, PlannedFile } from '../plan/plan.ts';
import type { ManifestEntry } from '../workspace/record.ts';
import { readRegion, regionMarkers, writeRegion } from './regions.ts';

/** The parts of a file that are ours: planned and on disk, machine-owned fields masked, a region alone. */
export interface OwnedText {
  planned: string;
  onDisk: string | undefined;
  /** The whole file afterwards; made when somebody asks, for most files are as they should be. */
  readonly after: string;
  /** What a machine has written and nothing plans any more. */
  readonly leaving?: readonly FieldPath[];
  /** Fields that are planned, and for which there is no value yet: it might be one of those that leave. */
  readonly fresh?: readonly FieldPath[];
}

export function ownedText({ content, ownership }: PlannedFile, disk: string | undefined, listed: ManifestEntry | undefined): OwnedText {
  switch (ownership.class) {
    case 'fields': {
      // What was written last had these; a field that is new has no value yet, and one that goes is no hand's edit.
      const written = listed?.fields ?? ownership.fields;
      const kept = ownership.fields.filter((field) => has(written, field));
      const onDisk = disk === undefined ? undefined : maskFields(disk, written);
      const planned = maskFields(content, ownership.fields);
      if (disk === undefined || kept.length === written.length)
        return {
          planned,
          onDisk,
          get after() {
            return disk === undefined ? content : carryFields(content, disk, kept);
          },
        };
      const { moved, leaving, fresh } = movedFields(ownership, content, disk, written);
      return {
        planned,
        onDisk,
        leaving,
        fresh,
        get after() {
          return carryFields(content, disk, [...kept, ...moved.map(({ to }) => to)], [...kept, ...moved.map(({ from }) => from)]);
        },
      };
    }
    case 'region': {
      const markers = regionMarkers(ownership.region, ownership.comment);
      return {
        planned: content,
        onDisk: disk === undefined ? undefined : readRegion(disk, markers),
        get after() {
          return writeRegion(disk ?? '', markers, content, ownership.at);
        },
      };
    }
    default:
      return { planned: content, onDisk: disk, after: content };
  }
}

type Fields = Extract<PlannedFile['ownership'], { class: 'fields' }>;

/** Fields that have a new name, by what they are of; and what is left on both sides. */
function movedFields({ fields, identifiedBy }: Fields, content: string, disk: string, written: readonly FieldPath[]) {
  const identity = (text: string, field: FieldPath) => (identifiedBy === undefined ? undefined : readable(text, [...field.slice(0, -1), identifiedBy]));
  const gone = written.filter((field) => !has(fields, field));
  const fresh = fields.filter((field) => !has(written, field));
  const moved = fresh.flatMap((to) => {
    const own = identity(content, to);
    const from = gone.find((field) => own !== undefined && field.at(-1) === to.at(-1) && identity(disk, field) === own);
    return from === undefined ? [] : [{ from, to }];
  });
  const stays = (field: FieldPath) => !moved.some(({ from, to }) => isSamePath(from, field) || isSamePath(to, field));
  return { moved, leaving: gone.filter((field) => stays(field) && readFields(disk, [field])[0] !== ''), fresh: fresh.filter(stays) };
}

/** The text of a scalar; undefined where there is none. */
function readable(text: string, field: FieldPath): string | undefined {
  try {
    return readFields(text, [field])[0];
  } catch (error) {
    if (error instanceof FieldError) return undefined;
    throw error;
  }
}

const has = (fields: readonly FieldPath[], field: FieldPath) => fields.some((other) => isSamePath(field, other));
const isSamePath = (one: FieldPath, other: FieldPath) => one.length === other.length && one.every((key, index) => key === other[index]);

/** What is planned as the manifest hashes it. */
export function maskedPlan({ content, ownership }: PlannedFile): string {
  return ownership.class === 'fields' ? maskFields(content, ownership.fields) : content;
}
