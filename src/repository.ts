import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from './errors.ts';
import { type Manifest, manifestPath, parseManifest } from './manifest.ts';
import type { PlannedFile, RepositoryRole } from './plan.ts';

/** A repository on disk. */
export interface Repository {
  role: RepositoryRole;
  /** Absolute path of its root. */
  root: string;
  manifests: Partial<Record<PlannedFile['scope'], Manifest>>;
  /**
   * What changes that are not applied yet leave of a file, by path; undefined: nothing. Several apps, and several
   * regions of one file, are compared one after the other with what the one before leaves.
   */
  pending: Map<string, string | undefined>;
  /** The manifests as they were read, by path; undefined: there was none. */
  manifestTexts: Map<string, string | undefined>;
}

/** Opens the repository and reads its manifests; a missing folder is opened empty. */
export function openRepository(role: RepositoryRole, root: string, app: string, pending: Repository['pending'] = new Map()): Repository {
  const manifests: Repository['manifests'] = {};
  const manifestTexts: Repository['manifestTexts'] = new Map();
  for (const scope of role === 'app' ? (['app'] as const) : (['app', 'shared'] as const)) {
    const path = manifestPath(role, scope, app);
    const text = readText(root, path);
    manifestTexts.set(path, text);
    if (text !== undefined) manifests[scope] = parseManifest(text, path);
  }
  return { role, root, manifests, pending, manifestTexts };
}

/** The file was not written as UTF-8: its bytes would not survive reading and writing. */
export class EncodingError extends Error {}

/** The text of a file; undefined where there is none. */
export function readText(root: string, path: string): string | undefined {
  const file = join(root, path);
  try {
    // Reading as text at once is twice as fast; what is no UTF-8 leaves a mark, which a file may also hold by itself.
    const text = readFileSync(file, 'utf8');
    if (!text.includes('\ufffd') || isUtf8(readFileSync(file))) return text;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const reasons: Record<string, string> = { EISDIR: 'is a folder, not a file', EACCES: 'may not be read', ELOOP: 'is a symbolic link to itself' };
    const reason = reasons[code ?? ''];
    if (reason === undefined) throw error;
    throw new UserError([{ code: 'PATH_UNSAFE', severity: 'error', message: `${file} ${reason}`, hint: 'Move it away, or make it readable.' }]);
  }
  throw new EncodingError('is not UTF-8');
}

/** The text of a file after the pending changes. */
export function currentText(repository: Repository, path: string): string | undefined {
  return repository.pending.has(path) ? repository.pending.get(path) : readText(repository.root, path);
}
