import type { FieldPath, PlannedFile } from '../plan/plan.ts';
import type { ManifestEntry } from './manifest.ts';
import { carryFields, maskFields } from './owned-fields.ts';
import { readRegion, regionMarkers, writeRegion } from './regions.ts';

/** The parts of a file that are ours: planned and on disk, machine-owned fields masked, a region alone. */
export interface OwnedText {
  planned: string;
  onDisk: string | undefined;
  /** The whole file afterwards; made when somebody asks, for most files are as they should be. */
  readonly after: string;
}

export function ownedText({ content, ownership }: PlannedFile, disk: string | undefined, listed: ManifestEntry | undefined): OwnedText {
  switch (ownership.class) {
    case 'fields': {
      // What was written last had these; a field that is new has no value yet, and one that goes is no hand's edit.
      const written = listed?.fields ?? ownership.fields;
      const carried = ownership.fields.filter((field) => written.some((other) => isSamePath(field, other)));
      return {
        planned: maskFields(content, ownership.fields),
        onDisk: disk === undefined ? undefined : maskFields(disk, written),
        get after() {
          return disk === undefined ? content : carryFields(content, disk, carried);
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

const isSamePath = (one: FieldPath, other: FieldPath) => one.length === other.length && one.every((key, index) => key === other[index]);

/** What is planned as the manifest hashes it. */
export function maskedPlan({ content, ownership }: PlannedFile): string {
  return ownership.class === 'fields' ? maskFields(content, ownership.fields) : content;
}
