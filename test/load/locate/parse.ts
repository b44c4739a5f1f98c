/** Code as a source file, and the node of a text in it. */
import { ts } from 'ts-morph';
import { createSources, type Sources, sourceFile } from '../../../src/load/locate/sources.ts';

export const path = '/config/pipeline.config.ts';

export const sourcesOf = (code: string): Sources => createSources(ts, { [path]: code });

export const parse = (code: string): ts.SourceFile => sourceFile(sourcesOf(code), path);

/** The innermost node with exactly this text; if there are several, the last one. */
export function nodeOf<Node extends ts.Node>(root: ts.Node, text: string, is: (node: ts.Node) => node is Node): Node {
  let result: Node | undefined;
  const visit = (node: ts.Node): void => {
    if (node.getText() === text && is(node)) result = node;
    ts.forEachChild(node, visit);
  };
  visit(root);
  if (result === undefined) throw new Error(`no node ${text}`);
  return result;
}
