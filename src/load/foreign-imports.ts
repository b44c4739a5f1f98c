import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { Place, Position, Problem } from '../problems/errors.ts';
import type { ConfigImport } from './load.ts';
import { repositoryRoot } from './repository-root.ts';

/** A warning for each import that fails in CI, which checks out only this repository and installs no packages. */
export function outsideImports(imports: readonly ConfigImport[], config: string): Problem[] {
  const root = repositoryRoot(dirname(config));
  return imports.flatMap(({ importer, specifier, path }): Problem[] => {
    // CI does not check out submodules: they count as other repositories.
    if (path !== undefined && (root === undefined || repositoryRoot(dirname(path)) === root)) return [];
    return [
      {
        code: 'CONFIG_IMPORT_OUTSIDE_REPOSITORY',
        severity: 'warning',
        ...placeOfImport(specifier, importer),
        message: `${relative(dirname(config), importer).replaceAll('\\', '/')} imports '${specifier}', which is ${path === undefined ? 'a package' : 'outside this repository'}`,
        hint: 'The check in CI has only this repository and installs no packages. Move what the config needs into a file of the repository.',
      },
    ];
  });
}

/** Comments, which may mention a module too. */
const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/gm;

/** The place of an import in a file. */
function placeOfImport(specifier: string, file: string): { place: Place; end: Position } {
  const code = readFileSync(file, 'utf8').replace(comments, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  const before = code.split(/['"]/).slice(0, -1);
  const index = before.indexOf(specifier);
  const lines = before.slice(0, Math.max(index, 0)).join('"').split('\n');
  const [line, column] = [lines.length, (lines.at(-1) ?? '').length + 1];
  return { place: { file, line, column }, end: { line, column: column + specifier.length } };
}
