/** A tag may have any name, and git prefers it to a branch where a name is not fully qualified. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigRepository, dispatch, git, image, rollbackOf } from '../cd/config-repository.ts';
import { goldenFolder } from '../golden/cases.ts';
import { aside, some } from '../support/sample.ts';

const values = 'charts/shop/dev-values.yaml';
const evil = `sha256:${'e'.repeat(64)}`;

/** A commit that nobody has reviewed, under a ref of the attacker's choice. */
function plant(repository: ConfigRepository, ref: string): void {
  repository.change(
    (folder) => {
      const path = join(folder, 'charts/shop/prod-values.yaml');
      writeFileSync(path, readFileSync(path, 'utf8').replace('digest: ""', `digest: "${evil}"`));
      writeFileSync(join(folder, '.gitops-app/shared/images.awk'), 'BEGIN { exit }\n');
    },
    'Nothing to see here',
    'mallory@example.com',
    'planted',
  );
  git(repository.bare, 'update-ref', ref, 'refs/heads/planted');
  git(repository.bare, 'update-ref', '-d', 'refs/heads/planted');
}

test.each(some(['refs/tags/origin/main', 'refs/tags/main', 'refs/tags/HEAD', 'refs/tags/refs/remotes/origin/main', 'refs/heads/origin/main'], 2))(
  '%s does not reach the default branch',
  async (ref) => {
    const repository = new ConfigRepository();
    await repository.run('deploy', dispatch(5));
    const before = git(repository.bare, 'rev-parse', 'refs/heads/main');
    plant(repository, ref);
    expect((await repository.run('deploy', dispatch(6))).code).toBe(0);
    expect((await repository.run('rollback', rollbackOf('dev'))).code).toBe(0);
    expect(git(repository.bare, 'rev-parse', 'refs/heads/main~2')).toBe(before);
    expect(git(repository.bare, 'diff', '--name-only', before, 'refs/heads/main').split('\n')).toEqual(['.gitops-app/shop/holds.json']);
    expect(repository.images('dev', 'refs/heads/main')).toEqual(image(5));
  },
);

test.each(some(['refs/tags/refs/heads/main', 'refs/heads/refs/heads/main'], 1))('%s, which GitHub refuses, ends CD with what to do', async (ref) => {
  const repository = new ConfigRepository();
  const before = git(repository.bare, 'rev-parse', 'refs/heads/main');
  plant(repository, ref);
  const { code, log } = await repository.run('deploy', dispatch(5));
  expect([code, log]).toEqual([1, expect.stringContaining('::error::A branch or tag of this repository is named refs/heads/main')]);
  expect(git(repository.bare, 'rev-parse', 'refs/heads/main')).toBe(before);
});

aside('a run that was started on a tag is refused', async () => {
  const repository = new ConfigRepository();
  const { code, log } = await repository.validate('deploy', dispatch(5), { ref: 'refs/tags/main' });
  expect([code, log]).toEqual([1, '::error::This workflow runs only on main\n']);
});

test('a tag or branch named like the beginning of a commit is no target of a rollback', async () => {
  const repository = new ConfigRepository();
  await repository.run('deploy', dispatch(5));
  await repository.run('deploy', dispatch(6));
  const first = git(repository.bare, 'rev-parse', 'refs/heads/main~1').slice(0, 10);
  plant(repository, `refs/tags/${first}`);
  expect((await repository.run('rollback', rollbackOf('dev', { to: first }))).code).toBe(0);
  expect(repository.read(values, 'refs/heads/main')).toContain(image(5).digest);
});

test('no emitted script, workflow or runbook has a ref that is not fully qualified', () => {
  const folder = join(goldenFolder, 'shop-delivered/config');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(sh|ya?ml|md)$/.test(path));
  expect(files.length).toBeGreaterThan(50);
  for (const path of files) {
    const code = readFileSync(join(folder, path), 'utf8').replaceAll(/^# .*$/gm, '');
    expect(code, path).not.toMatch(/(?<!refs\/remotes\/)\borigin\/(main|\$)/);
  }
});
