/** The TypeScript language service, as editors use it, over files in memory. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ts } from 'ts-morph';

export type Compiler = typeof ts;

/** A folder that does not exist, so that it contains only the files in memory and no node_modules. */
const folder = '/editor';

export interface Mistake {
  /** The underlined text. */
  marked: string;
  message: string;
}

export interface Editor {
  /** Replaces a file and returns every error of the program. */
  mistakes: (file: string, text: string) => Mistake[];
  /** Completions at ¦ in the text. */
  completions: (file: string, text: string) => string[];
}

/** Opens files by their path relative to the project. `options`: of a tsconfig, or an editor's own for a file without one. */
export function openEditor(compiler: Compiler, files: Readonly<Record<string, string>>, options: ts.CompilerOptions): Editor {
  const texts = new Map(Object.entries(files).map(([path, text]) => [join(folder, path), { text, version: 1 }]));
  const library = compiler.getDefaultLibFilePath(options);
  const libraryFolder = existsSync(library) ? undefined : join(import.meta.dirname, '../../node_modules/typescript/lib');
  const onDisk = (path: string) => (libraryFolder === undefined || existsSync(path) ? path : join(libraryFolder, path.split('/').at(-1) ?? ''));
  const read = (path: string) =>
    texts.get(path)?.text ?? (path.startsWith(folder) || !existsSync(onDisk(path)) ? undefined : readFileSync(onDisk(path), 'utf8'));
  const service = compiler.createLanguageService({
    getScriptFileNames: () => [...texts.keys()].filter((path) => !path.endsWith('.d.ts')),
    getScriptVersion: (path) => String(texts.get(path)?.version ?? 1),
    getScriptSnapshot: (path) => {
      const text = read(path);
      return text === undefined ? undefined : compiler.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => options,
    getDefaultLibFileName: () => library,
    fileExists: (path) => read(path) !== undefined,
    readFile: read,
    directoryExists: (path) => [...texts.keys()].some((file) => file.startsWith(`${path}/`)) || !path.startsWith(folder),
  });
  const write = (file: string, text: string) => {
    const path = join(folder, file);
    texts.set(path, { text, version: (texts.get(path)?.version ?? 0) + 1 });
    return path;
  };
  return {
    mistakes: (file, text) => {
      write(file, text);
      return [...texts.keys()]
        .filter((path) => !path.endsWith('.d.ts'))
        .flatMap((path) => [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)])
        .map((diagnostic) => ({
          marked: diagnostic.file?.text.slice(diagnostic.start, (diagnostic.start ?? 0) + (diagnostic.length ?? 0)) ?? '',
          message: compiler.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
        }));
    },
    completions: (file, text) => {
      const path = write(file, text.replace('¦', ''));
      return service.getCompletionsAtPosition(path, text.indexOf('¦'), {})?.entries.map(({ name }) => name.replaceAll(/['"]/g, '')) ?? [];
    },
  };
}
