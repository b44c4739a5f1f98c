import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSources, importedPath, sourceFile } from '../../../src/load/locate/sources.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
  writeFileSync(join(folder, 'clusters.ts'), 'export const clusters = {};');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a file is read and parsed once', () => {
  const sources = createSources(ts);
  const file = sourceFile(sources, join(folder, 'clusters.ts'));
  expect(file.text).toBe('export const clusters = {};');
  expect(sourceFile(sources, join(folder, 'clusters.ts'))).toBe(file);
});

test('a text is used instead of the file on disk', () => {
  const path = join(folder, 'clusters.ts');
  expect(sourceFile(createSources(ts, { [path]: 'const other = 1;' }), path).text).toBe('const other = 1;');
});

test.each([
  ["'./clusters'", 'clusters.ts'],
  ["'./clusters.js'", 'clusters.ts'],
  ["'./missing'", undefined],
  ["'clusters'", undefined],
  ['name', undefined],
])('import from %s', (specifier, expected) => {
  const sources = createSources(ts, { '/specifier.ts': specifier });
  const statement = sourceFile(sources, '/specifier.ts').statements[0] as ts.ExpressionStatement;
  expect(importedPath(sources, join(folder, 'pipeline.config.ts'), statement.expression)).toBe(expected && join(folder, expected));
});
