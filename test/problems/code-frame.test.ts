import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../src/problems/code-frame.ts';
import { processorTime } from '../support/processor-time.ts';

const at = (line: number, column: number) => ({ line, column });
const oneTo = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

/** The frame of one mark, as its rows. */
function rows(source: string, line: number, column: number, length = 1): string[] {
  return codeFrame(source, [{ start: at(line, column), end: at(line, column + length) }])
    .split('\n')
    .slice(0, -1);
}

describe('a code frame', () => {
  test('has two lines before and after, numbers of one width, and carets below the value', () => {
    expect(rows(oneTo(20).join('\n'), 10, 6, 2)).toEqual([
      '   8 | line 8',
      '   9 | line 9',
      '> 10 | line 10',
      '     |      ^^',
      '  11 | line 11',
      '  12 | line 12',
    ]);
  });

  test('has one caret where the end is not known, or on another line', () => {
    const source = 'a: {\n  b: 1,\n},';
    const expected = '> 1 | a: {\n    |    ^\n  2 |   b: 1,\n  3 | },\n';
    expect(codeFrame(source, [{ start: at(1, 4) }])).toBe(expected);
    expect(codeFrame(source, [{ start: at(1, 4), end: at(3, 2) }])).toBe(expected);
  });

  test.each([
    ['the first line', 1, ['> 1 | line 1', '    | ^^^^', '  2 | line 2', '  3 | line 3']],
    ['the last line', 4, ['  2 | line 2', '  3 | line 3', '> 4 | line 4', '    | ^^^^']],
  ])('at %s', (_, line, expected) => {
    expect(rows(oneTo(4).join('\n'), line, 1, 4)).toEqual(expected);
    expect(rows(`${oneTo(4).join('\n')}\n`, line, 1, 4)).toEqual(expected);
  });

  test('at the end of a line, and after the last line break', () => {
    expect(rows('abc\n', 1, 4)).toEqual(['> 1 | abc', '    |    ^']);
    expect(rows('abc\n', 2, 1)).toEqual(['  1 | abc', '> 2 |', '    | ^']);
  });

  test.each([
    ['line 0', 0, 1],
    ['a line after the last one', 3, 1],
    ['column 0', 1, 0],
    ['a column after the end of the line', 1, 5],
  ])('is empty for %s', (_, line, column) => {
    expect(codeFrame('abc\ndef', [{ start: at(line, column) }])).toBe('');
  });

  test('of several marks, also on one line', () => {
    const marks = [
      { start: at(1, 1), end: at(1, 2) },
      { start: at(1, 3), end: at(1, 6) },
      { start: at(3, 1), end: at(3, 2) },
    ];
    expect(codeFrame('a bcd\nb\nc\nd\ne\nf', marks)).toBe('> 1 | a bcd\n    | ^ ^^^\n  2 | b\n> 3 | c\n    | ^\n  4 | d\n  5 | e\n');
  });

  test('does not print hidden lines', () => {
    const marks = [{ start: at(1, 1) }, { start: at(2, 1) }];
    expect(codeFrame('one\ntwo\nthree', marks, { hidden: new Set([2]) })).toBe('> 1 | one\n    | ^\n  2 | …\n  3 | three\n');
    expect(codeFrame('one\ntwo', [{ start: at(2, 1) }], { hidden: new Set([2]) })).toBe('');
  });

  test('colours numbers and marks', () => {
    const options = { dim: (text: string) => `(${text})`, highlight: (text: string) => `<${text}>` };
    expect(codeFrame('a\nb', [{ start: at(1, 1) }], options)).toBe('<>> (1 |) a\n  (  |) <^>\n  (2 |) b\n');
  });
});

describe('line breaks', () => {
  test.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
    ['a line separator', '\u2028'],
  ])('of %s', (_, lineBreak) => {
    expect(rows(['a', 'b', 'c'].join(lineBreak), 2, 1)).toEqual(['  1 | a', '> 2 | b', '    | ^', '  3 | c']);
  });
});

describe('columns', () => {
  /** The columns of a terminal under which the carets are, for the part of a line between « and ». */
  function caretsOf(marked: string): [line: string | undefined, carets: string | undefined] {
    const [before = '', value = ''] = marked.split(/[«»]/);
    const [line, carets] = rows(marked.replace(/[«»]/g, ''), 1, before.length + 1, value.length);
    return [line?.slice('> 1 | '.length), carets?.slice('    | '.length)];
  }

  test.each([
    ['a tab before', '\ta: «1»', '    a: 1', '       ^'],
    ['a tab that fills up', 'ab\t«1»', 'ab  1', '    ^'],
    ['a tab in the value', "«'\t'»", "'   '", '^^^^^'],
    ['wide characters before', "'東京' «x»", "'東京' x", '       ^'],
    ['wide characters in the value', '«東京»', '東京', '^^^^'],
    ['half-width characters', 'ｱｲ«x»', 'ｱｲx', '  ^'],
    ['emoji', '👩‍👩‍👧🇪🇺❤️«x»', '👩‍👩‍👧🇪🇺❤️x', '      ^'],
    ['combining characters', 'e\u0301«x»', 'e\u0301x', ' ^'],
    ['a byte order mark', '\ufeff«x»', '\ufeffx', '^'],
    ['escape sequences before', '\u001b[31m«x»', '\\u001b[31mx', '          ^'],
    ['escape sequences in the value', "«'\u001b]8;;x\u0007'»", "'\\u001b]8;;x\\u0007'", '^^^^^^^^^^^^^^^^^^^'],
    ['bidirectional controls', '\u202e«x»', '\\u202ex', '      ^'],
    ['a lone surrogate', '\ud800«x»', '\ud800x', ' ^'],
  ])('%s', (_, marked, line, carets) => {
    expect(caretsOf(marked)).toEqual([line, carets]);
  });
});

describe('a long line', () => {
  const long = `${'a'.repeat(300)}VALUE${'b'.repeat(300)}`;

  test('is cut after a value near its start', () => {
    expect(rows(`VALUE${'b'.repeat(300)}`, 1, 1, 5)).toEqual([`> 1 | VALUE${'b'.repeat(95)}…`, '    | ^^^^^']);
  });

  test('is cut around a value, and so are the lines around it', () => {
    expect(rows(`${'c'.repeat(350)}\nshort\n${long}\n\n`, 3, 301, 5)).toEqual([
      `  1 | …${'c'.repeat(90)}`,
      '  2 | …',
      `> 3 | …${'a'.repeat(40)}VALUE${'b'.repeat(55)}…`,
      `    | ${' '.repeat(41)}^^^^^`,
      '  4 |',
    ]);
  });

  test('is cut at the end of a long value', () => {
    const [line, carets] = rows(`x: '${'v'.repeat(500)}'`, 1, 4, 502);
    expect(line).toBe(`> 1 | x: '${'v'.repeat(96)}…`);
    expect(carets).toBe(`    |    ${'^'.repeat(97)}`);
  });

  test('is cut before an error at its end', () => {
    expect(rows('a'.repeat(500), 1, 501)).toEqual([`> 1 | …${'a'.repeat(40)}`, `    | ${' '.repeat(41)}^`]);
  });

  test('of a minified file is quick', () => {
    const spent = processorTime();
    codeFrame('a'.repeat(20_000_000), [{ start: at(1, 10_000_000) }]);
    expect(spent()).toBeLessThan(2000);
  });
});
