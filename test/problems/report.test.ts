import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/problems/errors.ts';
import { formatProblems } from '../../src/problems/report.ts';

const source = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`).join('\n');
const read = (file: string) => (file === 'pipeline.config.ts' ? source : undefined);

/** A problem that marks `line` in a line of the source. */
const problem = (line: number, more: Partial<Problem> = {}): Problem => ({
  code: 'WRONG_VALUE',
  severity: 'error',
  message: `message ${line}`,
  place: { file: 'pipeline.config.ts', line, column: 1 },
  end: { line, column: 5 },
  ...more,
});

const format = (...problems: Problem[]) => formatProblems(problems, false, read);

describe('the text of problems', () => {
  test('has the place, the message, the code and the hint', () => {
    expect(format(problem(3, { hint: 'Fix it.\nOr not.' }))).toBe(
      [
        'pipeline.config.ts:3:1  error  WRONG_VALUE  message 3',
        '      1 | line 1',
        '      2 | line 2',
        '    > 3 | line 3',
        '        | ^^^^',
        '      4 | line 4',
        '      5 | line 5',
        '    Fix it.',
        '    Or not.',
        '',
      ].join('\n'),
    );
  });

  test('has no code where there is no place, the file cannot be read, or the place is outside of it', () => {
    const without = [
      problem(3, { place: { file: 'missing.ts', line: 3, column: 1 } }),
      problem(99),
      { code: 'USAGE', severity: 'error', message: 'no' } as const,
    ];
    for (const each of without) expect(format(each)).toMatch(/^.*\n$/);
    expect(formatProblems([problem(3)], false)).toBe('pipeline.config.ts:3:1  error  WRONG_VALUE  message 3\n');
  });

  test('is empty without problems', () => {
    expect(format()).toBe('');
  });

  test('shows problems on nearby lines in one frame, and others apart', () => {
    expect(format(problem(20), problem(3), problem(8)).split('\n')).toEqual([
      'pipeline.config.ts:3:1  error  WRONG_VALUE  message 3',
      'pipeline.config.ts:8:1  error  WRONG_VALUE  message 8',
      ...['       1 | line 1', '       2 | line 2', '    >  3 | line 3', '         | ^^^^'],
      ...['       4 | line 4', '       5 | line 5', '       6 | line 6', '       7 | line 7'],
      ...['    >  8 | line 8', '         | ^^^^', '       9 | line 9', '      10 | line 10'],
      '',
      'pipeline.config.ts:20:1  error  WRONG_VALUE  message 20',
      ...['      18 | line 18', '      19 | line 19', '    > 20 | line 20', '         | ^^^^', '      21 | line 21', '      22 | line 22'],
      '',
    ]);
  });

  test('shows errors before warnings, which never share a frame', () => {
    const headers = format(problem(3, { severity: 'warning' }), problem(4)).match(/^pipeline.*|^ {4}>.*/gm);
    expect(headers).toEqual([
      'pipeline.config.ts:4:1  error  WRONG_VALUE  message 4',
      '    > 4 | line 4',
      'pipeline.config.ts:3:1  warning  WRONG_VALUE  message 3',
      '    > 3 | line 3',
    ]);
  });

  test('prints a shared hint once for each frame, and separates problems with different hints', () => {
    const hint = 'Fix it.';
    const lines = format(problem(3, { hint }), problem(4, { hint }), problem(5), problem(20, { hint })).match(/message.*|^ {4}(?:>|Fix).*/gm);
    expect(lines).toEqual([
      'message 3',
      'message 4',
      '    > 3 | line 3',
      '    > 4 | line 4',
      '    Fix it.',
      'message 5',
      '    > 5 | line 5',
      'message 20',
      '    > 20 | line 20',
      '    Fix it.',
    ]);
  });

  test('prints a hint that problems without place share once', () => {
    const usage = (message: string): Problem => ({ code: 'USAGE', severity: 'error', message, hint: 'See --help.' });
    expect(format(usage('a'), usage('b'))).toBe('error  USAGE  a\nerror  USAGE  b\n    See --help.\n');
  });

  test('shows the text that a problem brings along', () => {
    expect(format(problem(1, { source: 'edited' }))).toContain('> 1 | edited\n        | ^^^^\n');
  });

  test('never shows the line of a secret, also in the frame of another problem', () => {
    const secret = problem(5, { code: 'PLAIN_TEXT_SECRET', end: { line: 6, column: 3 } });
    expect(format(secret)).toBe('pipeline.config.ts:5:1  error  PLAIN_TEXT_SECRET  message 5\n');
    const both = format(secret, problem(4));
    expect(both).toContain('    > 4 | line 4\n        | ^^^^\n      5 | …\n      6 | …\n');
    expect(format(secret, problem(4, { severity: 'warning' }))).toContain('    > 4 | line 4\n        | ^^^^\n      5 | …\n      6 | …\n');
    expect(both).not.toMatch(/line [56]/);
  });

  test('has colours where they are asked for', () => {
    const text = formatProblems([problem(1, { severity: 'warning' })], true, read);
    expect(text).toContain('\u001b[33mwarning\u001b[0m');
    expect(text).toContain('    \u001b[33m>\u001b[0m \u001b[2m1 |\u001b[0m line 1\n');
    expect(text).toContain('\u001b[33m^^^^\u001b[0m');
    expect(format(problem(1))).not.toContain('\u001b');
  });

  test('escapes control characters of messages, hints, file names and code', () => {
    const sequence = '\u001b[2J';
    const text = formatProblems([problem(1, { message: sequence, hint: sequence, place: { file: sequence, line: 1, column: 1 } })], false, () => sequence);
    expect(text).not.toContain('\u001b');
    expect(text.match(/\\u001b\[2J/g)).toHaveLength(4);
  });
});
