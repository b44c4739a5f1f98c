import type { ts } from 'ts-morph';
import { childOf, type Lookup } from './children.ts';
import { type Definition, definitionAt, exportedDefinition } from './definitions.ts';
import type { Sources } from './sources.ts';

/** Follows expressions to literals, without running the program. */
export interface Resolver extends Lookup {
  sources: Sources;
  /** Arguments of the calls that were followed, by parameter. */
  callArguments: Map<ts.Node, ts.Expression>;
  /** How many times each expression is being followed at the moment. */
  active: Map<ts.Node, number>;
}

export function createResolver(sources: Sources): Resolver {
  const resolver: Resolver = {
    ts: sources.ts,
    sources,
    callArguments: new Map(),
    active: new Map(),
    follow: (node) => follow(resolver, node),
    exportOf: (path, name) => definedValue(resolver, exportedDefinition(sources, path, name)),
  };
  return resolver;
}

/** Limit for following an expression within itself: nested calls of one function need a few, and cycles must end. */
const maxNesting = 4;

function follow(resolver: Resolver, node: ts.Node): ts.Node {
  const nesting = resolver.active.get(node) ?? 0;
  if (nesting === maxNesting) return node;
  resolver.active.set(node, nesting + 1);
  const next = step(resolver, node);
  const result = next === undefined ? node : follow(resolver, next);
  resolver.active.set(node, nesting);
  return result;
}

/** One step from an expression to the literal behind it; undefined: there is none. */
function step(resolver: Resolver, node: ts.Node): ts.Node | undefined {
  const { ts, sources, callArguments } = resolver;
  if (ts.isIdentifier(node))
    return definedValue(
      resolver,
      definitionAt(sources, node, (parameter) => callArguments.get(parameter)),
    );
  if (ts.isPropertyAccessExpression(node)) return childOf(resolver, resolver.follow(node.expression), node.name.text)?.value;
  if (ts.isElementAccessExpression(node)) {
    const key = resolver.follow(node.argumentExpression);
    return ts.isStringLiteralLike(key) || ts.isNumericLiteral(key) ? childOf(resolver, resolver.follow(node.expression), key.text)?.value : undefined;
  }
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node)) return node.expression;
  return ts.isCallExpression(node) ? resultOf(resolver, node) : undefined;
}

function definedValue(resolver: Resolver, definition: Definition | undefined): ts.Node | undefined {
  if (definition?.key === undefined) return definition?.node;
  return childOf(resolver, resolver.follow(definition.node), definition.key)?.value ?? definition.fallback;
}

/** The result of a call: the argument of definePipeline, or what a function of the user returns. */
function resultOf({ ts, follow, callArguments }: Resolver, call: ts.CallExpression): ts.Node | undefined {
  if (/(^|\.)(definePipeline|freeze|structuredClone)$/.test(call.expression.getText())) return call.arguments[0];
  const callee = follow(call.expression);
  if (!ts.isArrowFunction(callee) && !ts.isFunctionDeclaration(callee) && !ts.isFunctionExpression(callee)) return undefined;
  for (const [index, parameter] of callee.parameters.entries()) {
    const argument = call.arguments[index];
    if (argument !== undefined) callArguments.set(parameter, argument);
  }
  const { body } = callee;
  if (body === undefined || !ts.isBlock(body)) return body;
  return body.statements.find(ts.isReturnStatement)?.expression;
}
