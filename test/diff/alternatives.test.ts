import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compare, generateFrom, outcomes, planOf, temporaryFolder, treeOf, write } from '../support/workspace.ts';

const seeded = planOf({ 'dependabot.yml': { content: 'ours\n', alternatives: ['dependabot.yaml'], ownership: { class: 'seeded' } } });
const region = planOf({
  '.github/CODEOWNERS': {
    content: '* @acme/shop\n',
    alternatives: ['CODEOWNERS', 'docs/CODEOWNERS'],
    ownership: { class: 'region', region: 'shop', comment: '#' },
  },
});

describe('a file that its reader finds at several paths', () => {
  test('is written to its own where the user has none', async () => {
    expect(outcomes(await generateFrom(temporaryFolder(), [...seeded, ...region]))).toEqual({
      'dependabot.yml': 'create new',
      '.github/CODEOWNERS': 'create new',
    });
  });

  test('seeded: the user’s is kept, under whichever name, and its deletion is respected', async () => {
    const root = temporaryFolder();
    write(root, { 'dependabot.yaml': 'mine\r\n' });
    expect(outcomes(await generateFrom(root, seeded))).toEqual({ 'dependabot.yaml': 'keep foreign' });
    expect(treeOf(root)).toMatchObject({ 'dependabot.yaml': 'mine\r\n' });
    expect(treeOf(root)).not.toHaveProperty(['dependabot.yml']);
    rmSync(join(root, 'dependabot.yaml'));
    expect(outcomes(await generateFrom(root, seeded))).toEqual({ 'dependabot.yaml': 'keep seeded' });
    expect(treeOf(root)).not.toHaveProperty(['dependabot.yml']);
  });

  test('region: the block goes into the user’s, before one that hides it is made', async () => {
    const root = temporaryFolder();
    write(root, { 'docs/CODEOWNERS': '* @acme/all\n' });
    await generateFrom(root, region);
    expect(treeOf(root)).toMatchObject({ 'docs/CODEOWNERS': expect.stringMatching(/^\* @acme\/all\n[\s\S]*\* @acme\/shop\n/) });
    expect(treeOf(root)).not.toHaveProperty(['.github/CODEOWNERS']);
    expect(outcomes(await compare(root, region))).toEqual({ 'docs/CODEOWNERS': 'unchanged none' });
  });

  test('a link at another path is refused, not passed by', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'docs'));
    symlinkSync('docs/OWNERS', join(root, 'CODEOWNERS'));
    expect(outcomes(await compare(root, region))).toEqual({ CODEOWNERS: expect.stringContaining('refuse') });
  });
});
