import { randomBytes } from 'node:crypto';
import { causeLabels } from './causes.ts';
import type { Checked, CheckedFile, CheckedRepository, CheckReport } from './check-report.ts';
import { colorsFor, printable } from './terminal.ts';

/** Cause and path in two columns, the difference of each file, what to do, and what was not seen. */
export async function checkText({ report, changes }: Checked): Promise<string> {
  if (report.files.length === 0) return conclusion(report) + notes(report);
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

/** How many files are right and how many are not. */
export function conclusion(report: CheckReport): string {
  const drifted = report.files.filter(({ drift }) => drift).length;
  const upToDate = report.repositories.reduce((sum, { upToDate: count }) => sum + count, 0);
  const others = `${upToDate} ${upToDate === 1 ? 'is' : 'are'}`;
  switch (report.result) {
    case 'clean':
      return `${upToDate === 1 ? '1 file is as it' : `${upToDate} files are as they`} should be.\n`;
    case 'drift':
      return `${drifted} ${drifted === 1 ? 'file is' : 'files are'} not as ${drifted === 1 ? 'it' : 'they'} should be; ${others}.\n`;
    case 'disagreement':
      return `The two repositories were generated from different configs: ${drifted} files are not as they should be; ${others}.\nCheck out the branches that belong together, or run generate.\n`;
  }
}

function notes({ repositories, unset, generatorVersion }: CheckReport): string {
  const others = new Set(repositories.flatMap(({ writtenBy }) => (writtenBy === null || writtenBy === generatorVersion ? [] : [writtenBy])));
  return [
    ...[...others].map((writer) => `The files were written by version ${writer}; this is ${generatorVersion}. A difference between versions is no drift.\n`),
    ...repositories.filter(({ checked }) => !checked).map(unseen),
    ...(unset.length === 0 ? [] : [`${unset.length} ${unset.length === 1 ? 'value is' : 'values are'} not filled in yet; CI and CD refuse to run before.\n`]),
  ].join('');
}

/** What check could not look at. */
export function unseen({ repository, slug, path }: CheckedRepository): string {
  return path === null
    ? `Not checked: the ${repository} repository ${slug} is not here.\n`
    : `Not checked: the ${repository} repository ${slug}, there is no folder ${path}.\n`;
}
