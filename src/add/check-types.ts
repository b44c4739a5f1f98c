import { Project, ts } from 'ts-morph';
import { relativePlace } from '../load/locate.ts';
import type { Problem } from '../problems/errors.ts';
import { texts } from '../render/texts.ts';
import { type Insertion, positionBefore, withInsertions } from './insert.ts';

export interface EditedText {
  /** Absolute path of the config. */
  file: string;
  /** Content on disk. */
  text: string;
  insertions: readonly Insertion[];
  /** Absolute path of the emitted types. */
  declarations: string;
  cwd: string;
}

/**
 * New type errors of the edited config, checked against the emitted types. Errors that existed before are ignored, such as
 * a package whose types are not installed.
 */
export function typeProblems({ file, text, insertions, declarations, cwd }: EditedText): Problem[] {
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      resolveJsonModule: true,
      allowImportingTsExtensions: true,
      target: ts.ScriptTarget.ES2022,
      // Without the DOM of browsers, which would take longer to parse than everything else.
      lib: ['lib.es2022.d.ts'],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: [],
      paths: { 'create-gitops-app': [declarations] },
    },
  });
  // Use the types of this version: they are written together with the config.
  project.createSourceFile(declarations, texts.configTypes, { overwrite: true });
  // A config in JavaScript is checked as TypeScript.
  const checked = file.replace(/\.([cm]?)js$/, '.$1ts');
  const diagnosticsOf = (content: string) =>
    project
      .createSourceFile(checked, content, { overwrite: true })
      .getPreEmitDiagnostics()
      .map(({ compilerObject }) => compilerObject);
  const found = diagnosticsOf(withInsertions(text, insertions));
  if (found.length === 0) return [];
  // Messages may change with the names in the config, positions do not.
  const known = new Set(diagnosticsOf(text).map(({ start }) => start));
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return found.flatMap((diagnostic): Problem[] => {
    const position = positionBefore(diagnostic.start ?? 0, insertions);
    if (known.has(position)) return [];
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').replace(/\s+/g, ' ');
    const { line, character } = source.getLineAndCharacterOfPosition(position);
    return [{ code: 'CONFIG_TYPE_ERROR', severity: 'error', message, place: relativePlace({ file, line: line + 1, column: character + 1 }, cwd) }];
  });
}
