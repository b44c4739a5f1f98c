import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { Place, Problem } from '../problems/errors.ts';
import type { ConfigImport } from './load.ts';
import { repositoryRoot } from './repository-root.ts';

/** A warning for each import that works here and not in CI, which checks out this repository and installs no packages. */
export function foreignImports(imports: readonly ConfigImport[], config: string): Problem[] {
  const root = repositoryRoot(dirname(config));
  return imports.flatMap(({ importer, specifier, path }): Problem[] => {
    const what = path === undefined ? 'a package' : 'outside of this repository';
    // A submodule is a repository of its own, which CI does not check out.
    if (path !== undefined && (root === undefined || repositoryRoot(dirname(path)) === root)) return [];
    return [
      {
        code: 'CONFIG_IMPORT_OUTSIDE_REPOSITORY',
        severity: 'warning',
        place: placeOf(specifier, importer),
        message: `${relative(dirname(config), importer).replaceAll('\\', '/')} imports '${specifier}', which is ${what}`,
        hint: 'The check in CI has this repository alone and installs no packages: put what the config needs into a file of the repository.',
      },
    ];
  });
}

/** A comment may name a module as well. */
const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/gm;

/** Where a file names a module. */
function placeOf(specifier: string, file: string): Place {
  const code = readFileSync(file, 'utf8').replace(comments, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  const before = code.split(/['"]/).slice(0, -1);
  const index = before.indexOf(specifier);
  const lines = before.slice(0, Math.max(index, 0)).join('"').split('\n');
  return { file, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
