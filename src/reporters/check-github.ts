import { keysOf, printPath } from '../problems/path.ts';
import { causeLabels } from './causes.ts';
import type { Checked, CheckedFile } from './check-report.ts';
import { conclusion, unseen } from './conclusion.ts';
import { annotation, appendSummary, cell, fileProperty, placeProperties } from './github.ts';
import { unifiedDiff } from './unified-diff.ts';

/** GitHub shows ten annotations of a kind for a step, and takes 1 MiB of summary. */
const annotationLimit = 10;
const summaryLimit = 1024 * 1024;

/** Annotations for the log, everything for the step's summary. No content of a file reaches the log. */
export function printGithub({ report, changes }: Checked, cwd: string, print: (text: string) => void): void {
  const drifted = report.files.filter(({ drift }) => drift);
  // The last place says how many there are, where they are too many.
  const shown = drifted.length > annotationLimit ? drifted.slice(0, annotationLimit - 1) : drifted;
  // Several blocks of one file are wrong for one reason.
  for (const line of new Set(shown.map((file) => fileAnnotation(file, cwd)))) print(line);
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
        placeProperties(unset.place, cwd),
      ),
    );
  for (const { code, message, hint, place } of report.warnings.slice(0, annotationLimit - 1))
    print(annotation('warning', `${code}: ${message}${hint === '' ? '' : `. ${hint}`}`, placeProperties(place, cwd)));
  for (const line of unseen(report.repositories)) print(line);
  print(conclusion(report));
  if (report.files.length > 0) appendSummary(summaryText({ report, changes }));
}

/** Where GitHub can link no file, as in the other repository, the message has to name it. */
function fileAnnotation(file: CheckedFile, cwd: string): string {
  const properties = fileProperty(file, cwd);
  const subject = properties.file === undefined ? file.file : 'this file';
  return annotation('error', `${causeLabels[file.cause]}: ${subject} ${file.message}. ${file.remedy}`, properties);
}

function summaryText({ report, changes }: Checked): string {
  const rows = report.files.map((file) => `| ${causeLabels[file.cause]} | ${cell(file.file)} | ${cell(file.remedy)} |\n`);
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
