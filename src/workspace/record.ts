import { hash } from 'node:crypto';
import type { Model, RepositoryRole } from '../model/model.ts';
import { integrityPattern, type LockedGenerator } from '../model/version.ts';
import type { FieldPath } from '../owned-fields/field-path.ts';
import type { Ownership, PlannedFile } from '../plan/plan.ts';
import { UserError } from '../problems/errors.ts';
import { canonicalJson } from '../render/json.ts';
import { gitIn, restoreCommand } from '../text/printable.ts';

/**
 * Version of the format. Version 2 added ejected entries and merged files; a generator that supports only version 1 would
 * overwrite ejected files, so it must reject version 2.
 */
export const recordSchemaVersion = 2;

/** Each step migrates from one schema version to the next, starting at version 1. */
const migrations: readonly ((record: GenerationRecord) => GenerationRecord)[] = [
  // Every entry of version 1 has the same meaning in version 2.
  (record) => ({ ...record, schemaVersion: 2 }),
];

/** What was last generated: sorted by path, one line per entry, without time stamps and without values that a machine owns. */
export interface GenerationRecord {
  schemaVersion: typeof recordSchemaVersion;
  /** Schema version on disk, if it was an older one; not written. */
  migratedFrom?: number;
  /** Version of the generator that wrote it. */
  generatorVersion: string;
  /**
   * The package that npm had installed from a registry when it was written; absent: it ran from elsewhere. A record of the
   * shared files has none. A reader that does not know the field loses only this, so it needs no version of the format.
   */
  generator?: LockedGenerator;
  /** Path of the config, in an app repository; absent: one of its usual places. */
  config?: string;
  /** Version of the contract between CI and CD. */
  contractVersion: 1;
  /** sha256 of the canonical model; empty for shared files, which do not belong to one model. */
  modelDigest: string;
  files: RecordEntry[];
}

export interface RecordEntry {
  output: string;
  path: string;
  class: Ownership['class'];
  /** Name of the region, for class region. */
  region?: string;
  /** The machine-owned fields, for class fields: needed even if the file is no longer planned. */
  fields?: readonly FieldPath[];
  /** sha256 of the LF text; machine-owned fields are masked, of a region only its content is hashed. */
  hash: string;
}

export function recordPath(repository: RepositoryRole, scope: PlannedFile['scope'], app: string): string {
  if (repository === 'app') return '.gitops-app/manifest.json';
  return `.gitops-app/${scope === 'shared' ? 'shared' : app}/manifest.json`;
}

export function modelDigest(model: Model): string {
  return hashText(canonicalJson(model));
}

/** sha256 in hex of a text with LF line ends. */
export function hashText(text: string): string {
  return hash('sha256', text.replaceAll('\r\n', '\n'));
}

export function printRecord(record: GenerationRecord): string {
  const { files, migratedFrom: _, ...head } = record;
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : (a.region ?? '') < (b.region ?? '') ? -1 : 1));
  const entries = sorted.map(
    ({ output, path, class: ownership, region, fields, hash }) =>
      `    ${JSON.stringify({ path, output, class: ownership, ...(region === undefined ? {} : { region }), ...(fields === undefined ? {} : { fields }), hash })}`,
  );
  const headText = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  return `{\n${headText.join('\n')}\n  "files": [${entries.length === 0 ? '' : `\n${entries.join(',\n')}\n  `}]\n}\n`;
}

/** Version and digest are printed in commands, so only the forms that we write are accepted. */
const versionPattern = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,64})?$/;
const digestPattern = /^[0-9a-z]{0,64}$/;

/** Parses a record of the repository at `root`, which is untrusted input. */
export function parseRecord(text: string, path: string, root: string): GenerationRecord {
  const git = gitIn(root);
  const invalid = (reason: string, hint = `Restore it from Git: ${restoreCommand(git, path)}`) =>
    new UserError([{ code: 'RECORD_INVALID', severity: 'error', message: `the record ${root}/${path} ${reason}`, hint }]);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    if (!/^(<<<<<<<|=======|>>>>>>>)/m.test(text)) throw invalid('is not JSON');
    // Either side is fine: generate compares the files themselves.
    throw invalid('contains conflict markers', `Take either side, then run generate: ${git} checkout --ours -- ${path}`);
  }
  if (typeof data !== 'object' || data === null) throw invalid('is not an object');
  const record = migrate(data as GenerationRecord);
  if (record === undefined) throw unknownSchema(data as GenerationRecord, `${root}/${path}`);
  if (!Array.isArray(record.files) || typeof record.generatorVersion !== 'string' || typeof record.modelDigest !== 'string')
    throw invalid('is missing files, generatorVersion or modelDigest');
  if (!versionPattern.test(record.generatorVersion) || !digestPattern.test(record.modelDigest)) throw invalid('has an invalid generatorVersion or modelDigest');
  if (record.generator !== undefined && !isLockedGenerator(record.generator)) throw invalid('has an invalid generator: package and integrity are needed');
  if (record.config !== undefined && typeof record.config !== 'string') throw invalid('has an invalid config: a path is needed');
  for (const entry of record.files) {
    if (typeof entry?.path !== 'string' || typeof entry.hash !== 'string' || typeof entry.output !== 'string' || typeof entry.class !== 'string')
      throw invalid('has an entry that is missing path, output, class or hash');
    if (entry.fields !== undefined && !isFieldPaths(entry.fields))
      throw invalid(`has an entry for ${JSON.stringify(entry.path)} whose fields are not lists of keys`);
  }
  return record;
}

/** The same; undefined: it cannot be read, which is reported where all records are read. */
export function tryParseRecord(...parameters: Parameters<typeof parseRecord>): GenerationRecord | undefined {
  try {
    return parseRecord(...parameters);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Both are printed into a lock that npm reads. */
function isLockedGenerator(value: unknown): value is LockedGenerator {
  if (typeof value !== 'object' || value === null) return false;
  const { package: name, integrity, ...rest } = value as Record<string, unknown>;
  return typeof name === 'string' && typeof integrity === 'string' && integrityPattern.test(integrity) && Object.keys(rest).length === 0;
}

/** undefined: a schema version that this generator does not support. */
function migrate(record: GenerationRecord): GenerationRecord | undefined {
  const from: number = record.schemaVersion;
  if (from === recordSchemaVersion) return record;
  if (!Number.isInteger(from) || from < 1 || from > recordSchemaVersion) return undefined;
  return { ...migrations.slice(from - 1).reduce((migrated, step) => step(migrated), record), migratedFrom: from };
}

function unknownSchema({ schemaVersion, generatorVersion }: GenerationRecord, path: string): UserError {
  const message = `the record ${path} has schemaVersion ${JSON.stringify(schemaVersion)}; this version of create-gitops-app supports 1 to ${recordSchemaVersion}`;
  const writer = typeof generatorVersion === 'string' ? ` (${JSON.stringify(generatorVersion)})` : '';
  return new UserError([
    { code: 'RECORD_INVALID', severity: 'error', message, hint: `Use the version of create-gitops-app that wrote it${writer}, or a newer one.` },
  ]);
}

function isFieldPaths(value: unknown): value is FieldPath[] {
  return Array.isArray(value) && value.every((path) => Array.isArray(path) && path.every((key) => typeof key === 'string'));
}
