import { createTwoFilesPatch } from 'diff';
import type { Colors } from '../../command-line/terminal.ts';
import type { Change } from '../../diff/change.ts';
import { printable } from '../../text/printable.ts';

type Texts = Pick<Change, 'before' | 'after' | 'action'>;

/** What apply does with a file, for people. Ignores line ends, which would show every line as changed. */
export function unifiedDiff({ before, after, action }: Texts, path: string): string {
  const withLineFeeds = (text: string) => text.replaceAll('\r\n', '\n');
  return exactDiff(
    {
      action,
      ...(before === undefined ? {} : { before: withLineFeeds(before) }),
      ...(after === undefined ? {} : { after: withLineFeeds(after) }),
    },
    path,
  );
}

/** The same byte by byte, as `git diff` prints it; empty if the text stays. */
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

/** Colors the lines of a diff as usual, and makes control characters in the files visible. */
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
