import type { Problem } from '../../problems/errors.ts';
import { sortProblems } from '../../problems/sort.ts';
import { annotation, appendSummary, placeProperties, tableCell } from '../shared/github-annotations.ts';

/** Problems that end a command, as annotations and as a table in the step summary. */
export function printProblemsForGithub(problems: readonly Problem[], cwd: string, print: (text: string) => void): void {
  const sorted = sortProblems(problems);
  for (const { code, severity, place, message, hint } of sorted)
    print(annotation(severity, hint === undefined ? message : `${message}\n${hint}`, { ...placeProperties(place, cwd), title: code }));
  const rows = sorted.map(({ code, place, message, hint = '' }) => {
    const position = place === undefined ? '' : `${place.file}:${place.line}:${place.column}`;
    return `| ${code} | ${tableCell(position)} | ${tableCell(message)} | ${tableCell(hint)} |\n`;
  });
  appendSummary(`### Problems\n\n| code | place | problem | what to do |\n| --- | --- | --- | --- |\n${rows.join('')}\n`);
}
