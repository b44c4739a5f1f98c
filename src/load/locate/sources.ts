import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ts } from 'ts-morph';
import { isLocalModule, resolveLocalModule } from '../module-path.ts';

export type Compiler = typeof ts;

/** The files of one config; each is read and parsed once. */
export interface Sources {
  ts: Compiler;
  files: Map<string, ts.SourceFile>;
}

/** `texts`: the text of some files, by absolute path, used instead of the file on disk. */
export function createSources(compiler: Compiler, texts: Readonly<Record<string, string>> = {}): Sources {
  const sources: Sources = { ts: compiler, files: new Map() };
  for (const [path, text] of Object.entries(texts)) sources.files.set(path, parse(sources, path, text));
  return sources;
}

export function sourceFile(sources: Sources, path: string): ts.SourceFile {
  const file = sources.files.get(path) ?? parse(sources, path, readFileSync(path, 'utf8'));
  sources.files.set(path, file);
  return file;
}

function parse({ ts }: Sources, path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** The path of the user's own file that an import or export names; undefined: a package, or it does not exist. */
export function importedPath({ ts }: Sources, importer: string, specifier: ts.Expression | undefined): string | undefined {
  if (specifier === undefined || !ts.isStringLiteralLike(specifier) || !isLocalModule(specifier.text)) return undefined;
  return resolveLocalModule(specifier.text, dirname(importer));
}
