import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { textOf } from './detected.ts';
import { namesIn } from './env-file.ts';

/** A folder of a monorepo that is built into an image of its own. */
export interface BuiltFolder {
  /** `apps/web` */
  folder: string;
  dockerfile: string;
  /** The root, where the Dockerfile copies what only the root has. */
  context: string;
}

/** Folders at most two levels down in which an app may be. */
export function subFolders(root: string): string[] {
  const below = (folder: string) => directories(root, folder).map((name) => posix.join(folder, name));
  const first = below('.');
  return [...first, ...first.flatMap(below)];
}

/** Those that have a Dockerfile. */
export function builtFolders(root: string): BuiltFolder[] {
  return subFolders(root).flatMap((folder) => {
    const dockerfile = posix.join(folder, 'Dockerfile');
    const text = textOf(root, dockerfile);
    return text === undefined ? [] : [{ folder, dockerfile, context: contextOf(root, folder, text) }];
  });
}

/** It holds what builds the image, not what the image is made of. */
export function isDockerFolder(name: string): boolean {
  return /^\.?(?:docker|dockerfile|deploy|deployment|container)s?$/i.test(name);
}

/** Those at the top. */
export function dockerFolders(root: string): string[] {
  return namesIn(root).filter((name) => isDockerFolder(name) && namesIn(root, name).length > 0);
}

/** The folder that an image is built from, which is the root where the Dockerfile copies what only the root has. */
export function contextOf(root: string, folder: string, dockerfile: string): string {
  const copied = [...dockerfile.matchAll(/^\s*(?:COPY|ADD)\s+((?:--\S+\s+)*)(.+)$/gim)]
    .filter(([, flags = '']) => !flags.includes('--from'))
    .flatMap(([, , rest = '']) =>
      rest
        .replace(/[[\]",]/g, ' ')
        .trim()
        .split(/\s+/)
        .slice(0, -1),
    )
    .filter((path) => !/[*?$]|^https?:|^\.?\/?$/.test(path));
  const own = copied.some((path) => exists(root, posix.join(folder, path)));
  if (isDockerFolder(posix.basename(folder)) && !own) return '.';
  return copied.some((path) => !exists(root, posix.join(folder, path)) && exists(root, path)) ? '.' : folder;
}

function exists(root: string, path: string): boolean {
  const parent = posix.dirname(path);
  try {
    return readdirSync(join(root, parent)).includes(posix.basename(path));
  } catch {
    return false;
  }
}

/** Without links, so that no folder is met twice, without other repositories (submodules), and without what is built or fetched. */
function directories(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(entry.name))
      .map(({ name }) => name)
      .filter((name) => !['node_modules', 'vendor', 'dist', 'build', 'target', 'test', 'tests', 'docs', 'examples'].includes(name))
      .filter((name) => !exists(root, posix.join(folder, name, '.git')))
      .sort();
  } catch {
    return [];
  }
}
