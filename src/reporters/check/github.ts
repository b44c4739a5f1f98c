import { keysOf, printPath } from '../../problems/path.ts';
import { causeLabels } from '../shared/causes.ts';
import { annotation, appendSummary, fileProperty, placeProperties, tableCell } from '../shared/github-annotations.ts';
import { unifiedDiff } from '../shared/unified-diff.ts';
import { conclusion, uncheckedLines, unreachedLines, versionNote } from './conclusion.ts';
import { type CheckedFile, type CheckResult, hasDiff } from './report.ts';

/** GitHub shows ten annotations of a kind per step, and at most 1 MiB of summary. */
const annotationLimit = 10;
const summaryLimit = 1024 * 1024;

/** Annotations for the log, the full report for the step summary. The log gets no content of files. */
export function printCheckForGithub({ report, changes }: CheckResult, cwd: string, print: (text: string) => void): void {
  const drifted = report.files.filter(({ drift }) => drift);
  // If there are too many, the last annotation gives the number of the others.
  const shown = drifted.length > annotationLimit ? drifted.slice(0, annotationLimit - 1) : drifted;
  // Several blocks of one file may have the same annotation.
  for (const line of new Set(shown.map((file) => fileAnnotation(file, cwd)))) print(line);
  if (shown.length < drifted.length) print(annotation('error', `${drifted.length - shown.length} more files are out of date: see the step summary.`));
  const otherVersion = report.repositories.find(({ writtenBy }) => writtenBy !== null && writtenBy !== report.generatorVersion)?.writtenBy;
  if (typeof otherVersion === 'string') print(annotation('notice', versionNote(otherVersion, report.generatorVersion)));
  const [unset] = report.unset;
  if (unset !== undefined)
    print(
      annotation(
        'warning',
        `Not filled in yet: ${report.unset.map(({ pointer }) => printPath(keysOf(pointer))).join(', ')}. CI and CD refuse to run until then.`,
        placeProperties(unset.place, cwd),
      ),
    );
  for (const { code, message, hint, place } of report.warnings.slice(0, annotationLimit - 1))
    print(annotation('warning', `${code}: ${message}${hint === '' ? '' : `. ${hint}`}`, placeProperties(place, cwd)));
  for (const line of [...uncheckedLines(report.repositories), ...unreachedLines(report.unreached ?? [])]) print(line);
  print(conclusion(report));
  if (report.files.length > 0) appendSummary(summaryText({ report, changes }));
}

/** GitHub cannot link files outside the workspace, such as those of the other repository: the message names them. */
function fileAnnotation(file: CheckedFile, cwd: string): string {
  const properties = fileProperty(file, cwd);
  const subject = properties.file === undefined ? file.file : 'this file';
  return annotation('error', `${causeLabels[file.cause]}: ${subject} ${file.message}. ${file.remedy}`, properties);
}

function summaryText({ report, changes }: Pick<CheckResult, 'report' | 'changes'>): string {
  const rows = report.files.map((file) => `| ${causeLabels[file.cause]} | ${tableCell(file.file)} | ${tableCell(file.remedy)} |\n`);
  const table = `### Files out of date\n\n| cause | file | what to do |\n| --- | --- | --- |\n${rows.join('')}\n`;
  let text = table.slice(0, summaryLimit / 2);
  for (const { file, change } of changes) {
    if (!hasDiff(change)) continue;
    const patch = unifiedDiff(change, file.file);
    const fence = '`'.repeat(Math.max(3, ...[...patch.matchAll(/`+/g)].map(([run]) => run.length + 1)));
    const block = `${fence}diff\n${patch}${fence}\n\n`;
    if (Buffer.byteLength(text) + Buffer.byteLength(block) > summaryLimit - 1024)
      return `${text}The other differences are omitted: the summary would be too long.\n`;
    text += block;
  }
  return text;
}
