import { describe, expect, test } from 'vitest';
import { RegionError, readRegion, regionMarkers, removeRegion, writeRegion } from '../../src/diff/regions.ts';

const markers = regionMarkers('shop', '#');
const block = (content: string) => `${markers.begin}\n${content}${markers.end}\n`;

describe('a region in a file of the user’s', () => {
  test.each([
    ['an empty file', '', block('ours\n')],
    ['a file with a final newline', 'theirs\n', `theirs\n\n${block('ours\n')}`],
    ['a file without one', 'theirs', `theirs\n\n${block('ours\n')}`],
    ['a file that has the block', `a\n${block('old\n')}b\n`, `a\n${block('ours\n')}b\n`],
    ['a file that begins with it', `${block('old\n')}b`, `${block('ours\n')}b`],
    ['a block whose marker says something else after the name', `# gitops-app:begin shop: old words\nold\n${markers.end}\n`, block('ours\n')],
  ])('is written into %s', (_, before, after) => {
    expect(writeRegion(before, markers, 'ours\n')).toBe(after);
    expect(readRegion(after, markers)).toBe('ours\n');
  });

  test('keeps the line ends of the file', () => {
    const written = writeRegion('theirs\r\n', markers, 'a\nb\n');
    expect(written.replaceAll('\r\n', '')).not.toContain('\n');
    expect(readRegion(written, markers)).toBe('a\nb\n');
    expect(writeRegion(written, markers, 'a\nb\n')).toBe(written);
  });

  test('keeps a byte order mark at the start of the file', () => {
    const mark = '\ufeff';
    expect(writeRegion(`${mark}theirs\n`, markers, 'ours\n', 'start')).toBe(`${mark}${block('ours\n')}\ntheirs\n`);
    expect(writeRegion(`${mark}${block('old\n')}theirs\n`, markers, 'ours\n')).toBe(`${mark}${block('ours\n')}theirs\n`);
    expect(removeRegion(`${mark}${block('ours\n')}\ntheirs\n`, markers)).toBe(`${mark}theirs\n`);
  });

  test('is independent of the region of another app', () => {
    const other = regionMarkers('shop-two', '#');
    const both = writeRegion(writeRegion('', markers, 'one\n'), other, 'two\n');
    expect([readRegion(both, markers), readRegion(both, other)]).toEqual(['one\n', 'two\n']);
  });

  test.each(['theirs\n', 'theirs\nmore\n', '', '\n'])('removing it restores %j', (before) => {
    expect(removeRegion(writeRegion(before, markers, 'ours\n'), markers)).toBe(before);
  });

  test.each([
    ['the end is gone', `${markers.begin}\nours\n`],
    ['the beginning is gone', `ours\n${markers.end}\n`],
    ['they are doubled', block('a\n') + block('b\n')],
    ['they are nested', `${markers.begin}\n${block('a\n')}${markers.end}\n`],
    ['they are the wrong way round', `${markers.end}\nours\n${markers.begin}\n`],
  ])('is rejected if %s', (_, text) => {
    expect(() => readRegion(text, markers)).toThrow(RegionError);
    expect(() => writeRegion(text, markers, 'ours\n')).toThrow(RegionError);
  });
});

test('a region at the start of a file precedes its text, and is removed without a trace', () => {
  const markers = regionMarkers('default owners', '#');
  for (const before of ['', '* @them\n', '\n* @them\n', '* @them\r\n/db/ @dba\r\n']) {
    const written = writeRegion(before, markers, '* @us\n', 'start');
    expect(written.startsWith(markers.begin)).toBe(true);
    expect(written.endsWith(before)).toBe(true);
    expect(readRegion(written, markers)).toBe('* @us\n');
    expect(writeRegion(written, markers, '* @us\n', 'start')).toBe(written);
    expect(removeRegion(written, markers)).toBe(before);
  }
});
