import { readFileSync } from 'node:fs';
import type { ts } from 'ts-morph';
import type { ErrorCode, Place } from '../problems/errors.ts';

/** Why a file could not be parsed or compiled. */
export interface SyntaxProblem {
  code: ErrorCode;
  message: string;
  hint?: string;
  place: Place;
}

/** The first syntax error that the compiler reports in a file; undefined: none. */
export async function findSyntaxError(file: string): Promise<SyntaxProblem | undefined> {
  const { ts } = await import('ts-morph');
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const placeAt = (position: number): Place => {
    const { line, character } = source.getLineAndCharacterOfPosition(position);
    return { file, line: line + 1, column: character + 1 };
  };
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const [first] = diagnostics;
  if (first !== undefined) return { code: 'CONFIG_SYNTAX', message: ts.flattenDiagnosticMessageText(first.messageText, ' '), place: placeAt(first.start ?? 0) };
  const node = findUnsupported(source, ts);
  if (node === undefined) return undefined;
  if (ts.isMetaProperty(node))
    return {
      code: 'CONFIG_SYNTAX',
      message: 'import.meta is not available in a config',
      hint: 'Use __dirname and __filename.',
      place: placeAt(node.getStart()),
    };
  return {
    code: 'CONFIG_TOP_LEVEL_AWAIT',
    message: 'a config cannot use top-level await',
    hint: 'Read what it needs synchronously (readFileSync), or prepare it beforehand with a script.',
    place: placeAt(node.getStart()),
  };
}

/** A top-level `await`, or `import.meta` anywhere: both are valid in a module, but not in a config, which becomes CommonJS. */
function findUnsupported(source: ts.SourceFile, compiler: typeof ts): ts.Node | undefined {
  const visit = (node: ts.Node, top: boolean): ts.Node | undefined => {
    if (compiler.isMetaProperty(node)) return node;
    if (top && (compiler.isAwaitExpression(node) || (compiler.isForOfStatement(node) && node.awaitModifier !== undefined))) return node;
    return compiler.forEachChild(node, (child) => visit(child, top && !compiler.isFunctionLike(child)));
  };
  return visit(source, true);
}
