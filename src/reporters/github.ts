/** What GitHub shows of a step: annotations, which are lines of the log, and the step's summary. */
import { appendFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { systemCode } from '../apply/file-system.ts';
import { type Place, type Problem, UserError } from '../problems/errors.ts';
import { sortProblems } from '../problems/report.ts';

/** One workflow command. https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function annotation(kind: 'error' | 'warning' | 'notice', message: string, properties: Record<string, string | number> = {}): string {
  const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`);
  return `::${kind}${list.length === 0 ? '' : ` ${list.join(',')}`}::${escaped(message)}\n`;
}

/** GitHub links a file inside the workspace only. */
export function fileProperty({ file }: { file: string }, cwd: string): Record<string, string> {
  const path = relative(process.env.GITHUB_WORKSPACE ?? cwd, resolve(cwd, file)).replaceAll('\\', '/');
  return path.startsWith('../') ? {} : { file: path };
}

export function placeProperties(place: Place | null | undefined, cwd: string): Record<string, string | number> {
  return place === null || place === undefined ? {} : { ...fileProperty(place, cwd), line: place.line, col: place.column };
}

/** Adds to the summary of the step; outside of GitHub there is none. */
export function appendSummary(text: string): void {
  const { GITHUB_STEP_SUMMARY: file } = process.env;
  if (file === undefined || file === '') return;
  try {
    appendFileSync(file, text);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    const message = `the summary of the step could not be written: ${(error as Error).message.replace(/,.*/s, '')}`;
    throw new UserError([{ code: 'WRITE_FAILED', severity: 'error', message }]);
  }
}

/** A cell of a table: code, with nothing that could end it. */
export function cell(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').replace(/\s+/g, ' ')}\``;
}

/** Problems that end a command, as annotations and as a table in the summary. */
export function printGithubProblems(problems: readonly Problem[], cwd: string, print: (text: string) => void): void {
  const sorted = sortProblems(problems);
  for (const { code, severity, place, message, hint } of sorted)
    print(annotation(severity, hint === undefined ? message : `${message}\n${hint}`, { ...placeProperties(place, cwd), title: code }));
  const rows = sorted.map(({ code, place, message, hint = '' }) => {
    const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}`;
    return `| ${code} | ${cell(where)} | ${cell(message)} | ${cell(hint)} |\n`;
  });
  appendSummary(`### What is wrong\n\n| problem | place | what is wrong | what to do |\n| --- | --- | --- | --- |\n${rows.join('')}\n`);
}
