/**
 * Compiles Handlebars templates to JavaScript template literals. Handlebars reads the language; its own output would be
 * four times as much code and need its run-time, which every command would pay for at its start.
 */
import Handlebars from 'handlebars';
import { helpers } from '../render/template-scope.ts';

type Node = hbs.AST.Node;

/**
 * The source of a function of a template's data that gives its text: `(c0) => …`. In its scope it needs
 * what src/render/template-scope.ts exports. Known are `if`, `unless`, `each` over a
 * list, `else`, `@first`, `@last`, `@index` and the helpers.
 * @throws Error on anything else, with its place.
 */
export function compileTemplate(source: string, path: string): string {
  const fail = ({ loc }: Node, what: string): never => {
    throw new Error(`${path}:${loc.start.line}:${loc.start.column + 1}: ${what}`);
  };

  /** An expression for a value; `depth` is the number of `each` around it. What a block asks about may be absent. */
  function value(node: Node, depth: number, last: 'get' | 'find' = 'get'): string {
    switch (node.type) {
      case 'StringLiteral':
      case 'NumberLiteral':
      case 'BooleanLiteral':
        return JSON.stringify((node as hbs.AST.StringLiteral).value);
      case 'SubExpression': {
        const { path: name, params } = node as hbs.AST.SubExpression;
        return call(name as hbs.AST.PathExpression, params, depth);
      }
      case 'PathExpression': {
        const { data, depth: up, parts, original } = node as hbs.AST.PathExpression;
        if (data) {
          const variable = { '@first': 'i', '@index': 'i', '@last': 'l' }[original];
          if (variable === undefined || depth === 0) return fail(node, `no data variable ${original} here`);
          if (original === '@first') return `i${depth}===0`;
          return `${variable}${depth}`;
        }
        if (up > depth) return fail(node, `${original} is above the data`);
        return (parts as string[]).reduce(
          (object, name, index) => `${index === parts.length - 1 ? last : 'get'}(${object},${JSON.stringify(name)})`,
          `c${depth - up}`,
        );
      }
      default:
        return fail(node, `no ${node.type} in a template`);
    }
  }

  function call(name: hbs.AST.PathExpression, params: readonly Node[], depth: number): string {
    if (!Object.hasOwn(helpers, name.original)) return fail(name, `no helper ${name.original}`);
    return `helpers.${name.original}(${params.map((param) => value(param, depth)).join(',')})`;
  }

  function block(node: hbs.AST.BlockStatement, depth: number): string {
    const [subject] = node.params;
    if (subject === undefined || node.params.length > 1 || (node.hash as hbs.AST.Hash | undefined) !== undefined)
      return fail(node, 'one subject belongs to a block');
    const otherwise = (node.inverse as hbs.AST.Program | undefined) === undefined ? '``' : program(node.inverse, depth);
    const test = `filled(${value(subject, depth, 'find')})`;
    switch ((node.path as hbs.AST.PathExpression).original) {
      case 'if':
        return `${test}?${program(node.program, depth)}:${otherwise}`;
      case 'unless':
        return `${test}?${otherwise}:${program(node.program, depth)}`;
      case 'each': {
        const inner = depth + 1;
        const all = `each(${value(subject, depth, 'find')},(c${inner},i${inner},l${inner})=>${program(node.program, inner)})`;
        return otherwise === '``' ? all : `${test}?${all}:${otherwise}`;
      }
      default:
        return fail(node, `no block ${(node.path as hbs.AST.PathExpression).original}`);
    }
  }

  /** A template literal. */
  function program({ body }: hbs.AST.Program, depth: number): string {
    const parts = body.map((node) => {
      switch (node.type) {
        case 'ContentStatement':
          return (node as hbs.AST.ContentStatement).value.replace(/[\\`]|\$(?=\{)/g, '\\$&');
        case 'CommentStatement':
          return '';
        case 'MustacheStatement': {
          const { path: name, params } = node as hbs.AST.MustacheStatement;
          const isCall = params.length > 0;
          return `\${show(${isCall ? call(name as hbs.AST.PathExpression, params, depth) : value(name, depth)})}`;
        }
        case 'BlockStatement':
          return `\${${block(node as hbs.AST.BlockStatement, depth)}}`;
        default:
          return fail(node, `no ${node.type} in a template`);
      }
    });
    return `\`${parts.join('')}\``;
  }

  return `(c0)=>${program(Handlebars.parse(source), 0)}`;
}
