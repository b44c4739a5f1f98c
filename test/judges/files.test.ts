import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goldenCases, goldenFolder, readTree } from '../golden/cases.ts';
import { judgePaths, judgeSecrets, judgeSyntax, judgeText } from './files.ts';
import { judgeYaml } from './yaml.ts';

/** Generated files of a case; its configs are input. */
function generatedFiles(name: string): [string, string][] {
  return [...readTree(join(goldenFolder, name))].filter(([path]) => !path.endsWith('pipeline.config.ts'));
}

describe('judge: strict YAML and JSON', () => {
  test.each(goldenCases)('every file of $name', ({ name }) => {
    expect(generatedFiles(name).flatMap(([path, text]) => judgeSyntax(path, text))).toEqual([]);
  });

  test.each([
    ['a: 1\na: 2', 'Map keys must be unique'],
    ['a: &x 1\nb: *x', 'anchor &x'],
    ['a: !!binary aGk=', 'has the tag'],
    ['a: yes', '/0/a ("yes")'],
    ['on: push', 'read differently'],
    ['a: 1_000', '/0/a ("1_000")'],
    ['a: 0777', '/0/a (777)'],
    ['a: 12:30:45', '/0/a ("12:30:45")'],
    ['a: 2026-01-31', '/0/a ("2026-01-31")'],
    ['a: n', '/0/a ("n")'],
    ['a: [1', 'Flow sequence'],
  ])('refuses %j', (text, finding) => {
    expect(judgeYaml(text, '1.1 and 1.2').join('\n')).toContain(finding);
  });
  test.each(['a: "yes"\nb: 1.5\nc: [true, null, ~]\n"on": x\n', 'a: |\n  on: x\n', '# only a comment\n'])('accepts %j', (text) => {
    expect(judgeYaml(text, '1.1 and 1.2')).toEqual([]);
  });
  test('lets a workflow say on:', () => {
    expect(judgeSyntax('.github/workflows/x.yaml', 'on: push\n')).toEqual([]);
  });
  test('refuses a JSON key that stands twice, and no JSON', () => {
    expect(judgeSyntax('x.json', '{"a":1,"a":2}').join()).toContain('Map keys must be unique');
    expect(judgeSyntax('x.json', '{a:1}')).toHaveLength(1);
  });
});

describe('judge: text, paths, no secrets', () => {
  test.each(goldenCases)('every file of $name', ({ name }) => {
    const files = generatedFiles(name);
    expect(judgePaths(files.map(([path]) => path))).toEqual([]);
    expect(files.flatMap(([path, text]) => [...judgeText(path, text), ...judgeSecrets(path, text)])).toEqual([]);
  });

  test.each([
    [['a/B.yaml', 'a/b.yaml'], 'a/B.yaml'],
    [['docs/x.md', 'Docs/y.md'], 'docs'],
    [['x/aux.yaml'], 'aux.yaml'],
    [['x/a:b'], 'a:b'],
  ])('refuses the paths %j', (paths, finding) => {
    expect(judgePaths(paths).join('\n')).toContain(finding);
  });
  test.each(['a\r\n', 'a', 'a\n\n', 'a \n', '\uFEFFa\n', 'a\u0000\n'])('refuses the text %j', (text) => {
    expect(judgeText('x', text)).toHaveLength(1);
  });
  // Put together here, so that no scanner takes this file for a leak.
  test.each([
    `AKIA${'ABCDEFGHIJKLMNOP'}`,
    `-----BEGIN RSA ${'PRIVATE KEY'}-----`,
    `ghp_${'a1B2'.repeat(9)}`,
    `postgres://shop:${'hunter2'}@db/shop`,
    `hvs.${'CAESIJ1a2b3c4d5e6f7g8'}`,
    'dGhpcyBpcyBhIHNlY3JldCBrZXkgMTIzNDU2Nzg5MA',
  ])('refuses the secret %s', (text) => {
    expect(judgeSecrets('x', text)).not.toEqual([]);
  });
  test.each(['sha256:4f1d2c3b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff001', 'postgresql://$(DB_USER):$(DB_PASSWORD)@db:5432/shop'])(
    'accepts %s',
    (text) => {
      expect(judgeSecrets('x', text)).toEqual([]);
    },
  );
});
