import { randomBytes } from 'node:crypto';
import { closeSync, constants, existsSync, lstatSync, mkdirSync, openSync, renameSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Change, refuseUnsafePath } from './diff.ts';
import { UserError } from './errors.ts';
import { type Manifest, manifestPath, printManifest } from './manifest.ts';
import { type Repository, readText } from './repository.ts';

/** Changes of one repository with the manifests that record them. */
export interface Application {
  repository: Repository;
  app: string;
  changes: readonly Change[];
  version: string;
  modelDigest: string;
}

/** Number of files written and deleted. */
export interface Applied {
  written: number;
  deleted: number;
}

/**
 * Writes the changes: first everything is checked, then files, then the manifests. Writes nothing where a change is
 * refused. A file that is as it should be keeps its time stamp.
 */
export function apply(applications: readonly Application[]): Applied {
  for (const { repository, changes } of applications) for (const change of changes) if (isWrite(change)) checkPath(repository.root, change);
  const applied: Applied = { written: 0, deleted: 0 };
  for (const application of applications) {
    const { repository, changes } = application;
    for (const change of changes) {
      if (!isWrite(change)) continue;
      if (change.action === 'delete') {
        unlinkSync(join(repository.root, change.path));
        removeEmptyFolders(repository.root, dirname(change.path));
        applied.deleted++;
      } else if (change.after !== undefined) {
        writeFile(join(repository.root, change.path), change.after);
        applied.written++;
      }
    }
    applied.written += writeManifests(application);
  }
  return applied;
}

function isWrite(change: Change): boolean {
  return change.action === 'create' || change.action === 'update' || change.action === 'delete';
}

/** The manifests that the changes lead to, by path. */
export function manifestsAfter({ repository, app, changes, version, modelDigest }: Application): Map<string, string> {
  const texts = new Map<string, string>();
  for (const scope of repository.role === 'app' ? (['app'] as const) : (['app', 'shared'] as const)) {
    const own = changes.filter((change) => change.scope === scope);
    const newer = own.some((change) => change.cause === 'newer-shared');
    const existing = repository.manifests[scope];
    if (newer || own.length === 0) continue;
    const manifest: Manifest = {
      schemaVersion: 1,
      generatorVersion: version,
      contractVersion: 1,
      modelDigest: scope === 'shared' ? '' : modelDigest,
      files: own.flatMap((change) => (change.entry === undefined ? [] : [change.entry])),
    };
    if (existing !== undefined && own.some((change) => change.action === 'refuse')) continue;
    texts.set(manifestPath(repository.role, scope, app), printManifest(manifest));
  }
  return texts;
}

function writeManifests(application: Application): number {
  let written = 0;
  for (const [path, text] of manifestsAfter(application)) {
    if (readText(application.repository.root, path) === text) continue;
    writeFile(join(application.repository.root, path), text);
    written++;
  }
  return written;
}

/** Refuses a path that leads through a symbolic link or onto something that is not a file. */
function checkPath(root: string, change: Change): void {
  refuseUnsafePath(change.path);
  const refuse = (message: string) =>
    new UserError([
      { code: 'PATH_UNSAFE', severity: 'error', message, hint: 'Nothing is written through a link: move it away, or make it a plain file or folder.' },
    ]);
  let current = root;
  const parts = change.path.split('/');
  for (const [index, part] of parts.entries()) {
    current = join(current, part);
    const last = index === parts.length - 1;
    const status = lstatSync(current, { throwIfNoEntry: false });
    if (status === undefined) return;
    if (status.isSymbolicLink()) throw refuse(`${current} is a symbolic link`);
    if (!last && !status.isDirectory()) throw refuse(`${current} is not a folder`);
    if (last && !status.isFile()) throw refuse(`${current} is not a file`);
  }
}

/** Through a temporary file of the same folder, so that a reader never sees half a file. */
function writeFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  const descriptor = openSync(temporary, O_CREAT | O_EXCL | O_WRONLY | (O_NOFOLLOW ?? 0), 0o644);
  try {
    writeFileSync(descriptor, content);
    closeSync(descriptor);
    renameSync(temporary, path);
  } catch (error) {
    if (existsSync(temporary)) unlinkSync(temporary);
    throw error;
  }
}

function removeEmptyFolders(root: string, folder: string): void {
  if (folder === '.') return;
  try {
    rmdirSync(join(root, folder));
  } catch {
    return; // not empty
  }
  removeEmptyFolders(root, dirname(folder));
}
