import { relative, resolve } from 'node:path';
import type { ts } from 'ts-morph';
import type { Place, Position, Problem } from '../problems/errors.ts';
import { keysOf } from '../problems/path.ts';
import { childOf, type Site } from './locate/children.ts';
import { createResolver, type Resolver } from './locate/follow.ts';
import { createSources, sourceFile } from './locate/sources.ts';

/**
 * Adds to each problem with a pointer its place: where the sources set the value, or the nearest place that can be found
 * without running them. `text` is used instead of the config on disk. Only this function loads the compiler, so a config
 * without problems does not pay for it.
 */
export async function locateProblems(problems: readonly Problem[], file: string, data: unknown, cwd: string, text?: string): Promise<Problem[]> {
  if (problems.every(({ pointer, place }) => pointer === undefined || place !== undefined)) return [...problems];
  const { ts: compiler } = await import('ts-morph');
  const resolver = createResolver(createSources(compiler, text === undefined ? {} : { [file]: text }));
  return problems.map((problem) => {
    const { pointer, place, onName = false } = problem;
    if (pointer === undefined || place !== undefined) return problem;
    let located: ReturnType<typeof placeOf>;
    try {
      located = placeOf(locate(resolver, file, data, { pointer, onName }));
    } catch (error) {
      // The compiler overflows its stack on a source that is nested too deep.
      if (!(error instanceof RangeError)) throw error;
      return { ...problem, place: { file: relative(cwd, file).replaceAll('\\', '/'), line: 1, column: 1 } };
    }
    const source = text !== undefined && located.place.file === resolve(file) ? { source: text } : {};
    return { ...problem, ...located, ...source, place: relativePlace(located.place, cwd) };
  });
}

/** A place as it is printed: relative, if the file is below the working folder. */
export function relativePlace(place: Place, cwd: string): Place {
  const path = relative(cwd, place.file).replaceAll('\\', '/');
  return { ...place, file: path.startsWith('../../') ? place.file : path };
}

/** The node that sets the value at a pointer, or with `onName` the node of its key. `data`: the config at run time. */
export function locate(resolver: Resolver, file: string, data: unknown, { pointer, onName }: { pointer: string; onName: boolean }): ts.Node {
  const start = resolver.exportOf(file, 'default') ?? sourceFile(resolver.sources, file);
  let site: Site = { name: start, value: start };
  let value = data;
  for (const key of keysOf(pointer)) {
    if (site.near !== true) site = childOf(resolver, resolver.follow(site.value), key, Array.isArray(value) ? value.length : 0) ?? { ...site, near: true };
    // Not through a getter, which may throw.
    value = typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
  }
  if (onName || site.near === true) return site.name;
  const literal = resolver.follow(site.value);
  return isSimpleLiteral(resolver, literal) ? literal : site.value;
}

/** Whether a node is a string, number, true, false or null. */
function isSimpleLiteral({ ts }: Resolver, node: ts.Node): boolean {
  const keywords = [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword];
  return ts.isLiteralExpression(node) || ts.isPrefixUnaryExpression(node) || keywords.includes(node.kind);
}

function placeOf(node: ts.Node): { place: Place; end: Position } {
  const source = node.getSourceFile();
  const positionOf = (offset: number): Position => {
    const { line, character } = source.getLineAndCharacterOfPosition(offset);
    return { line: line + 1, column: character + 1 };
  };
  return { place: { file: resolve(source.fileName), ...positionOf(node.getStart()) }, end: positionOf(node.getEnd()) };
}
