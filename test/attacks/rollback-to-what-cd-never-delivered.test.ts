/** Only what CD wrote on the default branch comes back: no commit of a person, none inside of a pull request. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigRepository, dispatch, git, image, promotion, rollbackOf } from '../cd/config-repository.ts';
import { aside, some } from '../support/sample.ts';

const values = 'charts/shop/dev-values.yaml';
const evil = { tag: 'evil', digest: `sha256:${'e'.repeat(64)}` };
const writeEvil = (folder: string) => {
  const path = join(folder, values);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace(/tag: ".*"/, `tag: "${evil.tag}"`).replace(/digest: ".*"/, `digest: "${evil.digest}"`));
};

async function deployed(...runs: number[]): Promise<ConfigRepository> {
  const repository = new ConfigRepository();
  for (const run of runs) await repository.run('deploy', dispatch(run));
  return repository;
}

/** A merged pull request that brought the image in its first commit and took it back in its second. */
function mergeAndRevert(repository: ConfigRepository, author?: string): string {
  const commit = repository.change(writeEvil, 'Deploy', author, 'side');
  const revert = git(repository.bare, 'commit-tree', '-m', 'Revert', '-p', commit, 'refs/heads/main^{tree}');
  const merge = git(repository.bare, 'commit-tree', '-m', 'Merge', '-p', 'refs/heads/main', '-p', revert, 'refs/heads/main^{tree}');
  git(repository.bare, 'update-ref', 'refs/heads/main', merge);
  return commit;
}

test.each(some(['mallory@example.com', undefined], 1))('a commit inside of a merged pull request, by %s, is refused', async (author) => {
  const repository = await deployed(5);
  const commit = mergeAndRevert(repository, author);
  const { code, log } = await repository.run('rollback', rollbackOf('dev', { to: commit }));
  expect([code, log]).toEqual([1, expect.stringContaining(`::error::There is no commit ${commit} on main itself`)]);
  expect(repository.images('dev')).toEqual(image(5));
});

test('a commit of a person on the default branch is refused, and passed over', async () => {
  const repository = await deployed(5);
  const commit = repository.change(writeEvil, 'Deploy', 'mallory@example.com');
  await repository.run('deploy', dispatch(6));
  const { code, log } = await repository.run('rollback', rollbackOf('dev', { to: commit }));
  expect([code, log]).toEqual([1, expect.stringContaining(`::error::Commit ${commit} did not deliver images to dev`)]);
  expect((await repository.run('rollback', rollbackOf('dev'))).code).toBe(0);
  expect(repository.images('dev')).toEqual(image(5));
});

test.each([
  ['a person', 'mallory@example.com'],
  ['CD, whose proposal somebody merged with another message', undefined],
])('a trailer of %s leads nowhere else', async (_, author) => {
  const repository = await deployed(5, 6);
  const commit = mergeAndRevert(repository);
  // It writes the images that are there, and so the search goes on at what it says that it restored.
  repository.change(writeEvil, 'Change', 'mallory@example.com');
  const back = (folder: string) => writeFileSync(join(folder, values), repository.read(values, 'refs/heads/main~1'));
  repository.change(back, `Roll back\n\nRolled-Back-To: ${commit}`, author);
  expect((await repository.run('rollback', rollbackOf('dev'))).code).toBe(0);
  expect(repository.images('dev')).toEqual(image(5));
});

test('an image that only a person wrote is not promoted', async () => {
  const repository = await deployed(5);
  repository.change(writeEvil, 'Deploy', 'mallory@example.com');
  const { code, log } = await repository.validate('deploy', promotion());
  expect([code, log]).toEqual([1, expect.stringContaining('::error::CD did not write these images of dev: shop. Deploy to dev again')]);
  await repository.run('deploy', dispatch(6));
  expect((await repository.validate('deploy', promotion())).code).toBe(0);
});

aside('what a person reverted to what CD delivered is promoted', async () => {
  const repository = await deployed(5, 6);
  const first = repository.read(values, 'refs/heads/main~1');
  repository.change((folder) => writeFileSync(join(folder, values), first), 'Revert', 'ada@example.com');
  expect((await repository.validate('deploy', promotion())).code).toBe(0);
});
