import type { ts } from 'ts-morph';
import type { Compiler } from './sources.ts';

/** Where a value is written: its name (the key) and the value itself. */
export interface Site {
  name: ts.Node;
  value: ts.Node;
  /** true: the nearest node that could be found, because the value itself is computed. */
  near?: boolean;
}

/** What the search for a child needs from the rest of the program. */
export interface Lookup {
  ts: Compiler;
  /** The literal behind an expression, or the expression itself. */
  follow: (node: ts.Node) => ts.Node;
  /** The value that a file exports under a name. */
  exportOf: (path: string, name: string) => ts.Node | undefined;
}

/**
 * The property or item of an object, array, enum or module. As at run time, the last property of a name wins; a spread or
 * computed key that cannot be read may contain it, and is returned as near. `length`: of the array at run time.
 */
export function childOf(lookup: Lookup, node: ts.Node, name: string, length = 0): Site | undefined {
  const { ts } = lookup;
  if (ts.isSourceFile(node)) {
    const value = lookup.exportOf(node.fileName, name);
    return value && { name: value, value };
  }
  if (ts.isArrayLiteralExpression(node)) return itemOf(lookup, node, Number(name), length);
  if (ts.isEnumDeclaration(node)) {
    const member = node.members.find((each) => !ts.isComputedPropertyName(each.name) && each.name.text === name);
    return member && { name: member.name, value: member.initializer ?? member.name };
  }
  return ts.isObjectLiteralExpression(node) ? propertyOf(lookup, node, name, []) : undefined;
}

/** `outer`: the objects around it. A recursive function may spread its own result, which would never end. */
function propertyOf(lookup: Lookup, node: ts.ObjectLiteralExpression, name: string, outer: readonly ts.Node[]): Site | undefined {
  const { ts } = lookup;
  if (outer.includes(node)) return undefined;
  let near: Site | undefined;
  for (const property of [...node.properties].reverse()) {
    if (ts.isSpreadAssignment(property)) {
      const spread = spreadValue(lookup, property.expression);
      const site = ts.isObjectLiteralExpression(spread) ? propertyOf(lookup, spread, name, [...outer, node]) : childOf(lookup, spread, name);
      if (site !== undefined && site.near !== true) return site;
      if (site !== undefined || !ts.isObjectLiteralExpression(spread)) near ??= { name: property, value: property, near: true };
      continue;
    }
    const key = keyText(lookup, property.name);
    if (key === undefined) near ??= { name: property, value: property, near: true };
    if (key === name) return { name: property.name, value: ts.isPropertyAssignment(property) ? property.initializer : property.name };
  }
  return near;
}

function keyText({ ts, follow }: Lookup, name: ts.PropertyName): string | undefined {
  if (!ts.isComputedPropertyName(name)) return name.text;
  const key = follow(name.expression);
  return ts.isStringLiteralLike(key) ? key.text : undefined;
}

/** The object behind a spread, also behind `...(condition && { … })` and `...(condition ? { … } : {})`. */
function spreadValue({ ts, follow }: Lookup, expression: ts.Expression): ts.Node {
  const node = follow(expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return follow(node.right);
  if (!ts.isConditionalExpression(node)) return node;
  const [whenTrue, whenFalse] = [follow(node.whenTrue), follow(node.whenFalse)];
  return ts.isObjectLiteralExpression(whenTrue) && whenTrue.properties.length > 0 ? whenTrue : whenFalse;
}

/** An item of an array. After a spread that cannot be read, items are counted from the end. */
function itemOf({ ts, follow }: Lookup, node: ts.ArrayLiteralExpression, index: number, length: number): Site | undefined {
  const flatten = (array: ts.ArrayLiteralExpression, outer: readonly ts.Node[]): ts.Expression[] =>
    array.elements.flatMap((element) => {
      const spread = ts.isSpreadElement(element) ? follow(element.expression) : undefined;
      return spread !== undefined && ts.isArrayLiteralExpression(spread) && !outer.includes(spread) ? flatten(spread, [...outer, spread]) : [element];
    });
  const items = flatten(node, [node]);
  const unreadable = items.findIndex(ts.isSpreadElement);
  const fromEnd = items.length - length + index;
  const value = unreadable < 0 || index < unreadable ? items[index] : fromEnd > unreadable ? items[fromEnd] : items[unreadable];
  return value && { name: value, value, near: value === items[unreadable] };
}
