import type { Problem } from './errors.ts';

/** Errors first, then by place. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(byPlace);
}

function byPlace(a: Problem, b: Problem): number {
  if (a.severity !== b.severity) return a.severity === 'error' ? -1 : 1;
  const [first, second] = [a.place, b.place];
  if (first === undefined || second === undefined) return (first === undefined ? 0 : 1) - (second === undefined ? 0 : 1);
  if (first.file !== second.file) return first.file < second.file ? -1 : 1;
  return first.line - second.line || first.column - second.column;
}
