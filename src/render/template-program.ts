/**
 * Templates as data, which src/build/bundle/templates.ts makes of Handlebars. A template runs once in a process: code of it would
 * be compiled for that one time, which takes longer than to walk it.
 */

/** Text, a value in the text, or a block. `if` has a program for each answer, `each` one for an item and one for none. */
export type Statement = string | ['show', Expression] | ['if', Expression, Program, Program] | ['each', Expression, Program, Program];

export type Program = Statement[];

/** A literal, a variable of the innermost `each`, names below the data so many `each` further out, or a call. */
export type Expression =
  | ['literal', string | number | boolean]
  | ['first' | 'index' | 'last']
  /** `find`: the last name may be absent, for a block asks about it. */
  | ['get' | 'find', number, ...string[]]
  | ['call', keyof typeof helpers, ...Expression[]];

/** Functions that a template may call by name. */
export const helpers = {
  code: (value: string) => `\`${value}\``,
  json: (value: unknown) => JSON.stringify(value),
  eq: (a: unknown, b: unknown) => a === b,
  join: (values: readonly string[], separator: string) => values.join(separator),
};

/** The data of one `each`, or of the whole template, and what surrounds it. */
interface Scope {
  data: unknown;
  index: number;
  last: boolean;
  outer: Scope | undefined;
}

/**
 * The text of a template. Nothing is escaped.
 * @throws Error where it shows a name that the data lacks
 */
export function runProgram(program: Program, data: unknown): string {
  return run(program, { data, index: 0, last: true, outer: undefined });
}

function run(program: Program, scope: Scope): string {
  let text = '';
  for (const statement of program) text += typeof statement === 'string' ? statement : runStatement(statement, scope);
  return text;
}

function runStatement(statement: Exclude<Statement, string>, scope: Scope): string {
  const value = evaluate(statement[1], scope);
  if (statement[0] === 'show') return value === undefined || value === null ? '' : String(value);
  const kind = statement[0];
  const then = statement[2];
  const otherwise = statement[3];
  if (!isFilled(value)) return run(otherwise, scope);
  if (kind === 'if') return run(then, scope);
  if (!Array.isArray(value)) throw new Error('each needs a list');
  return value.map((item, index) => run(then, { data: item, index, last: index === value.length - 1, outer: scope })).join('');
}

/** What a block takes for true: not an empty list either. */
function isFilled(value: unknown): boolean {
  return Boolean(value) && !(Array.isArray(value) && value.length === 0);
}

function evaluate(expression: Expression, scope: Scope): unknown {
  switch (expression[0]) {
    case 'literal':
      return expression[1];
    case 'first':
      return scope.index === 0;
    case 'index':
      return scope.index;
    case 'last':
      return scope.last;
    case 'call': {
      const values = (expression.slice(2) as Expression[]).map((value) => evaluate(value, scope));
      return (helpers[expression[1]] as (...values: unknown[]) => unknown)(...values);
    }
    default:
      return look(expression, scope);
  }
}

function look(path: ['get' | 'find', number, ...string[]], scope: Scope): unknown {
  let from: Scope | undefined = scope;
  for (let above = 0; above < path[1]; above++) from = from?.outer;
  let value = from?.data;
  for (let index = 2; index < path.length; index++) {
    const name = path[index] as string;
    const holder = value as Record<string, unknown> | null | undefined;
    const mayLack = path[0] === 'find' && index === path.length - 1;
    if (!mayLack && (typeof holder !== 'object' || holder === null || !(name in holder))) throw new Error(`"${name}" is not in the data of the template`);
    value = holder?.[name];
  }
  return value;
}
