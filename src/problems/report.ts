import { printable } from '../text/printable.ts';
import type { Problem } from './errors.ts';
import { sortProblems } from './sort.ts';

/** Problems as a person reads them; errors come first, then by place. Ends with a newline, and is empty where there is none. */
export function formatProblems(problems: readonly Problem[], colour: boolean): string {
  const sorted = sortProblems(problems);
  // A remedy that several problems in a row share is printed once, below the last.
  return sorted.map((problem, index) => textOf(problem, sorted[index + 1]?.hint === problem.hint, colour)).join('');
}

const paint = (code: number, text: string, colour: boolean) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

function textOf({ place, severity, code, message, hint }: Problem, hintFollows: boolean, colour: boolean): string {
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}  `;
  const level = paint(severity === 'error' ? 31 : 33, severity, colour);
  const remedy = hint === undefined || hintFollows ? '' : `${paint(2, indent(printable(hint)), colour)}\n`;
  return `${printable(where)}${level}  ${code}  ${printable(message)}\n${remedy}`;
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
