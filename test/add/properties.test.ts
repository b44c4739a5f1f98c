/** Properties of every config in any style. On failure fast-check prints the seed and path that repeat it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isTree, type Tree, withTree } from '../../src/add/additions.ts';
import { insertionsFor } from '../../src/add/edit-config.ts';
import { positionBefore, withInsertions } from '../../src/add/insert.ts';
import { loadConfig } from '../../src/load/load.ts';
import { arbitraryConfig, hostileText } from '../properties/arbitrary-config.ts';
import { printInRandomStyle } from './random-style.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'add-'));
  file = join(folder, '.gitops-app/pipeline.config.ts');
  mkdirSync(dirname(file));
  writeFileSync(file, '');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** New entries for some objects of a value; never existing names. */
function additionsTo(make: fc.GeneratorValue, value: Tree): Tree {
  const tree: Tree = {};
  for (const [name, child] of Object.entries(value))
    if (isTree(child) && make(fc.nat, { max: 2 }) === 0) {
      const inner = additionsTo(make, child);
      if (Object.keys(inner).length > 0) tree[name] = inner;
    }
  const names = make(fc.uniqueArray, fc.constantFrom('added', 'new-one', 'in', '42', 'überall'), { maxLength: 2 }) as string[];
  for (const name of names)
    if (!Object.hasOwn(value, name))
      tree[name] = make(fc.constantFrom, {}, 7, true, ['a', 'b'], {
        provider: make(() => hostileText),
        deep: { deeper: { deepest: [make(() => hostileText)] } },
      });
  return tree;
}

const cases = fc.gen().map((make) => {
  const data = JSON.parse(JSON.stringify(make(() => arbitraryConfig))) as Tree;
  return { text: printInRandomStyle(make, data), tree: additionsTo(make, data) };
});
/** Field orders that differ from the printed one. */
const orders = [[], ['app', 'added', 'repositories', 'registry', 'new-one', 'environments']];

test('the text with insertions evaluates to the config with additions, and without them is the original text', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.constantFrom(...orders), async ({ text, tree }, order) => {
      const { data } = (await loadConfig(file, text)) as { data: Tree };
      const insertions = insertionsFor(tree, { file, text, data, cwd: folder }, ts, () => order);
      const edited = withInsertions(text, insertions);
      expect((await loadConfig(file, edited)).data).toEqual(plain(withTree(data, tree)));
      expect(without(edited, insertions)).toBe(text);
      for (const { text: piece } of insertions) if (text.includes('\r\n')) expect(piece).not.toMatch(/(?<!\r)\n/);
      const offsets = [...text].map((_, offset) => offset);
      for (const offset of offsets.filter((each) => each % 97 === 0))
        expect(text.slice(0, positionBefore(after(offset, insertions), insertions))).toHaveLength(offset);
    }),
    { numRuns: 300, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false },
  );
});

/** The new offset of a character. */
function after(offset: number, insertions: readonly { position: number; text: string }[]): number {
  return offset + insertions.filter(({ position }) => position <= offset).reduce((sum, { text }) => sum + text.length, 0);
}

/** Removes each insertion. */
function without(edited: string, insertions: readonly { position: number; text: string }[]): string {
  let text = edited;
  for (const { position, text: piece } of [...insertions].sort((a, b) => a.position - b.position)) {
    expect(text.slice(position, position + piece.length)).toBe(piece);
    text = text.slice(0, position) + text.slice(position + piece.length);
  }
  return text;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
