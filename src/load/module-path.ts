import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** A module of the user's own: beside the config, not a package. */
export function isLocalModule(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..';
}

/** What `'create-gitops-app'` and `'./.gitops-app/config.js'` name: this program, whether or not such a file exists. */
export function isOwnModule(specifier: string): boolean {
  return specifier === 'create-gitops-app' || /(^|\/)\.gitops-app\/config(\.[cm]?[jt]s)?$/.test(specifier);
}

const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json'];

/**
 * The file behind a relative import: as written, with an extension, the TypeScript behind a `.js`, or a folder's index.
 * undefined where there is none.
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
