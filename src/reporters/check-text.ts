import { colorsFor, withoutCommands } from '../command-line/terminal.ts';
import { oneLine } from '../text/printable.ts';
import { causeLabels } from './causes.ts';
import type { Checked, CheckedFile } from './check-report.ts';
import { conclusion, notes } from './conclusion.ts';
import { sharedFiles } from './plan-text.ts';

/** Cause and path in two columns, the difference of each file, what to do, and what was not seen. */
export async function checkText({ report, changes }: Checked): Promise<string> {
  const colors = colorsFor(process.stdout);
  const width = Math.max(0, ...report.files.map(({ cause }) => causeLabels[cause].length));
  const color = ({ drift }: CheckedFile) => (drift ? colors.red : colors.yellow);
  const row = (file: CheckedFile, name: string) => `${color(file)(causeLabels[file.cause].padEnd(width))}  ${name}\n`;
  const newer = report.files.filter(({ cause }) => cause === 'newer-shared');
  const table = report.files.flatMap((file) => {
    if (file.cause !== 'newer-shared') return [row(file, oneLine(file.file))];
    return file === newer[0] ? [row(file, sharedFiles(newer.length))] : [];
  });
  const remedies = [...new Map(changes.filter(({ file }) => file.remedy !== '').map((each) => [`${each.file.cause} ${each.file.remedy}`, each])).values()].map(
    ({ file, change }) =>
      `${colors.bold(causeLabels[file.cause])}${change.detail === undefined ? '' : `  ${oneLine(file.file)} ${oneLine(file.message)}`}\n  ${oneLine(file.remedy)}\n`,
  );
  const patches = await differences({ changes });
  return [
    table.join(''),
    patches === '' ? '' : `\n${patches}`,
    remedies.length === 0 ? '' : `\n${remedies.join('')}`,
    '\n',
    conclusion(report),
    notes(report),
  ].join('');
}

async function differences({ changes }: Pick<Checked, 'changes'>): Promise<string> {
  const { colored, unifiedDiff } = await import('./unified-diff.ts');
  const colors = colorsFor(process.stdout);
  const patches = changes
    .filter(({ change }) => change.before !== undefined && change.after !== undefined && change.action !== 'keep')
    .map(({ file, change }) => colored(unifiedDiff(change, file.file), colors))
    .join('');
  return withoutCommands(patches);
}
