import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { ts } from 'ts-morph';
import type { Place, Problem } from '../problems/errors.ts';
import { keysOf } from '../problems/path.ts';
import { isLocalModule, resolveLocalModule } from './module-path.ts';

type Compiler = typeof ts;

/** Where a value was written: its name (the key) and itself. */
interface Site {
  name: ts.Node;
  value: ts.Node;
  /** true: the nearest place that could be read, not the value's own. */
  near?: boolean;
}

/**
 * Gives each problem that has a pointer the place in the sources that wrote its value, as near as the text says it
 * without running it. `text` takes the place of the config's on disk. The compiler is loaded here and only here: a config without problems never pays for it.
 */
export async function locateProblems(problems: readonly Problem[], file: string, data: unknown, cwd: string, text?: string): Promise<Problem[]> {
  if (problems.every(({ pointer, place }) => pointer === undefined || place !== undefined)) return [...problems];
  const { ts: compiler } = await import('ts-morph');
  const locate = locator(compiler, file, data, text);
  return problems.map((problem) => {
    if (problem.pointer === undefined || problem.place !== undefined) return problem;
    return { ...problem, place: relativePlace(locate(problem.pointer, problem.onName === true), cwd) };
  });
}

/** A place as it is printed: relative, where the file lies below the working folder. */
export function relativePlace(place: Place, cwd: string): Place {
  const path = relative(cwd, place.file).replaceAll('\\', '/');
  return { ...place, file: path.startsWith('../../') ? place.file : path };
}

