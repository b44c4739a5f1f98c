import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { textOf } from './detected.ts';
import { namesIn } from './env-file.ts';

/** A folder of a monorepo with its own image. */
export interface BuiltFolder {
  /** `apps/web` */
  folder: string;
  dockerfile: string;
  /** The root, if the Dockerfile copies files of the root. */
  context: string;
}

/** Folders that can contain an app, at most two levels down. */
export function subFolders(root: string): string[] {
  const below = (folder: string) => directories(root, folder).map((name) => posix.join(folder, name));
  const first = below('.');
  return [...first, ...first.flatMap(below)];
}

/** Folders with a Dockerfile. */
export function builtFolders(root: string): BuiltFolder[] {
  return subFolders(root).flatMap((folder) => {
    const dockerfile = posix.join(folder, 'Dockerfile');
    const text = textOf(root, dockerfile);
    return text === undefined ? [] : [{ folder, dockerfile, context: contextOf(root, folder, text) }];
  });
}

/** A folder that contains build files of the image, not its sources. */
export function isDockerFolder(name: string): boolean {
  return /^\.?(?:docker|dockerfile|deploy|deployment|container)s?$/i.test(name);
}

/** Docker folders at the top. */
export function dockerFolders(root: string): string[] {
  return namesIn(root).filter((name) => isDockerFolder(name) && namesIn(root, name).length > 0);
}

/** The build context of an image: the root, if the Dockerfile copies files of the root; otherwise its folder. */
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

/** Skips links, so that no folder is visited twice, submodules, and folders with build output or dependencies. */
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
