import type { ts } from 'ts-morph';

/** Why an object cannot be edited, and the code that prevents it. */
export interface Obstacle {
  node: ts.Node;
  /** Continues `add cannot edit clusters: `. */
  reason: string;
}

/** The object literals of a file, found without running it. */
export interface ObjectLiterals {
  /** The config itself: the default export. */
  root: () => ts.Node;
  /** The object literal of an expression; follows constants of the file. */
  literalOf: (expression: ts.Node) => ts.ObjectLiteralExpression | Obstacle;
  /** The value of a field; if it is not written in the object, what may have set it. */
  fieldOf: (literal: ts.ObjectLiteralExpression, name: string) => ts.Node | Obstacle;
  /** A spread or computed field, which could override a new field. */
  obstacleIn: (literal: ts.ObjectLiteralExpression) => Obstacle | undefined;
}

export function isObstacle(found: ts.Node | Obstacle): found is Obstacle {
  return 'reason' in found;
}

export function objectLiterals(source: ts.SourceFile, compiler: typeof ts): ObjectLiterals {
  function variable(name: string): { declaration: ts.VariableDeclaration; isConst: boolean } | undefined {
    for (const statement of source.statements) {
      if (!compiler.isVariableStatement(statement)) continue;
      const { declarationList } = statement;
      const declaration = declarationList.declarations.find((each) => compiler.isIdentifier(each.name) && each.name.text === name);
      if (declaration !== undefined) return { declaration, isConst: (declarationList.flags & compiler.NodeFlags.Const) !== 0 };
    }
    return undefined;
  }

  /** Where a name of the file is imported from. */
  function importOf(name: string): string | undefined {
    for (const statement of source.statements) {
      if (!compiler.isImportDeclaration(statement) || !compiler.isStringLiteral(statement.moduleSpecifier)) continue;
      const { name: own, namedBindings } = statement.importClause ?? {};
      const elements = namedBindings === undefined ? [] : compiler.isNamedImports(namedBindings) ? namedBindings.elements : [namedBindings];
      if (own?.text === name || elements.some((element) => element.name.text === name)) return statement.moduleSpecifier.text;
    }
    return undefined;
  }

  function literalOf(expression: ts.Node, seen: readonly string[] = []): ts.ObjectLiteralExpression | Obstacle {
    const node = unwrapped(expression);
    if (compiler.isObjectLiteralExpression(node)) return node;
    if (compiler.isCallExpression(node)) {
      const [argument] = node.arguments;
      if (argument !== undefined && /(^|\.)definePipeline$/.test(node.expression.getText())) return literalOf(argument, seen);
      return { node, reason: `it is returned by ${short(node.expression)}()` };
    }
    if (compiler.isSourceFile(node)) return { node, reason: 'its default export is not an object literal' };
    if (!compiler.isIdentifier(node)) return { node, reason: `it is computed: ${short(node)}` };
    const found = variable(node.text);
    if (found === undefined) {
      const module = importOf(node.text);
      return { node, reason: module === undefined ? `${node.text} is not a constant in this file` : `${node.text} comes from ${module}` };
    }
    const { declaration, isConst } = found;
    if (!isConst || declaration.initializer === undefined || seen.includes(node.text))
      return { node: declaration, reason: `the variable ${node.text} is not a constant` };
    return literalOf(declaration.initializer, [...seen, node.text]);
  }

  function unwrapped(node: ts.Node): ts.Node {
    return compiler.isParenthesizedExpression(node) ||
      compiler.isAsExpression(node) ||
      compiler.isSatisfiesExpression(node) ||
      compiler.isNonNullExpression(node)
      ? unwrapped(node.expression)
      : node;
  }

  /** A literal name: clusters, 'prod-eu', ['prod-eu']. */
  function nameOf(name: ts.PropertyName | undefined): string | undefined {
    if (name === undefined) return undefined;
    if (compiler.isIdentifier(name) || compiler.isStringLiteralLike(name)) return name.text;
    return compiler.isComputedPropertyName(name) && compiler.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
  }

  const isPlain = (property: ts.ObjectLiteralElementLike) =>
    (compiler.isPropertyAssignment(property) || compiler.isShorthandPropertyAssignment(property)) && nameOf(property.name) !== undefined;

  function obstacleIn(literal: ts.ObjectLiteralExpression): Obstacle | undefined {
    const node = literal.properties.find((property) => !isPlain(property));
    if (node === undefined) return undefined;
    return { node, reason: compiler.isSpreadAssignment(node) ? `it contains ${short(node)}` : `it contains ${short(node.name ?? node)}, which is computed` };
  }

  return {
    root: () => {
      const assignment = source.statements.find((statement) => compiler.isExportAssignment(statement));
      return assignment?.expression ?? source;
    },
    literalOf,
    obstacleIn,
    fieldOf: (literal, name) => {
      const property = literal.properties.findLast((each) => nameOf(each.name) === name);
      if (property !== undefined && compiler.isPropertyAssignment(property)) return property.initializer;
      if (property !== undefined && compiler.isShorthandPropertyAssignment(property)) return property.name;
      return obstacleIn(literal) ?? { node: literal, reason: `'${name}' is set elsewhere` };
    },
  };

  function short(node: ts.Node): string {
    const text = node.getText().replace(/\s+/g, ' ');
    return text.length > 40 ? `${text.slice(0, 39)}…` : text;
  }
}