/** Finds places in the files of one config; each file is parsed once. */
function locator(ts: Compiler, file: string, data: unknown, text: string | undefined): (pointer: string, onName: boolean) => Place {
  const files = new Map<string, ts.SourceFile>();
  /** Arguments of the calls that were followed, by parameter. */
  const bound = new Map<ts.Node, ts.Node>();

  function source(path: string): ts.SourceFile {
    const given = path === file ? text : undefined;
    const known = files.get(path) ?? ts.createSourceFile(path, given ?? readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    files.set(path, known);
    return known;
  }

  function exported(path: string, name: string): ts.Node | undefined {
    const statements = source(path).statements;
    if (path.endsWith('.json')) {
      const [statement] = statements;
      return name === 'default' && statement !== undefined && ts.isExpressionStatement(statement) ? statement.expression : undefined;
    }
    if (name === 'default') {
      const assignment = statements.find(ts.isExportAssignment);
      if (assignment !== undefined) return assignment.expression;
    }
    for (const statement of statements) {
      if (!ts.isExportDeclaration(statement)) continue;
      const from = statement.moduleSpecifier === undefined ? undefined : imported(path, statement.moduleSpecifier);
      if (statement.exportClause === undefined) {
        const found = from === undefined ? undefined : exported(from, name);
        if (found !== undefined) return found;
      } else if (ts.isNamedExports(statement.exportClause)) {
        const element = statement.exportClause.elements.find((each) => each.name.text === name);
        if (element === undefined) continue;
        const own = (element.propertyName ?? element.name).text;
        return from === undefined ? declared(source(path), own) : exported(from, own);
      }
    }
    return name === 'default' ? undefined : declared(source(path), name);
  }

  function imported(path: string, specifier: ts.Expression): string | undefined {
    return ts.isStringLiteralLike(specifier) && isLocalModule(specifier.text) ? resolveLocalModule(specifier.text, dirname(path)) : undefined;
  }

  /** What a name means at the top of a file. */
  function declared(file: ts.SourceFile, name: string): ts.Node | undefined {
    for (const statement of file.statements) {
      if ((ts.isFunctionDeclaration(statement) || ts.isEnumDeclaration(statement)) && statement.name?.text === name) return statement;
      if (ts.isVariableStatement(statement)) {
        const found = variable(statement.declarationList.declarations, name);
        if (found !== undefined) return found;
      }
      if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) continue;
      const { name: own, namedBindings } = statement.importClause;
      const element =
        namedBindings !== undefined && ts.isNamedImports(namedBindings) ? namedBindings.elements.find((each) => each.name.text === name) : undefined;
      const isNamespace = namedBindings !== undefined && ts.isNamespaceImport(namedBindings) && namedBindings.name.text === name;
      if (element === undefined && own?.text !== name && !isNamespace) continue;
      const path = imported(file.fileName, statement.moduleSpecifier);
      if (path === undefined || !existsSync(path)) return undefined;
      return isNamespace ? source(path) : exported(path, element === undefined ? 'default' : (element.propertyName ?? element.name).text);
    }
    return undefined;
  }

  function variable(declarations: readonly ts.VariableDeclaration[], name: string): ts.Node | undefined {
    for (const declaration of declarations) {
      if (ts.isIdentifier(declaration.name) && declaration.name.text === name) return declaration.initializer;
      if (!ts.isObjectBindingPattern(declaration.name) || declaration.initializer === undefined) continue;
      const element = declaration.name.elements.find((each) => ts.isIdentifier(each.name) && each.name.text === name);
      const key = element?.propertyName ?? element?.name;
      if (key !== undefined && ts.isIdentifier(key)) return child(follow(declaration.initializer), key.text)?.value;
    }
    return undefined;
  }

  /** What a name means where it is used: a parameter, a variable of a function, something of the file. */
  function meaning(node: ts.Identifier): ts.Node | undefined {
    for (let scope: ts.Node | undefined = node.parent; scope !== undefined && !ts.isSourceFile(scope); scope = scope.parent) {
      if (ts.isFunctionLike(scope))
        for (const parameter of scope.parameters) {
          if (ts.isIdentifier(parameter.name) && parameter.name.text === node.text) return bound.get(parameter) ?? parameter.initializer;
          if (!ts.isObjectBindingPattern(parameter.name)) continue;
          const element = parameter.name.elements.find((each) => ts.isIdentifier(each.name) && each.name.text === node.text);
          const key = element?.propertyName ?? element?.name;
          const argument = bound.get(parameter) ?? parameter.initializer;
          if (element !== undefined && key !== undefined && ts.isIdentifier(key))
            return (argument === undefined ? undefined : child(follow(argument), key.text)?.value) ?? element.initializer;
        }
      if (ts.isBlock(scope))
        for (const statement of scope.statements) {
          const found = ts.isVariableStatement(statement) ? variable(statement.declarationList.declarations, node.text) : undefined;
          if (found !== undefined) return found;
        }
    }
    return declared(node.getSourceFile(), node.text);
  }

  /** One step from an expression towards the literal behind it. */
  function step(node: ts.Node): ts.Node | undefined {
    if (ts.isIdentifier(node)) return meaning(node);
    if (ts.isPropertyAccessExpression(node)) return child(follow(node.expression), node.name.text)?.value;
    if (ts.isElementAccessExpression(node)) {
      const key = follow(node.argumentExpression);
      return ts.isStringLiteralLike(key) || ts.isNumericLiteral(key) ? child(follow(node.expression), key.text)?.value : undefined;
    }
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node)) return node.expression;
    return ts.isCallExpression(node) ? result(node) : undefined;
  }

  /** What a call gives: the argument of definePipeline, or the only thing that a function of the user's returns. */
  function result(call: ts.CallExpression): ts.Node | undefined {
    if (/(^|\.)(definePipeline|freeze|structuredClone)$/.test(call.expression.getText())) return call.arguments[0];
    const callee = follow(call.expression);
    if (!ts.isArrowFunction(callee) && !ts.isFunctionDeclaration(callee) && !ts.isFunctionExpression(callee)) return undefined;
    for (const [index, parameter] of callee.parameters.entries()) {
      const argument = call.arguments[index];
      if (argument !== undefined) bound.set(parameter, argument);
    }
    const { body } = callee;
    if (body === undefined || !ts.isBlock(body)) return body;
    return body.statements.find(ts.isReturnStatement)?.expression;
  }

  function follow(node: ts.Node, depth = 0): ts.Node {
    const next = depth < 40 ? step(node) : undefined;
    return next === undefined ? node : follow(next, depth + 1);
  }

  function keyText(name: ts.PropertyName): string | undefined {
    if (!ts.isComputedPropertyName(name)) return name.text;
    const key = follow(name.expression);
    return ts.isStringLiteralLike(key) ? key.text : undefined;
  }

  /** The last writer of a field wins, as at run time; what cannot be read is remembered as near. */
  function child(node: ts.Node, name: string, length = 0): Site | undefined {
    if (ts.isSourceFile(node)) {
      const value = exported(node.fileName, name);
      return value === undefined ? undefined : { name: value, value };
    }
    if (ts.isArrayLiteralExpression(node)) return item(node, Number(name), length);
    if (ts.isEnumDeclaration(node)) {
      const member = node.members.find((each) => !ts.isComputedPropertyName(each.name) && each.name.text === name);
      return member === undefined ? undefined : { name: member.name, value: member.initializer ?? member.name };
    }
    if (!ts.isObjectLiteralExpression(node)) return undefined;
    let near: Site | undefined;
    for (const property of [...node.properties].reverse()) {
      if (ts.isSpreadAssignment(property)) {
        const spread = spreadOf(property.expression);
        const hit = child(spread, name);
        if (hit !== undefined && hit.near !== true) return hit;
        if (hit !== undefined || !ts.isObjectLiteralExpression(spread)) near ??= { name: property, value: property, near: true };
        continue;
      }
      const key = keyText(property.name);
      if (key === undefined) near ??= { name: property, value: property, near: true };
      if (key === name) return { name: property.name, value: ts.isPropertyAssignment(property) ? property.initializer : property.name };
    }
    return near;
  }

  /** `...(condition && { … })` and `...(condition ? { … } : {})` spread what stands in them. */
  function spreadOf(expression: ts.Expression): ts.Node {
    const node = follow(expression);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return follow(node.right);
    if (!ts.isConditionalExpression(node)) return node;
    const [whenTrue, whenFalse] = [follow(node.whenTrue), follow(node.whenFalse)];
    return ts.isObjectLiteralExpression(whenTrue) && whenTrue.properties.length > 0 ? whenTrue : whenFalse;
  }

  /** An item of an array; past a spread that cannot be read it is counted from the end. */
  function item(node: ts.ArrayLiteralExpression, index: number, length: number): Site | undefined {
    const flat = (array: ts.ArrayLiteralExpression): ts.Expression[] =>
      array.elements.flatMap((element) => {
        const spread = ts.isSpreadElement(element) ? follow(element.expression) : undefined;
        return spread !== undefined && ts.isArrayLiteralExpression(spread) ? flat(spread) : [element];
      });
    const all = flat(node);
    const open = all.findIndex(ts.isSpreadElement);
    const fromEnd = all.length - length + index;
    const value = open < 0 || index < open ? all[index] : fromEnd > open ? all[fromEnd] : all[open];
    return value && { name: value, value, near: value === all[open] };
  }

  return (pointer, onName) => {
    const root = source(file);
    const start = exported(file, 'default');
    let site: Site = { name: start ?? root, value: start ?? root };
    let value = data;
    for (const key of keysOf(pointer)) {
      if (site.near !== true) site = child(follow(site.value), key, Array.isArray(value) ? value.length : 0) ?? { ...site, near: true };
      // Past a getter, which may throw.
      value = typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
    }
    const literal = site.near === true || onName ? undefined : follow(site.value);
    const isLiteral = literal !== undefined && (ts.isLiteralExpression(literal) || ts.isPrefixUnaryExpression(literal) || isKeyword(literal));
    return placeOf(isLiteral ? literal : onName || site.near === true ? site.name : site.value);
  };

  function isKeyword(node: ts.Node): boolean {
    return [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind);
  }
}

function placeOf(node: ts.Node): Place {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart());
  return { file: resolve(file.fileName), line: line + 1, column: character + 1 };
}
