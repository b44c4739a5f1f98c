import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildCase, configFolders, generateIn, goldenCases, goldenFolder, readTree } from '../golden/cases.ts';

describe.each(goldenCases)('golden $name: $description', (golden) => {
  const expected = readTree(join(goldenFolder, golden.name));

  test('generates exactly the files on disk, byte for byte', async () => {
    const built = await buildCase(golden);
    try {
      expectSameTree(readTree(built), expected);
    } finally {
      rmSync(built, { recursive: true });
    }
  });

  describe('generated again', () => {
    let copy: string;
    beforeAll(() => {
      copy = mkdtempSync(join(tmpdir(), `golden-${golden.name}-`));
      cpSync(join(goldenFolder, golden.name), copy, { recursive: true });
    });
    afterAll(() => rmSync(copy, { recursive: true }));

    test('changes nothing, what CD wrote included', async () => {
      for (const repository of configFolders(golden.name)) await generateIn(join(copy, repository));
      expectSameTree(readTree(copy), expected);
    });
  });
});

function expectSameTree(actual: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): void {
  expect([...actual.keys()], 'run npm run golden and look at the difference').toEqual([...expected.keys()]);
  for (const [path, content] of expected) expect(actual.get(path), path).toBe(content);
}
