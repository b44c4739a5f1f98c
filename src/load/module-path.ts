import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { ownFolder } from '../model/names.ts';

/** Whether a module is a file of the user, not a package. */
export function isLocalModule(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..';
}

/** Whether a module that a file in `folder` imports is this program: `create-gitops-app`, or the emitted types, which need not exist. */
export function isOwnModule(specifier: string, folder: string): boolean {
  const path = isLocalModule(specifier) ? resolve(folder, specifier) : specifier;
  return specifier === 'create-gitops-app' || (basename(dirname(path)) === ownFolder && /^config(\.[cm]?[jt]s)?$/.test(basename(path)));
}

/** How a config at this path imports the emitted types. */
export function typesModule(config: string): string {
  return basename(dirname(config)) === ownFolder ? './config.js' : `./${ownFolder}/config.js`;
}

const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'];

/**
 * The file behind a relative import: the path itself, with an extension, the TypeScript file behind a `.js`, or the index
 * of a folder. undefined if there is none.
 */
export function resolveLocalModule(specifier: string, folder: string): string | undefined {
  const path = resolve(folder, specifier);
  const candidates = [
    path,
    ...extensions.map((extension) => `${path}${extension}`),
    path.replace(/\.([cm]?)js$/, '.$1ts'),
    ...extensions.map((extension) => resolve(path, `index${extension}`)),
  ];
  return candidates.find(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
