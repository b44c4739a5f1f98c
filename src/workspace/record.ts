import { hash } from 'node:crypto';
import type { Model, RepositoryRole } from '../model/model.ts';
import type { FieldPath } from '../owned-fields/field-path.ts';
import type { Ownership, PlannedFile } from '../plan/plan.ts';
import { UserError } from '../problems/errors.ts';
import { canonicalJson } from '../render/json.ts';
import { gitIn, restoreCommand } from '../text/printable.ts';

/**
 * Version of the format. 2: an entry may be ejected, and prose is merged; a generator that knows 1 alone would write over
 * what the user took, so it has to refuse.
 */
export const recordSchemaVersion = 2;

/** What leads from a schema version to the next one, from version 1 on. */
const migrations: readonly ((manifest: GenerationRecord) => GenerationRecord)[] = [
  // Every entry of version 1 means the same in version 2.
  (manifest) => ({ ...manifest, schemaVersion: 2 }),
];

/** What we last wrote: sorted by path, one line an entry, no time stamps, no values of a machine. */
export interface GenerationRecord {
  schemaVersion: typeof recordSchemaVersion;
  /** Schema version that it was read in, where that was an earlier one; not written. */
  migratedFrom?: number;
  /** Version of the generator that wrote it. */
  generatorVersion: string;
  /** Version of the contract between CI and CD. */
  contractVersion: 1;
  /** sha256 of the canonical model; empty for shared files, which no model decides. */
  modelDigest: string;
  files: RecordEntry[];
}

export interface RecordEntry {
  output: string;
  path: string;
  class: Ownership['class'];
  /** Name of the region, where class is region. */
  region?: string;
  /** The machine-owned fields, where class is fields: known also when nothing plans the file any more. */
  fields?: readonly FieldPath[];
  /** sha256 over LF text; machine-owned fields are masked, a region is hashed alone. */
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

export function printRecord(manifest: GenerationRecord): string {
  const { files, migratedFrom: _, ...head } = manifest;
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : (a.region ?? '') < (b.region ?? '') ? -1 : 1));
  const entries = sorted.map(
    ({ output, path, class: ownership, region, fields, hash }) =>
      `    ${JSON.stringify({ path, output, class: ownership, ...(region === undefined ? {} : { region }), ...(fields === undefined ? {} : { fields }), hash })}`,
  );
  const headText = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  return `{\n${headText.join('\n')}\n  "files": [${entries.length === 0 ? '' : `\n${entries.join(',\n')}\n  `}]\n}\n`;
}

/** Version and digest are printed, also in commands: nothing but what we write there. */
const versionPattern = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,64})?$/;
const digestPattern = /^[0-9a-z]{0,64}$/;

/** Reads a manifest of the repository at `root` as untrusted input. */
export function parseRecord(text: string, path: string, root: string): GenerationRecord {
  const git = gitIn(root);
  const invalid = (why: string, hint = `Restore it from Git: ${restoreCommand(git, path)}`) =>
    new UserError([{ code: 'RECORD_INVALID', severity: 'error', message: `${root}/${path}: ${why}`, hint }]);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    if (!/^(<<<<<<<|=======|>>>>>>>)/m.test(text)) throw invalid('is not JSON');
    // Which side does not matter: generate compares the files themselves.
    throw invalid('holds conflict markers', `Take either side, then run generate: ${git} checkout --ours -- ${path}`);
  }
  if (typeof data !== 'object' || data === null) throw invalid('is not an object');
  const manifest = migrate(data as GenerationRecord);
  if (manifest === undefined) throw unknownSchema(data as GenerationRecord, `${root}/${path}`);
  if (!Array.isArray(manifest.files) || typeof manifest.generatorVersion !== 'string' || typeof manifest.modelDigest !== 'string')
    throw invalid('lacks files, generatorVersion or modelDigest');
  if (!versionPattern.test(manifest.generatorVersion) || !digestPattern.test(manifest.modelDigest))
    throw invalid('has a generatorVersion or modelDigest that no version of create-gitops-app writes');
  for (const entry of manifest.files) {
    if (typeof entry?.path !== 'string' || typeof entry.hash !== 'string' || typeof entry.output !== 'string' || typeof entry.class !== 'string')
      throw invalid('has an entry without path, output, class or hash');
    if (entry.fields !== undefined && !isFieldPaths(entry.fields)) throw invalid(`has fields of ${JSON.stringify(entry.path)} that are no lists of keys`);
  }
  return manifest;
}

/** undefined: of a schema version that this generator does not know. */
function migrate(manifest: GenerationRecord): GenerationRecord | undefined {
  const from: number = manifest.schemaVersion;
  if (from === recordSchemaVersion) return manifest;
  if (!Number.isInteger(from) || from < 1 || from > recordSchemaVersion) return undefined;
  return { ...migrations.slice(from - 1).reduce((migrated, step) => step(migrated), manifest), migratedFrom: from };
}

function unknownSchema({ schemaVersion, generatorVersion }: GenerationRecord, path: string): UserError {
  const message = `${path}: has schemaVersion ${JSON.stringify(schemaVersion)}; this version of create-gitops-app knows 1 to ${recordSchemaVersion}`;
  const writer = typeof generatorVersion === 'string' ? `, or a newer one: version ${JSON.stringify(generatorVersion)} wrote it` : '';
  return new UserError([{ code: 'RECORD_INVALID', severity: 'error', message, hint: `Use the version that wrote it${writer}.` }]);
}

function isFieldPaths(value: unknown): value is FieldPath[] {
  return Array.isArray(value) && value.every((path) => Array.isArray(path) && path.every((key) => typeof key === 'string'));
}
