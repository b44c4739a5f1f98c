import { describe, expect, test } from 'vitest';
import type { Model, RepositoryRole } from '../../src/model/model.ts';
import { type GeneratedFile, plan } from '../../src/plan/plan.ts';

const planned = (...files: (Partial<GeneratedFile> & { path: string; repository?: RepositoryRole })[]) =>
  plan(
    {} as Model,
    files.map(({ repository = 'config', ...file }, index) => ({
      id: `${repository}/${index}`,
      description: '',
      repository,
      files: () => [{ content: '', ...file }],
    })),
    { version: '1.0.0' },
  ).map(({ path }) => path);
const region = (name: string) => ({ ownership: { class: 'region', region: name, comment: '#' } as const });

describe('two outputs on one path', () => {
  test.each([
    ['the same', { path: 'a/b' }, { path: 'a/b' }],
    ['by case', { path: 'a/B' }, { path: 'a/b' }],
    ['by Unicode normalization', { path: 'J\u00f6rg' }, { path: 'Jo\u0308rg' }],
    ['one region twice', { path: 'a', ...region('shop') }, { path: 'a', ...region('shop') }],
    ['a region in a managed file', { path: 'a', ...region('shop') }, { path: 'a' }],
    ['one as a folder of the other', { path: 'a/b' }, { path: 'a/b/c/d' }],
    ['one as a folder of the other, by case', { path: 'A/b/c' }, { path: 'a' }],
  ])('are rejected: %s', (_, one, other) => {
    expect(() => planned(one, other)).toThrow(/^config\/\d (?:and config\/\d both write|writes .* a folder of config\/\d)/);
    expect(() => planned(other, one)).toThrow(/both write|a folder of/);
  });

  test.each([
    ['regions with different names', { path: 'a', ...region('shop') }, { path: 'a', ...region('mail') }],
    ['two repositories', { path: 'a' }, { path: 'a', repository: 'app' as const }],
    ['a path that is a prefix of the other', { path: 'a' }, { path: 'a-b' }],
  ])('are allowed for %s', (_, one, other) => {
    expect(planned(one, other).sort()).toEqual([one.path, other.path].sort());
  });
});
