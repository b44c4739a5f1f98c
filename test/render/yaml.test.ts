import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { printYaml } from '../../src/render/yaml.ts';
import { sample } from '../support/sample.ts';

/** What a reader of that version of YAML gets; an error or a warning is a failure. */
function read(text: string, version: '1.1' | '1.2'): unknown {
  const document = parseDocument(text, { version, ...(version === '1.1' ? { merge: true } : {}) });
  expect([...document.errors, ...document.warnings], text).toEqual([]);
  return document.toJS();
}

const words = fc.constantFrom(
  'yes',
  'no',
  'on',
  'off',
  'y',
  'n',
  'null',
  '~',
  '',
  '1',
  '0x1f',
  '0o7',
  '017',
  '1_000',
  '1e3',
  '.5',
  '.inf',
  '.nan',
  '1:30',
  '2026-01-31',
  '=',
  '<<',
  '-',
  '?',
  '- a',
  'a: b',
  'a #b',
  '#a',
  '&a',
  '*a',
  '!a',
  '%a',
  '@a',
  '`a',
  '[a',
  '{a',
  '"a"',
  "'a'",
  'it\'s "both"',
  'a:',
  ' a',
  'a ',
  '---',
  '...',
  'a\\b',
  'ä',
  '😀',
  '\u2028',
  '\ufeff',
  'True',
  'NO',
);
const strings = fc.oneof(
  words,
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '#', ':', '-', '"', "'", '\r', '\u0007') }),
);
const data = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, strings, fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(
    fc.oneof(words, fc.string({ maxLength: 8 })).filter((key) => key !== '__proto__'),
    tie('value'),
    { maxKeys: 4 },
  ),
}));

describe('what is printed is read back', () => {
  test.each(['1.1', '1.2'] as const)('by a reader of YAML %s', (version) => {
    fc.assert(
      fc.property(data.map, (value) => {
        expect(read(printYaml(value, { reader: '1.1' }), version)).toEqual(value);
      }),
      { numRuns: sample(500, 2000) },
    );
  });
  test('folded, at any width', () => {
    const sentences = fc
      .array(fc.oneof(words, fc.constantFrom('a', 'and', ' ', '\t', 'x{y="z"}', '#', '- b', 'c:')), { minLength: 1, maxLength: 12 })
      .map((each) => each.join(' '));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b'), fc.oneof(sentences, fc.array(sentences))), fc.integer({ min: 1, max: 30 }), (value, foldAt) => {
        const text = printYaml(value, { foldAt, trailing: (each) => (each.length % 2 === 0 ? 'even' : undefined) });
        for (const version of ['1.1', '1.2'] as const) expect(read(text, version)).toEqual(value);
      }),
      { numRuns: sample(500, 2000) },
    );
  });
  test('by GitHub, where words of 1.1 stand plain', () => {
    fc.assert(
      fc.property(data.map, (value) => {
        expect(read(printYaml(value, { reader: '1.2' }), '1.2')).toEqual(value);
      }),
      { numRuns: sample(250, 1000) },
    );
    expect(printYaml({ on: { push: null } }, { reader: '1.2' })).toBe('on:\n  push:\n');
  });
});

test('reads as a person would write it', () => {
  const text = printYaml(
    {
      kind: 'Service',
      names: ['a', 'b'],
      ports: [
        { port: 80, name: 'http' },
        { port: 443, env: {} },
      ],
      nested: [['a'], []],
      script: 'one\ntwo\n',
      none: null,
      version: '1.10',
      quoted: '{"a":1}',
      left: undefined,
    },
    {
      header: 'What it is.\n\nWhy.',
      comments: { '/ports': 'Of the app.', '/ports/1': 'TLS.' },
      trailingAt: { '/names/1': 'second' },
      blankLines: ['/kind', '/script'],
      trailing: (value) => (value === 'Service' ? 'core' : undefined),
    },
  );
  expect(text).toBe(`# What it is.
#
# Why.

kind: Service # core
names:
  - a
  - b # second
# Of the app.
ports:
  - port: 80
    name: http
  # TLS.
  - port: 443
    env: {}
nested:
  - - a
  - []

script: |
  one
  two
none:
version: "1.10"
quoted: '{"a":1}'
`);
});

test('folds a text that is longer than a line, between its words', () => {
  const expression = 'rate(requests{code="500"}[5m]) > 0.1 and rate(requests[5m]) > 1';
  expect(printYaml({ alert: { expression, summary: 'short enough', url: `https://example.com/${'x'.repeat(40)}` } }, { foldAt: 40 })).toBe(`alert:
  expression: >-
    rate(requests{code="500"}[5m]) > 0.1
    and rate(requests[5m]) > 1
  summary: short enough
  url: https://example.com/${'x'.repeat(40)}
`);
});

test('a comment at a place that is not there is an error', () => {
  expect(() => printYaml({ a: 1 }, { comments: { '/b': 'x' } })).toThrow('no YAML node at /b');
  expect(() => printYaml({ a: 1 }, { trailingAt: { '/b': 'x' } })).toThrow('no YAML node at /b');
});
