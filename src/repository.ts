import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, manifestPath, parseManifest } from './manifest.ts';
import type { PlannedFile, RepositoryRole } from './plan.ts';

/** A repository on disk. */
export interface Repository {
  role: RepositoryRole;
  /** Absolute path of its root. */
  root: string;
  manifests: Partial<Record<PlannedFile['scope'], Manifest>>;
}

/** Opens the repository and reads its manifests; a missing folder is opened empty. */
export function openRepository(role: RepositoryRole, root: string, app: string): Repository {
  const manifests: Repository['manifests'] = {};
  for (const scope of role === 'app' ? (['app'] as const) : (['app', 'shared'] as const)) {
    const path = manifestPath(role, scope, app);
    const text = readText(root, path);
    if (text !== undefined) manifests[scope] = parseManifest(text, path);
  }
  return { role, root, manifests };
}

/** The text of a file; undefined where there is none. */
export function readText(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

export function repositoryExists(root: string): boolean {
  return existsSync(root);
}
