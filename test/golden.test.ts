import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildCase, goldenCases, goldenFolder, readTree } from './golden/cases.ts';

describe.each(goldenCases)('golden $name: $description', (golden) => {
  test('generates exactly the files on disk, byte for byte', async () => {
    const built = await buildCase(golden);
    try {
      const [actual, expected] = [readTree(built), readTree(join(goldenFolder, golden.name))];
      expect([...actual.keys()], 'run npm run golden and look at the difference').toEqual([...expected.keys()]);
      for (const [path, content] of expected) expect(actual.get(path), path).toBe(content);
    } finally {
      rmSync(built, { recursive: true });
    }
  });
});
