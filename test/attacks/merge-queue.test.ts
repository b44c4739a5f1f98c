/** The status Promotion of a commit of the merge queue: what the queue makes of pull requests is judged like each of them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { git, image } from '../cd/config-repository.ts';
import type { PullRequest } from '../e2e/forge/pull-requests.ts';
import { PromotionWorld, slug } from './promotion-world.ts';

const prod = 'charts/shop/prod-values.yaml';

let world: PromotionWorld;
let pull: PullRequest;
beforeAll(async () => {
  world = await new PromotionWorld().start();
  await world.deliver(5);
  pull = await world.promote('ann');
});
afterAll(() => world.stop());

/** A commit on top of another one, as the queue, or anybody, pushes it to a branch of its own. */
function queued(parents: string[], change: (folder: string) => void, author = 'dev@example.com', message = 'Change (#9)'): string {
  const branch = `gh-readonly-queue/main/pr-${parents.length}-${Math.random()}`;
  const clone = join(world.config.folder, branch.replaceAll('/', '-'));
  git(world.config.folder, 'clone', '--quiet', world.config.bare, clone);
  git(clone, 'checkout', '--quiet', '--detach', parents[0] ?? '');
  change(clone);
  git(clone, 'add', '--all');
  const tree = git(clone, 'write-tree');
  const commit = git(clone, '-c', `author.email=${author}`, 'commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-m', message);
  git(world.config.bare, 'fetch', '--quiet', clone, `${commit}:refs/heads/${branch}`);
  return commit;
}

const main = () => git(world.config.bare, 'rev-parse', 'main');
const replicas = (count: number) => (folder: string) =>
  writeFileSync(join(folder, prod), readFileSync(join(folder, prod), 'utf8').replace(/replicas: \d+/, `replicas: ${count}`));
const withImages =
  ({ tag, digest }: { tag: string; digest: string }) =>
  (folder: string) =>
    writeFileSync(
      join(folder, prod),
      readFileSync(join(folder, prod), 'utf8')
        .replace(/^( +tag: ).*/m, `$1"${tag}"`)
        .replace(/^( +digest: ).*/m, `$1"${digest}"`),
    );
const evil = { tag: 'e'.repeat(40), digest: `sha256:${'e'.repeat(64)}` };
const cd = '41+shop-config-cd[bot]@users.noreply.github.com';

test('a change without images passes, and one with images that nobody delivered does not, wherever it is in the group', async () => {
  const first = queued([main()], replicas(7));
  expect(await world.decideQueued(first)).toMatchObject({ sha: first, state: 'success' });
  const second = queued([first], withImages(evil), cd, 'Promote shop to prod (#1)\n\nStarted-By: ann');
  expect(await world.decideQueued(second)).toMatchObject({ state: 'failure', description: expect.stringContaining('has other images than promote/shop/prod') });
  expect(await world.decideQueued(queued([second], replicas(9)))).toMatchObject({ sha: expect.not.stringMatching(second), state: 'failure' });
});

test('a promotion passes only when its pull request has been approved by somebody else', async () => {
  const group = queued([queued([main()], replicas(7))], withImages(image(5)), cd);
  expect(await world.decideQueued(group)).toMatchObject({ state: 'pending', description: 'Waits for an approval by somebody other than ann' });
  world.forge.pullRequests.approve(pull, 'ann');
  expect(await world.decideQueued(group)).toMatchObject({ state: 'failure', description: expect.stringContaining('ann started this promotion') });
  for (const review of pull.reviews) world.forge.pullRequests.dismiss(pull, review);
  world.forge.pullRequests.approve(pull, 'bob');
  expect(await world.decideQueued(group)).toMatchObject({ sha: group, state: 'success' });
});

test('images beside another change, and a merge commit, do not pass', async () => {
  const both = queued([main()], (folder) => {
    withImages(image(5))(folder);
    writeFileSync(join(folder, 'charts/shop/more.txt'), 'more\n');
  });
  expect(await world.decideQueued(both)).toMatchObject({ state: 'failure' });
  const merge = queued([main(), queued([main()], replicas(8))], replicas(8));
  expect(await world.decideQueued(merge)).toMatchObject({ state: 'failure', description: expect.stringContaining('the queue must squash') });
});

test('it decides on the commit alone: the pull request keeps its own status', async () => {
  const before = await world.decide(pull);
  await world.decideQueued(queued([main()], withImages(evil)));
  expect(await world.decide(pull)).toMatchObject({ state: before.state });
  expect(world.forge.pullRequests.all.every(({ repository }) => repository === slug)).toBe(true);
});
