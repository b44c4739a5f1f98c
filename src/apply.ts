import { randomBytes } from 'node:crypto';
import { closeSync, constants, existsSync, fchmodSync, mkdirSync, openSync, renameSync, rmdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Change, isWrite } from './diff.ts';
import { type Problem, UserError } from './errors.ts';
import { type Manifest, manifestPath, printManifest } from './manifest.ts';
import { obstacles, refuseUnsafePath } from './paths.ts';
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
  const problems = applications.flatMap(({ changes }) => changes.filter((change) => change.action === 'refuse').map(refusal));
  problems.push(...obstructed(applications));
  if (problems.length > 0) throw new UserError(problems);
  const applied: Applied = { written: 0, deleted: 0 };
  for (const application of applications) {
    const { root } = application.repository;
    for (const change of application.changes) {
      if (!isWrite(change)) continue;
      if (change.after === undefined) {
        write(join(root, change.path), applied, () => unlinkSync(join(root, change.path)));
        removeEmptyFolders(root, dirname(change.path));
        applied.deleted++;
      } else {
        const { after } = change;
        write(join(root, change.path), applied, () => writeFile(join(root, change.path), after));
        applied.written++;
      }
    }
    for (const [path, text] of staleManifests(application)) {
      write(join(root, path), applied, () => writeFile(join(root, path), text));
      applied.written++;
    }
  }
  return applied;
}

function refusal({ path, cause, detail }: Change): Problem {
  return { code: 'WRITE_FAILED', severity: 'error', message: `${path} is refused: ${detail ?? cause}` };
}

/** Links in the way, and files that somebody changed since they were compared. */
function obstructed(applications: readonly Application[]): Problem[] {
  const expected = new Map<string, string | undefined>();
  return applications.flatMap((application) => {
    const { root } = application.repository;
    const manifests = [...staleManifests(application).keys()];
    const writes = application.changes.filter(isWrite);
    return [
      ...[...writes.map((change) => change.path), ...manifests].flatMap((path) => {
        refuseUnsafePath(path);
        return obstacles(root, path);
      }),
      ...writes.flatMap(({ path, before, after, cause }): Problem[] => {
        const file = join(root, path);
        const now = expected.has(file) ? expected.get(file) : cause === 'unreadable' ? before : readText(root, path);
        expected.set(file, after);
        if (now === before) return [];
        return [{ code: 'WRITE_FAILED', severity: 'error', message: `${file} changed while this ran`, hint: 'Run it again.' }];
      }),
    ];
  });
}

/** The manifests that the changes lead to, by path. */
export function manifestsAfter({ repository, app, changes, version, modelDigest }: Application): Map<string, string> {
  const texts = new Map<string, string>();
  for (const scope of repository.role === 'app' ? (['app'] as const) : (['app', 'shared'] as const)) {
    const own = changes.filter((change) => change.scope === scope);
    if (own.length === 0 || own.some((change) => change.cause === 'newer-shared')) continue;
    const manifest: Manifest = {
      schemaVersion: 1,
      generatorVersion: version,
      contractVersion: 1,
      modelDigest: scope === 'shared' ? '' : modelDigest,
      files: own.flatMap((change) => (change.entry === undefined ? [] : [change.entry])),
    };
    texts.set(manifestPath(repository.role, scope, app), printManifest(manifest));
  }
  return texts;
}

/** Those of them that differ from what is on disk. */
export function staleManifests(application: Application): Map<string, string> {
  const current = (path: string) => readText(application.repository.root, path)?.replaceAll('\r\n', '\n');
  return new Map([...manifestsAfter(application)].filter(([path, text]) => current(path) !== text));
}

function write(path: string, applied: Applied, action: () => void): void {
  try {
    action();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const done = applied.written + applied.deleted;
    throw new UserError([
      {
        code: 'WRITE_FAILED',
        severity: 'error',
        message: `${path} could not be written: ${message}`,
        hint: `${done === 0 ? 'Nothing was written.' : `${done} files were written before it.`} Mend the cause and run it again: it goes on from there.`,
      },
    ]);
  }
}

/** Through a temporary file of the same folder, so that a reader never sees half a file. */
function writeFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const existing = statSync(path, { throwIfNoEntry: false });
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  const descriptor = openSync(temporary, O_CREAT | O_EXCL | O_WRONLY | (O_NOFOLLOW ?? 0), 0o644);
  try {
    try {
      if (existing !== undefined) fchmodSync(descriptor, existing.mode);
      writeFileSync(descriptor, content);
    } finally {
      closeSync(descriptor);
    }
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
