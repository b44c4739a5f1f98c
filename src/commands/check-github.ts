import { appendFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { keysOf, printPath } from '../config/path.ts';
import type { Place } from '../errors.ts';
import { causeLabels } from './causes.ts';
import type { Checked, CheckedFile } from './check-report.ts';
import { conclusion, unseen } from './conclusion.ts';
import { unifiedDiff } from './unified-diff.ts';

/** GitHub shows ten annotations of a kind for a step, and takes 1 MiB of summary. */
const annotationLimit = 10;
const summaryLimit = 1024 * 1024;

/** Annotations for the log, everything for the step's summary. No content of a file reaches the log. */
export function printGithub({ report, changes }: Checked, cwd: string, print: (text: string) => void): void {
  const root = process.env.GITHUB_WORKSPACE ?? cwd;
  const drifted = report.files.filter(({ drift }) => drift);
  // The last place says how many there are, where they are too many.
  const shown = drifted.length > annotationLimit ? drifted.slice(0, annotationLimit - 1) : drifted;
  for (const file of shown) print(annotation('error', `${causeLabels[file.cause]}: this file ${file.message}. ${file.remedy}`, fileProperty(file, cwd, root)));
  if (shown.length < drifted.length)
    print(annotation('error', `${drifted.length - shown.length} more files are not as they should be: see the summary of this step.`));
  for (const { writtenBy } of report.repositories.filter((each) => each.writtenBy !== null && each.writtenBy !== report.generatorVersion).slice(0, 1))
    print(
      annotation('notice', `The files were written by version ${writtenBy}; this is ${report.generatorVersion}. A difference between versions is no drift.`),
    );
  const [unset] = report.unset;
  if (unset !== undefined)
    print(
      annotation(
        'warning',
        `Not filled in yet: ${report.unset.map(({ pointer }) => printPath(keysOf(pointer))).join(', ')}. CI and CD refuse to run before.`,
        placeProperties(unset.place, cwd, root),
      ),
    );
  for (const { code, message, hint, place } of report.warnings.slice(0, annotationLimit - 1))
    print(annotation('warning', `${code}: ${message}${hint === '' ? '' : `. ${hint}`}`, placeProperties(place, cwd, root)));
  for (const repository of report.repositories.filter(({ checked }) => !checked)) print(unseen(repository));
  print(conclusion(report));
  const { GITHUB_STEP_SUMMARY: summary } = process.env;
  if (summary !== undefined && summary !== '' && report.files.length > 0) appendFileSync(summary, summaryText({ report, changes }));
}

/** One workflow command. https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function annotation(kind: 'error' | 'warning' | 'notice', message: string, properties: Record<string, string | number> = {}): string {
  const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`);
  return `::${kind}${list.length === 0 ? '' : ` ${list.join(',')}`}::${escaped(message)}\n`;
}

/** GitHub links a file inside the workspace only. */
function fileProperty({ file }: Pick<CheckedFile, 'file'>, cwd: string, root: string): Record<string, string> {
  const path = relative(root, resolve(cwd, file)).replaceAll('\\', '/');
  return path.startsWith('../') ? {} : { file: path };
}

function placeProperties(place: Place | null, cwd: string, root: string): Record<string, string | number> {
  return place === null ? {} : { ...fileProperty(place, cwd, root), line: place.line, col: place.column };
}

function summaryText({ report, changes }: Checked): string {
  const rows = report.files.map((file) => `| ${causeLabels[file.cause]} | ${inline(file.file)} | ${inline(file.remedy)} |\n`);
  const head = `### Files that are not as they should be\n\n| cause | file | what to do |\n| --- | --- | --- |\n${rows.join('')}\n`;
  let text = head.slice(0, summaryLimit / 2);
  for (const { file, change } of changes) {
    if (change.before === undefined || change.after === undefined || change.action === 'keep') continue;
    const patch = unifiedDiff(change, file.file);
    const fence = '`'.repeat(Math.max(3, ...[...patch.matchAll(/`+/g)].map(([run]) => run.length + 1)));
    const block = `${fence}diff\n${patch}${fence}\n\n`;
    if (Buffer.byteLength(text) + Buffer.byteLength(block) > summaryLimit - 1024) return `${text}The rest is left out: it is too long for a summary.\n`;
    text += block;
  }
  return text;
}

/** A cell of a table: code, with nothing that could end it. */
function inline(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').replace(/\s+/g, ' ')}\``;
}
