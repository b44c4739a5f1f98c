import { expect, test } from 'vitest';
import { mergeTexts } from '../../src/diff/merge.ts';

const base = 'one\ntwo\nthree\nfour\nfive\n';

test.each([
  ['changes of different lines are merged', 'ONE\ntwo\nthree\nfour\nfive\n', 'one\ntwo\nthree\nfour\nFIVE\n', 'ONE\ntwo\nthree\nfour\nFIVE\n'],
  [
    'the same change on both sides is applied once',
    'one\nTWO\nthree\nfour\nfive\n',
    'one\nTWO\nthree\nfour\nfive\nsix\n',
    'one\nTWO\nthree\nfour\nfive\nsix\n',
  ],
  ['a line added by each is kept', 'zero\none\ntwo\nthree\nfour\nfive\n', 'one\ntwo\nthree\nfour\nfive\nsix\n', 'zero\none\ntwo\nthree\nfour\nfive\nsix\n'],
  ['a deletion and a change elsewhere', 'one\nthree\nfour\nfive\n', 'one\ntwo\nthree\nfour\nFIVE\n', 'one\nthree\nfour\nFIVE\n'],
  [
    'line ends stay as the user has them',
    'ONE\r\ntwo\r\nthree\r\nfour\r\nfive\r\n',
    'one\ntwo\nthree\nfour\nFIVE\n',
    'ONE\r\ntwo\r\nthree\r\nfour\r\nFIVE\r\n',
  ],
  ['no last newline stays none', 'ONE\ntwo\nthree\nfour\nfive', 'one\nTWO AND MORE\ntwo\nthree\nfour\nfive\n', undefined],
])('%s', (_, disk, planned, text) => {
  const merged = mergeTexts({ disk, base, planned });
  if (text === undefined) expect(merged.conflict).toBe(true);
  else expect(merged).toEqual({ text, conflict: false });
});

test('changes of the same line are a conflict that shows both', () => {
  expect(mergeTexts({ disk: 'one\nmine\nthree\n', base: 'one\ntwo\nthree\n', planned: 'one\nours\nthree\n' })).toEqual({
    text: 'one\n<<<<<<< this file\nmine\n=======\nours\n>>>>>>> create-gitops-app\nthree\n',
    conflict: true,
  });
});

test('changes of neighbouring lines are a conflict', () => {
  expect(mergeTexts({ disk: 'ONE\ntwo\n', base: 'one\ntwo\n', planned: 'one\nTWO\n' }).conflict).toBe(true);
});

test.each([
  ['a line that one has more', 'one\nmore\n', 'one\n', 'one\n<<<<<<< this file\nmore\n=======\n>>>>>>> create-gitops-app\n'],
  ['lines that stand twice', 'a\na\na\n', 'a\na\n', 'a\na\n<<<<<<< this file\na\n=======\n>>>>>>> create-gitops-app\n'],
  ['an empty file', '', 'one\n', '<<<<<<< this file\n=======\none\n>>>>>>> create-gitops-app\n'],
  ['other line ends', 'one\r\nmine\r\n', 'one\nours\n', 'one\r\n<<<<<<< this file\r\nmine\r\n=======\r\nours\r\n>>>>>>> create-gitops-app\r\n'],
])('without the recorded text, everything that differs is a conflict: %s', (_, disk, planned, text) => {
  expect(mergeTexts({ disk, base: undefined, planned })).toEqual({ text, conflict: true });
});
