import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigRepository, dispatch, git, rollbackOf } from './config-repository.ts';

const values = 'charts/shop/dev-values.yaml';

async function isDelivery(repository: ConfigRepository, revision = 'main'): Promise<boolean> {
  const commit = git(repository.bare, 'rev-parse', `refs/heads/${revision}`);
  return (await repository.shell(`if is_delivery . ${commit} ${values}; then echo yes; else echo no; fi`)) === 'yes';
}

/** An image as CD writes it, by hand. */
const write =
  (letter: string, also: (folder: string) => void = () => {}) =>
  (folder: string) => {
    const path = join(folder, values);
    writeFileSync(
      path,
      readFileSync(path, 'utf8')
        .replace(/digest: ".*"/, `digest: "sha256:${letter.repeat(64)}"`)
        .replace(/tag: ".*"/, `tag: "${letter}"`),
    );
    also(folder);
  };

const append = (path: string, text: string) => (folder: string) => writeFileSync(join(folder, path), `${readFileSync(join(folder, path), 'utf8')}${text}`);

test('is what CD has deployed or rolled back', async () => {
  const repository = new ConfigRepository();
  expect(await isDelivery(repository)).toBe(false);
  await repository.run('deploy', dispatch(5));
  expect(await isDelivery(repository)).toBe(true);
  await repository.run('deploy', dispatch(6));
  await repository.run('rollback', rollbackOf('dev'));
  expect(await isDelivery(repository)).toBe(true);
  await repository.run('rollback', rollbackOf('dev', { action: 'release' }));
  expect(await isDelivery(repository)).toBe(false);
});

test.each([
  ['a commit of CD', 'shop-config-cd[bot]@users.noreply.github.com', true],
  ['a squash of what CD proposed, as GitHub makes it', '1234+shop-config-cd[bot]@users.noreply.github.com', true],
  ['a commit of a person', 'ada@example.com', false],
  ['a commit of another App', '1234+other-cd[bot]@users.noreply.github.com', false],
  ['a person whose name ends like the App', '1234+x-shop-config-cd[bot]@users.noreply.github.com', false],
  ['an App of another GitHub', 'shop-config-cd[bot]@users.noreply.github.example.com', false],
])('%s: %s', async (_, author, expected) => {
  const repository = new ConfigRepository();
  repository.change(write('a'), 'Deploy', author);
  expect(await isDelivery(repository)).toBe(expected);
});

test.each([
  ['another value of the file', append(values, '# more\n')],
  ['a key elsewhere that is called tag', (folder: string) => replaceIn(folder, '  web:\n', '  web:\n    tag: "a"\n')],
  ['another file', append('README.md', 'more\n')],
  ['the values of another environment', append('charts/shop/prod-values.yaml', '# more\n')],
] as [string, (folder: string) => void][])('is none with a change of %s', async (_, also) => {
  const repository = new ConfigRepository();
  repository.change(write('a', also), 'Deploy');
  expect(await isDelivery(repository)).toBe(false);
});

function replaceIn(folder: string, from: string, to: string): void {
  const text = readFileSync(join(folder, values), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, values), text.replace(from, to));
}

test('is none inside of a merged pull request, or on another branch', async () => {
  const repository = new ConfigRepository();
  repository.change(write('a'), 'Deploy', undefined, 'side');
  expect(await isDelivery(repository, 'side')).toBe(false);
  const merge = git(repository.bare, 'commit-tree', '-m', 'Merge', '-p', 'main', '-p', 'side', 'side^{tree}');
  git(repository.bare, 'update-ref', 'refs/heads/main', merge);
  expect(await isDelivery(repository, 'side')).toBe(false);
});
