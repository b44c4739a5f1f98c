import type { ts } from 'ts-morph';
import { importedPath, type Sources, sourceFile } from './sources.ts';

/**
 * What a name stands for: the value of a node, or with `key` a property of that value, for destructuring. `fallback` is the
 * default of the destructured name.
 */
export interface Definition {
  node: ts.Node;
  key?: string;
  fallback?: ts.Expression | undefined;
}

/** What a file exports under a name, through the files that it re-exports. */
export function exportedDefinition(sources: Sources, path: string, name: string): Definition | undefined {
  const { ts } = sources;
  const file = sourceFile(sources, path);
  if (path.endsWith('.json')) {
    const [statement] = file.statements;
    return name === 'default' && statement !== undefined && ts.isExpressionStatement(statement) ? { node: statement.expression } : undefined;
  }
  if (name === 'default') {
    const assignment = file.statements.find(ts.isExportAssignment);
    if (assignment !== undefined) return { node: assignment.expression };
  }
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement)) continue;
    const from = importedPath(sources, path, statement.moduleSpecifier);
    if (statement.exportClause === undefined) {
      const definition = from === undefined ? undefined : exportedDefinition(sources, from, name);
      if (definition !== undefined) return definition;
    } else if (ts.isNamedExports(statement.exportClause)) {
      const element = statement.exportClause.elements.find((each) => each.name.text === name);
      if (element === undefined) continue;
      const localName = (element.propertyName ?? element.name).text;
      return from === undefined ? topLevelDefinition(sources, file, localName) : exportedDefinition(sources, from, localName);
    }
  }
  return name === 'default' ? undefined : topLevelDefinition(sources, file, name);
}

/** What a name stands for at the top level of a file: a declaration or an import. */
export function topLevelDefinition(sources: Sources, file: ts.SourceFile, name: string): Definition | undefined {
  const { ts } = sources;
  for (const statement of file.statements) {
    if ((ts.isFunctionDeclaration(statement) || ts.isEnumDeclaration(statement)) && statement.name?.text === name) return { node: statement };
    const definition = variableDefinition(sources, statement, name);
    if (definition !== undefined) return definition;
    if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) continue;
    const { name: defaultImport, namedBindings } = statement.importClause;
    const element =
      namedBindings !== undefined && ts.isNamedImports(namedBindings) ? namedBindings.elements.find((each) => each.name.text === name) : undefined;
    const isNamespace = namedBindings !== undefined && ts.isNamespaceImport(namedBindings) && namedBindings.name.text === name;
    if (element === undefined && defaultImport?.text !== name && !isNamespace) continue;
    const path = importedPath(sources, file.fileName, statement.moduleSpecifier);
    if (path === undefined) return undefined;
    if (isNamespace) return { node: sourceFile(sources, path) };
    return exportedDefinition(sources, path, element === undefined ? 'default' : (element.propertyName ?? element.name).text);
  }
  return undefined;
}

/** What a name stands for where it is used: a parameter, a variable of a function, or a name at the top level. */
export function definitionAt(
  sources: Sources,
  node: ts.Identifier,
  argumentOf: (parameter: ts.ParameterDeclaration) => ts.Node | undefined,
): Definition | undefined {
  const { ts } = sources;
  for (let scope: ts.Node | undefined = node.parent; scope !== undefined && !ts.isSourceFile(scope); scope = scope.parent) {
    if (ts.isFunctionLike(scope))
      for (const parameter of scope.parameters) {
        const value = argumentOf(parameter) ?? parameter.initializer;
        if (ts.isIdentifier(parameter.name) && parameter.name.text === node.text) return value && { node: value };
        const definition = destructured(sources, parameter.name, value, node.text);
        if (definition !== undefined) return definition;
      }
    if (ts.isBlock(scope))
      for (const statement of scope.statements) {
        const definition = variableDefinition(sources, statement, node.text);
        if (definition !== undefined) return definition;
      }
  }
  return topLevelDefinition(sources, node.getSourceFile(), node.text);
}

function variableDefinition(sources: Sources, statement: ts.Statement, name: string): Definition | undefined {
  const { ts } = sources;
  if (!ts.isVariableStatement(statement)) return undefined;
  for (const { name: binding, initializer } of statement.declarationList.declarations) {
    if (ts.isIdentifier(binding) && binding.text === name) return initializer && { node: initializer };
    const definition = destructured(sources, binding, initializer, name);
    if (definition !== undefined) return definition;
  }
  return undefined;
}

/** A name in an object pattern, as a property of the value that is destructured. */
function destructured({ ts }: Sources, pattern: ts.BindingName, value: ts.Node | undefined, name: string): Definition | undefined {
  if (!ts.isObjectBindingPattern(pattern)) return undefined;
  const element = pattern.elements.find((each) => ts.isIdentifier(each.name) && each.name.text === name);
  const key = element?.propertyName ?? element?.name;
  if (element === undefined || key === undefined || !ts.isIdentifier(key)) return undefined;
  if (value === undefined) return element.initializer && { node: element.initializer };
  return { node: value, key: key.text, fallback: element.initializer };
}
