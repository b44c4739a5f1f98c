/** The app's team changes a command that the platform pastes as cluster admin, or a file that decides on pull requests. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goldenCases, goldenFolder, readTree } from '../golden/cases.ts';

const configs = goldenCases.flatMap(({ name }) =>
  [...readTree(join(goldenFolder, name))]
    .filter(([path]) => path.endsWith('.github/CODEOWNERS') && path.startsWith('config/'))
    .map(([, text]) => ({ name, text, paths: [...readTree(join(goldenFolder, name)).keys()].filter((path) => path.startsWith('config/')) })),
);

/** The owners of a path: the last line that matches wins. Our lines are folders, files and `*`. */
function ownersOf(codeowners: string, path: string): string {
  const lines = codeowners.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const matching = lines.filter((line) => {
    const [pattern = ''] = line.split(' ');
    return pattern === '*' || pattern === path || (pattern.endsWith('/') && path.startsWith(pattern));
  });
  return matching.at(-1)?.split(' ').slice(1).join(' ') ?? '';
}

test.each(configs)('of $name is reviewed by the platform', ({ text, paths }) => {
  const platform = ownersOf(text, '/.github/CODEOWNERS');
  expect(platform).toMatch(/^@/);
  const sensitive = paths.map((path) => path.replace(/^config/, '')).filter((path) => /^\/(docs|argocd|\.github|\.gitops-app)\//.test(path));
  expect(sensitive.length).toBeGreaterThan(20);
  for (const path of sensitive) expect(ownersOf(text, path), path).toBe(platform);
});
