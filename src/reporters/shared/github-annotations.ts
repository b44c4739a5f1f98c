/** What GitHub shows for a workflow step: annotations, which are lines of the log, and the step summary. */
import { appendFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { systemCode } from '../../apply/file-system.ts';
import { type Place, UserError } from '../../problems/errors.ts';
import { printable } from '../../text/printable.ts';

/** One workflow command. https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function annotation(kind: 'error' | 'warning' | 'notice', message: string, properties: Record<string, string | number> = {}): string {
  const escapeData = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeData(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`);
  return `::${kind}${list.length === 0 ? '' : ` ${list.join(',')}`}::${escapeData(message)}\n`;
}

/** GitHub links only files inside the workspace. */
export function fileProperty({ file }: { file: string }, cwd: string): Record<string, string> {
  const path = relative(process.env.GITHUB_WORKSPACE ?? cwd, resolve(cwd, file)).replaceAll('\\', '/');
  return path.startsWith('../') ? {} : { file: path };
}

export function placeProperties(place: Place | null | undefined, cwd: string): Record<string, string | number> {
  return place === null || place === undefined ? {} : { ...fileProperty(place, cwd), line: place.line, col: place.column };
}

/** Appends to the step summary; does nothing outside of GitHub Actions. */
export function appendSummary(text: string): void {
  const { GITHUB_STEP_SUMMARY: file } = process.env;
  if (file === undefined || file === '') return;
  try {
    appendFileSync(file, text);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    const message = `the step summary could not be written: ${(error as Error).message.replace(/,.*/s, '')}`;
    throw new UserError([{ code: 'WRITE_FAILED', severity: 'error', message }]);
  }
}

/** A table cell with the text as code, without characters that would end the code or the cell. */
export function tableCell(text: string): string {
  return text === '' ? '' : `\`${printable(text).replaceAll('`', "'").replaceAll('|', '\\|').replace(/\s+/g, ' ')}\``;
}
