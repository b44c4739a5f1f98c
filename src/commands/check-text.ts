import { randomBytes } from 'node:crypto';
import { causeLabels } from './causes.ts';
import type { Checked, CheckedFile } from './check-report.ts';
import { conclusion, notes } from './conclusion.ts';
import { colorsFor, printable } from './terminal.ts';

/** Cause and path in two columns, the difference of each file, what to do, and what was not seen. */
export async function checkText({ report, changes }: Checked): Promise<string> {
  const colors = colorsFor(process.stdout);
  const width = Math.max(0, ...report.files.map(({ cause }) => causeLabels[cause].length));
  const color = ({ drift }: CheckedFile) => (drift ? colors.red : colors.yellow);
  const table = report.files.map((file) => `${color(file)(causeLabels[file.cause].padEnd(width))}  ${printable(file.file)}\n`);
  const remedies = [...new Map(changes.filter(({ file }) => file.remedy !== '').map((each) => [`${each.file.cause} ${each.file.remedy}`, each])).values()].map(
    ({ file, change }) =>
      `${colors.bold(causeLabels[file.cause])}${change.detail === undefined ? '' : `  ${printable(file.file)} ${printable(file.message)}`}\n  ${file.remedy}\n`,
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
  if (patches === '' || process.env.GITHUB_ACTIONS !== 'true') return patches;
  // A line of a file may look like a command to the runner, also after a blank.
  const token = randomBytes(16).toString('hex');
  return `::stop-commands::${token}\n${patches}::${token}::\n`;
}
