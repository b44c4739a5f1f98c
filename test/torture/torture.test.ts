import { expect, test } from 'vitest';
import { sample } from '../support/sample.ts';
import { seed } from '../support/seed.ts';
import { temporaryFolder } from '../support/workspace.ts';
import { runSequences } from './sequences.ts';
import { generate, newWorld, noDecisions, readDisk, removeFile, writeBytes } from './world.ts';

// 2,000 sequences: npm run torture.
test('nothing is lost, whatever people, CD and machines do to two repositories', async () => {
  const { failures, counts } = await runSequences({ folder: temporaryFolder(), count: sample(30, 60), seed });
  expect(
    failures.map(({ seed: own, violation, actions }) => [`npm run torture -- --only-sequences --sequences 1 --seed ${own}`, violation.message, actions]),
  ).toEqual([]);
  for (const outcome of ['generate: written', 'generate: nothing', 'generate: refused', 'crash', 'check']) expect(counts[outcome], outcome).toBeGreaterThan(0);
});

test('a tag that has lost a parent key is not adopted, because it may belong to something else', async () => {
  for (const line of ['images:\n', '  shop:\n', '    tag: "7c2f1e0"\n']) {
    const world = newWorld(temporaryFolder());
    await generate(world);
    const wrapper = 'config/charts/shop/prod-values.yaml';
    const delivered = (readDisk(world).get(wrapper) ?? '').replace('tag: ""', 'tag: "7c2f1e0"');
    expect(delivered).toContain(line);
    writeBytes(world, wrapper, delivered.replace(line, ''));
    removeFile(world, 'config/.gitops-app/shop/manifest.json');
    world.records = new Map([...world.records].filter(([key]) => !key.startsWith('config/')));
    expect(await generate(world, { ...noDecisions, adopt: true }), line).toBe('refused');
    writeBytes(world, wrapper, delivered);
    expect(await generate(world, { ...noDecisions, adopt: true }), line).toBe('written');
    expect(readDisk(world).get(wrapper)).toContain('tag: "7c2f1e0"');
  }
});
