/**
 * Handlebars templates as data that src/render/template-program.ts walks. Handlebars reads the language; the code that it
 * would make of it, and its run-time, would cost every command more than everything else together.
 */
import Handlebars from 'handlebars';
import { type Expression, helpers, type Program, type Statement } from '../../render/template-program.ts';

type Node = hbs.AST.Node;

/**
 * The program of a template. Known are `if`, `unless`, `each` over a list, `else`, `@first`, `@last`, `@index` and the
 * helpers.
 * @throws Error on anything else, with its place.
 */
export function compileTemplate(source: string, path: string): Program {
  const fail = ({ loc }: Node, what: string): never => {
    throw new Error(`${path}:${loc.start.line}:${loc.start.column + 1}: ${what}`);
  };

  /** `depth` is the number of `each` around it. What a block asks about may be absent. */
  function expression(node: Node, depth: number, kind: 'get' | 'find' = 'get'): Expression {
    switch (node.type) {
      case 'StringLiteral':
      case 'NumberLiteral':
      case 'BooleanLiteral':
        return ['literal', (node as hbs.AST.StringLiteral).value];
      case 'SubExpression': {
        const { path: name, params } = node as hbs.AST.SubExpression;
        return call(name as hbs.AST.PathExpression, params, depth);
      }
      case 'PathExpression': {
        const { data, depth: up, parts, original } = node as hbs.AST.PathExpression;
        if (data) {
          const [variable] = (['first', 'index', 'last'] as const).filter((name) => original === `@${name}`);
          return variable === undefined || depth === 0 ? fail(node, `no data variable ${original} here`) : [variable];
        }
        return up > depth ? fail(node, `${original} is above the data`) : [kind, up, ...(parts as string[])];
      }
      default:
        return fail(node, `no ${node.type} in a template`);
    }
  }

  function call(name: hbs.AST.PathExpression, params: readonly Node[], depth: number): Expression {
    if (!Object.hasOwn(helpers, name.original)) return fail(name, `no helper ${name.original}`);
    return ['call', name.original as keyof typeof helpers, ...params.map((param) => expression(param, depth))];
  }

  function block(node: hbs.AST.BlockStatement, depth: number): Statement {
    const [subject] = node.params;
    if (subject === undefined || node.params.length > 1 || (node.hash as hbs.AST.Hash | undefined) !== undefined)
      return fail(node, 'one subject belongs to a block');
    const value = expression(subject, depth, 'find');
    const otherwise = (node.inverse as hbs.AST.Program | undefined) === undefined ? [] : program(node.inverse, depth);
    const name = (node.path as hbs.AST.PathExpression).original;
    switch (name) {
      case 'if':
        return ['if', value, program(node.program, depth), otherwise];
      case 'unless':
        return ['if', value, otherwise, program(node.program, depth)];
      case 'each':
        return ['each', value, program(node.program, depth + 1), otherwise];
      default:
        return fail(node, `no block ${name}`);
    }
  }

  function program({ body }: hbs.AST.Program, depth: number): Program {
    return body.flatMap((node): Program => {
      switch (node.type) {
        case 'ContentStatement': {
          const { value } = node as hbs.AST.ContentStatement;
          return value === '' ? [] : [value];
        }
        case 'CommentStatement':
          return [];
        case 'MustacheStatement': {
          const { path: name, params } = node as hbs.AST.MustacheStatement;
          return [['show', params.length > 0 ? call(name as hbs.AST.PathExpression, params, depth) : expression(name, depth)]];
        }
        case 'BlockStatement':
          return [block(node as hbs.AST.BlockStatement, depth)];
        default:
          return fail(node, `no ${node.type} in a template`);
      }
    });
  }

  return program(Handlebars.parse(source), 0);
}
