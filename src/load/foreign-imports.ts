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

/** A warning if a config beside its types still imports them by the path from the root. */
export function movedTypes(code: string, config: string): Problem[] {
  const specifier = stringsOf(code).find((text) => /^\.\/\.gitops-app\/config(\.[cm]?[jt]s)?$/.test(text));
  if (specifier === undefined) return [];
  const message = `imports '${specifier}', which does not exist here, so an editor has no types`;
  return [
    {
      code: 'CONFIG_TYPES_MOVED',
      severity: 'warning',
      ...placeOfImport(specifier, config),
      message,
      hint: "Write: import { definePipeline } from './config.js';",
    },
  ];
}

/** Comments, which may mention a module too. */
const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/gm;

/** What is between quotes, and between two such texts; without comments, but as long as with them. */
function stringsOf(code: string): string[] {
  return code.replace(comments, (comment) => comment.replaceAll(/[^\n]/g, ' ')).split(/['"]/);
}

/** The place of an import in a file. */
function placeOfImport(specifier: string, file: string): { place: Place; end: Position } {
  const before = stringsOf(readFileSync(file, 'utf8')).slice(0, -1);
  const index = before.indexOf(specifier);
  const lines = before.slice(0, Math.max(index, 0)).join('"').split('\n');
  const [line, column] = [lines.length, (lines.at(-1) ?? '').length + 1];
  return { place: { file, line, column }, end: { line, column: column + specifier.length } };
}
