/** Who may push which branch or tag of the config repository, under the rulesets that the set-up runbook creates. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { git } from '../cd/config-repository.ts';
import { aside, some } from '../support/sample.ts';
import { PromotionWorld, slug } from './promotion-world.ts';

let world: PromotionWorld;
beforeAll(async () => {
  world = await new PromotionWorld().start();
  await world.deliver(5);
});
afterAll(() => world.stop());

const nothing = () => {};

describe('a developer', () => {
  test.each(some(['origin/main', 'main', 'v1', 'refs/heads/main', 'promote/shop/prod'], 2))('pushes no tag %s', async (name) => {
    const { code, log } = await world.push('eve', `refs/tags/${name}`, nothing);
    expect([code, log]).toEqual([1, expect.stringContaining('Cannot create ref due to creations being restricted.')]);
  });
  test.each(some(['promote/shop/prod', 'promote/shop', 'promote/mail/a/b/c', 'promote'], 2))('pushes no branch %s', async (name) => {
    const { code, log } = await world.push('eve', `refs/heads/${name}`, nothing);
    expect([code, log]).toEqual([1, expect.stringContaining('Cannot create ref due to creations being restricted.')]);
  });
  test('neither changes, rewrites nor deletes the branch of a promotion', async () => {
    const { head } = await world.promote('ann');
    expect((await world.push('eve', `refs/heads/${head}`, nothing, { from: head })).log).toContain('Cannot update this protected ref.');
    expect((await world.push('eve', `refs/heads/${head}`, nothing, { options: '--force' })).log).toContain('Cannot force-push to this branch');
    const deleted = await world.push('eve', 'refs/heads/x', nothing);
    expect(deleted.code).toBe(0);
    await expect(world.person('eve', `git -C ${world.config.bare} push ${world.config.bare} :refs/heads/${head}`)).rejects.toThrow('Cannot delete this branch');
  });
  aside('pushes other branches', async () => {
    expect((await world.push('eve', 'refs/heads/promotions/shop', nothing)).code).toBe(0);
    expect((await world.push('eve', 'refs/heads/promote-shop', nothing)).code).toBe(0);
  });
  aside('does not push to the default branch', async () => {
    expect((await world.push('eve', 'refs/heads/main', nothing)).log).toContain('Changes must be made through a pull request.');
  });
});

describe('CD', () => {
  const cd = 'shop-config-cd[bot]';
  test('neither rewrites nor deletes the default branch', async () => {
    expect((await world.push(cd, 'refs/heads/main', nothing, { from: 'main' })).code).toBe(0);
    git(world.config.bare, 'update-ref', 'refs/heads/older', 'main~1');
    expect((await world.push(cd, 'refs/heads/main', nothing, { from: 'older', options: '--force' })).log).toContain('Cannot force-push to this branch');
    await expect(world.person(cd, `git -C ${world.config.bare} push ${world.config.bare} :refs/heads/main`)).rejects.toThrow(
      /Cannot delete this branch|refusing to delete the current branch/,
    );
  });
  aside('pushes no tag', async () => {
    expect((await world.push(cd, 'refs/tags/main', nothing)).code).not.toBe(0);
  });
});

test('the commands of the runbook create each ruleset once, keep CD’s bypass, and take away any other', async () => {
  const rulesets = () =>
    world.forge.call({ kind: 'person', login: 'owner' }, 'GET', `/repos/${slug}/rulesets`, new URLSearchParams(), {}).body as { id: number; name: string }[];
  const created = rulesets();
  expect(created.map(({ name }) => name)).toEqual(['default branch', 'history', 'promotions', 'tags']);
  const [first] = created;
  const bypass = [{ actor_id: 5, actor_type: 'Integration', bypass_mode: 'always' }];
  world.forge.call({ kind: 'person', login: 'owner' }, 'PUT', `/repos/${slug}/rulesets/${first?.id}`, new URLSearchParams(), {
    enforcement: 'disabled',
    bypass_actors: bypass,
  });
  expect((await world.push('eve', 'refs/heads/main', nothing)).code).toBe(0);
  const log = await world.setRules();
  expect(rulesets()).toEqual(created);
  const { id } = world.app;
  for (const line of [
    `default branch: active, bypass: Integration ${id}`,
    'history: active, bypass: \n',
    `promotions: active, bypass: Integration ${id}`,
    'tags: active, bypass: \n',
  ])
    expect(log).toContain(line);
  expect(log).not.toContain('Integration 5');
  await world.deliver(6);
});

aside('after a rollback no open promotion to or from the environment is left, and a new one works', async () => {
  const pull = await world.promote('ann');
  world.forge.pullRequests.approve(pull, 'bob');
  await world.deliver(7);
  await world.rollBack('dev');
  expect(pull).toMatchObject({ state: 'closed', merged: false });
  expect(pull.comments[0]).toContain('octocat rolled back shop in dev: ` errors `');
  expect(world.forge.pullRequests.reopen(pull)).toContain('The branch has been deleted');
  expect((await world.push('eve', `refs/heads/${pull.head}`, nothing)).log).toContain('creations being restricted');
  await world.release('dev');
  await world.deliver(8);
  const next = await world.promote('ann');
  expect(next.number).not.toBe(pull.number);
  world.forge.pullRequests.approve(next, 'bob');
  expect(await world.decide(next)).toMatchObject({ state: 'success' });
});
