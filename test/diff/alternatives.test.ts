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

describe('a file that can be at several paths', () => {
  test('is created at its first path if the user has none', async () => {
    expect(outcomes(await generateFrom(temporaryFolder(), [...seeded, ...region]))).toEqual({
      'dependabot.yml': 'create new',
      '.github/CODEOWNERS': 'create new',
    });
  });

  test('seeded: keeps the user’s file at any of the paths, and respects its deletion', async () => {
    const root = temporaryFolder();
    write(root, { 'dependabot.yaml': 'mine\r\n' });
    expect(outcomes(await generateFrom(root, seeded))).toEqual({ 'dependabot.yaml': 'keep foreign' });
    expect(treeOf(root)).toMatchObject({ 'dependabot.yaml': 'mine\r\n' });
    expect(treeOf(root)).not.toHaveProperty(['dependabot.yml']);
    rmSync(join(root, 'dependabot.yaml'));
    expect(outcomes(await generateFrom(root, seeded))).toEqual({ 'dependabot.yaml': 'keep seeded' });
    expect(treeOf(root)).not.toHaveProperty(['dependabot.yml']);
  });

  test('region: adds the block to the user’s file instead of a new file that would hide it', async () => {
    const root = temporaryFolder();
    write(root, { 'docs/CODEOWNERS': '* @acme/all\n' });
    await generateFrom(root, region);
    expect(treeOf(root)).toMatchObject({ 'docs/CODEOWNERS': expect.stringMatching(/^\* @acme\/all\n[\s\S]*\* @acme\/shop\n/) });
    expect(treeOf(root)).not.toHaveProperty(['.github/CODEOWNERS']);
    expect(outcomes(await compare(root, region))).toEqual({ 'docs/CODEOWNERS': 'unchanged none' });
  });

  test('refuses a symbolic link at another path', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'docs'));
    symlinkSync('docs/OWNERS', join(root, 'CODEOWNERS'));
    expect(outcomes(await compare(root, region))).toEqual({ CODEOWNERS: expect.stringContaining('refuse') });
  });
});
