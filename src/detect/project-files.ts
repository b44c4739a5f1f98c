import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from './detected.ts';
import type { ProjectFiles } from './languages/project.ts';

/** The files of a folder on disk. */
export function projectFiles(root: string): ProjectFiles {
  return {
    text: (path) => textOf(root, path),
    names: (folder = '.') => {
      try {
        return readdirSync(join(root, folder)).sort();
      } catch {
        return [];
      }
    },
  };
}
