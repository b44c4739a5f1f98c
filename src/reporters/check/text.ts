import { colorsFor, withoutCommands } from '../../command-line/terminal.ts';
import { oneLine } from '../../text/printable.ts';
import { causeLabels, sharedFiles } from '../shared/causes.ts';
import { colored, unifiedDiff } from '../shared/unified-diff.ts';
import { conclusion, notes } from './conclusion.ts';
import { type CheckedFile, type CheckResult, hasDiff } from './report.ts';

/** A table of causes and paths, the diffs, the remedies, and the conclusion. */
export function printCheckAsText({ report, changes }: CheckResult): string {
  const colors = colorsFor(process.stdout);
  const width = Math.max(0, ...report.files.map(({ cause }) => causeLabels[cause].length));
  const color = ({ drift }: CheckedFile) => (drift ? colors.red : colors.yellow);
  const row = (file: CheckedFile, name: string) => `${color(file)(causeLabels[file.cause].padEnd(width))}  ${name}\n`;
  const newerShared = report.files.filter(({ cause }) => cause === 'newer-shared');
  const table = report.files.flatMap((file) => {
    if (file.cause !== 'newer-shared') return [row(file, oneLine(file.file))];
    return file === newerShared[0] ? [row(file, sharedFiles(newerShared.length))] : [];
  });
  const patches = withoutCommands(
    changes
      .filter(({ change }) => hasDiff(change))
      .map(({ file, change }) => colored(unifiedDiff(change, file.file), colors))
      .join(''),
  );
  const distinct = new Map(changes.filter(({ file }) => file.remedy !== '').map((each) => [`${each.file.cause} ${each.file.remedy}`, each]));
  const remedies = [...distinct.values()].map(
    ({ file, change }) =>
      `${colors.bold(causeLabels[file.cause])}${change.detail === undefined ? '' : `  ${oneLine(file.file)} ${oneLine(file.message)}`}\n  ${oneLine(file.remedy)}\n`,
  );
  return [
    table.join(''),
    patches === '' ? '' : `\n${patches}`,
    remedies.length === 0 ? '' : `\n${remedies.join('')}`,
    '\n',
    conclusion(report),
    notes(report),
  ].join('');
}
