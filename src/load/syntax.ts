import { readFileSync } from 'node:fs';
import type { ts } from 'ts-morph';
import type { ErrorCode, Place, Position } from '../problems/errors.ts';

/** Why a file could not be parsed or compiled. */
export interface SyntaxProblem {
  code: ErrorCode;
  message: string;
  hint?: string;
  place: Place;
  end: Position;
}

/** The first syntax error that the compiler reports in a file; undefined: none. */
export async function findSyntaxError(file: string): Promise<SyntaxProblem | undefined> {
  const { ts } = await import('ts-morph');
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const positionOf = (offset: number): Position => {
    const { line, character } = source.getLineAndCharacterOfPosition(offset);
    return { line: line + 1, column: character + 1 };
  };
  const range = (start: number, end: number) => ({ place: { file, ...positionOf(start) }, end: positionOf(end) });
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const [first] = diagnostics;
  if (first !== undefined) {
    const { start = 0, length = 1 } = first;
    return { code: 'CONFIG_SYNTAX', message: ts.flattenDiagnosticMessageText(first.messageText, ' '), ...range(start, start + length) };
  }
  const node = findUnsupported(source, ts);
  if (node === undefined) return undefined;
  if (ts.isMetaProperty(node))
    return {
      code: 'CONFIG_SYNTAX',
      message: 'import.meta is not available in a config',
      hint: 'Use __dirname and __filename.',
      ...range(node.getStart(), node.getEnd()),
    };
  return {
    code: 'CONFIG_TOP_LEVEL_AWAIT',
    message: 'a config cannot use top-level await',
    hint: 'Read what it needs synchronously (readFileSync), or prepare it beforehand with a script.',
    ...range(node.getStart(), node.getStart() + 'await'.length),
  };
}

/** A top-level `await`, or `import.meta` anywhere: both are valid in a module, but not in a config, which becomes CommonJS. */
function findUnsupported(source: ts.SourceFile, compiler: typeof ts): ts.Node | undefined {
  const visit = (node: ts.Node, top: boolean): ts.Node | undefined => {
    if (compiler.isMetaProperty(node)) return node;
    if (top && compiler.isAwaitExpression(node)) return node;
    if (top && compiler.isForOfStatement(node) && node.awaitModifier !== undefined) return node.awaitModifier;
    return compiler.forEachChild(node, (child) => visit(child, top && !compiler.isFunctionLike(child)));
  };
  return visit(source, true);
}
