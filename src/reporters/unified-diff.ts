import { createTwoFilesPatch } from 'diff';
import type { Colors } from '../command-line/terminal.ts';
import type { Change } from '../diff/change.ts';
import { printable } from '../text/printable.ts';

type Texts = Pick<Change, 'before' | 'after' | 'action'>;

/** What apply would do with a file, for people: line ends are nobody's edit, and would make one of every line. */
export function unifiedDiff({ before, after, action }: Texts, path: string): string {
  const withoutReturns = (text: string) => text.replaceAll('\r\n', '\n');
  return exactDiff(
    {
      action,
      ...(before === undefined ? {} : { before: withoutReturns(before) }),
      ...(after === undefined ? {} : { after: withoutReturns(after) }),
    },
    path,
  );
}

/** The same to the byte, as `git diff` prints it; empty where the text stays. */
export function exactDiff({ before, after, action }: Texts, path: string): string {
  if (before === after || (after === undefined && action !== 'delete')) return '';
  const patch = createTwoFilesPatch(
    before === undefined ? '/dev/null' : `a/${path}`,
    after === undefined ? '/dev/null' : `b/${path}`,
    before ?? '',
    after ?? '',
    undefined,
    undefined,
    { context: 3 },
  );
  return patch.replace(/^=+\n/, '');
}

/** The lines of a difference in the terminal's usual colours; control characters of the files are shown. */
export function colored(patch: string, colors: Colors): string {
  if (patch === '') return '';
  const lines = printable(patch)
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => {
      if (/^(---|\+\+\+) /.test(line)) return colors.bold(line);
      if (line.startsWith('@@')) return colors.cyan(line);
      if (line.startsWith('+')) return colors.green(line);
      return line.startsWith('-') ? colors.red(line) : line;
    });
  return `${lines.join('\n')}\n`;
}
