/** What the required status Promotion lets in, and what it refuses: the images of a pull request, and who approves a promotion. */
import { chmodSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { git, image } from '../cd/config-repository.ts';
import { aside } from '../support/sample.ts';
import { write } from '../support/workspace.ts';
import { PromotionWorld, slug } from './promotion-world.ts';

const values = (environment: string) => `charts/shop/${environment}-values.yaml`;

/** An edit of one file. */
const edit = (path: string, change: (text: string) => string) => (folder: string) => {
  const before = readFileSync(join(folder, path), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(join(folder, path), after);
};

/** Text with other images. */
const withImage =
  ({ tag, digest }: { tag: string; digest: string }) =>
  (text: string) =>
    text.replace(/^( +tag: ).*/m, `$1"${tag}"`).replace(/^( +digest: ).*/m, `$1"${digest}"`);

const evil = { tag: 'e'.repeat(40), digest: `sha256:${'e'.repeat(64)}` };

const worlds: PromotionWorld[] = [];
afterAll(() => {
  for (const world of worlds) world.stop();
});

/** Worlds in which nothing but these deliveries has happened, by the deliveries. */
const templates = new Map<string, PromotionWorld>();

async function openWorld(...runs: number[]): Promise<PromotionWorld> {
  const template = templates.get(runs.join()) ?? (await start(new PromotionWorld()));
  if (!templates.has(runs.join())) for (const run of runs) await template.deliver(run);
  templates.set(runs.join(), template);
  return await start(new PromotionWorld(template));
}

async function start(world: PromotionWorld): Promise<PromotionWorld> {
  worlds.push(world);
  return await world.start();
}

describe('a pull request that edits images by hand', () => {
  let world: PromotionWorld;
  beforeAll(async () => {
    // dev has had 5 and 6, prod 5.
    world = await openWorld(5);
    const promoted = await world.promote('ann');
    world.forge.pullRequests.approve(promoted, 'bob');
    await world.decide(promoted);
    world.passChecks(promoted);
    expect(world.merge(promoted)).toHaveProperty('commit');
    await world.deliver(6);
  });

  async function verdict(change: (folder: string) => void): Promise<[string, string]> {
    const { state, description } = await world.decide(await world.propose('eve', change));
    return [state, description];
  }
  const refused = (text: string) => ['failure', expect.stringContaining(text)];

  test('passes where it changes no image', async () => {
    expect(await verdict(edit(values('prod'), (text) => text.replace('replicas: 3', 'replicas: 4')))).toEqual(['success', 'Changes no image']);
  });
  test('fails with a digest that nobody delivered, in either environment', async () => {
    expect(await verdict(edit(values('dev'), withImage(evil)))).toEqual(refused('CD has not delivered eeeeeeeeeeee to dev'));
    expect(await verdict(edit(values('prod'), withImage(evil)))).toEqual(refused('CD has not delivered eeeeeeeeeeee to prod'));
  });
  aside('fails with what was delivered elsewhere', async () => {
    expect(await verdict(edit(values('prod'), withImage(image(6))))).toEqual(refused('CD has not delivered'));
  });
  aside('fails with the tag of one delivery and the digest of another', async () => {
    expect(await verdict(edit(values('dev'), withImage({ tag: image(5).tag, digest: image(6).digest })))).toEqual(refused('CD has not delivered'));
  });
  test('passes with what CD delivered there before', async () => {
    expect((await verdict(edit(values('dev'), withImage(image(5)))))[0]).toBe('success');
  });
  aside('fails where images are in another file of the chart', async () => {
    const text = `images:\n  shop:\n    tag: "${evil.tag}"\n    digest: "${evil.digest}"\n`;
    const add = (path: string) => edit(path, (before) => `${before}\n${text}`);
    expect(await verdict(add('charts/shop/clusters/prod-prod-eu-values.yaml'))).toEqual(refused('leave tag and digest empty'));
    expect(await verdict((folder) => writeFileSync(join(folder, 'charts/shop/more.yaml'), text))).toEqual(refused('leave tag and digest empty'));
  });
  aside('fails where images are hidden from a reader of lines', async () => {
    const hidden = [`? images\n: {shop: {tag: "${evil.tag}", digest: "${evil.digest}"}}\n`, `"im\\u0061ges": {}\n`, `!!str images: {}\n`, `<<: {images: {}}\n`];
    for (const text of hidden) expect(await verdict(edit(values('prod'), (before) => `${before}${text}`))).toEqual(refused('write each key at the top'));
    expect(await verdict((folder) => writeFileSync(join(folder, values('prod')), `{images: {shop: {tag: "${evil.tag}"}}}\n`))).toEqual(refused('at the top'));
    expect(await verdict(edit(values('prod'), (before) => before.replace(/^(?=.)/gm, ' ')))).toEqual(refused('must not be indented'));
    expect(await verdict(edit(values('prod'), (before) => before.replace(/^( +)tag:/m, `$1? tag\n$1: "${evil.tag}"\n$1tag:`)))).toEqual(
      refused('each key of an image'),
    );
  });
  aside('fails where a file of the chart is a link', async () => {
    const link = (folder: string) => {
      rmSync(join(folder, values('prod')));
      writeFileSync(join(folder, 'evil'), 'images: {}\n');
      symlinkSync('../../evil', join(folder, values('prod')));
    };
    expect(await verdict(link)).toEqual(refused('is not a regular file'));
  });
  aside('fails where a delivered image is emptied', async () => {
    expect(await verdict(edit(values('prod'), withImage({ tag: '', digest: '' })))).toEqual(refused('has lost an image'));
  });
  aside('fails for a new app that brings images, also in two steps', async () => {
    const chart = withImage(evil)(world.config.read(values('prod')));
    const delivery = world.config.read('.gitops-app/shop/delivery.json').replaceAll('charts/shop/', 'charts/mail/');
    const bring = (files: Record<string, string>) => (folder: string) => write(folder, files);
    expect(await verdict(bring({ 'charts/mail/prod-values.yaml': chart, '.gitops-app/mail/delivery.json': delivery }))).toEqual(
      refused('starts without images'),
    );
    const first = await world.propose('eve', bring({ 'charts/mail/prod-values.yaml': chart }));
    expect(await world.decide(first)).toMatchObject({ state: 'success' });
    // The chart of somebody else becomes an app: now it counts.
    const second = await world.propose('eve', bring({ '.gitops-app/mail/delivery.json': delivery }), first.head);
    expect([(await world.decide(second)).state]).toEqual(['failure']);
  });
  aside('passes where an environment or an image is renamed', async () => {
    const rename = (folder: string) => {
      renameSync(join(folder, values('prod')), join(folder, values('live')));
      edit('.gitops-app/shop/delivery.json', (text) => text.replaceAll('"prod"', '"live"').replaceAll('prod-values', 'live-values'))(folder);
    };
    expect((await verdict(rename))[0]).toBe('success');
    expect((await verdict(edit(values('prod'), (text) => text.replace(/^ {2}shop:$/m, '  web:'))))[0]).toBe('success');
    const copied = (folder: string) => writeFileSync(join(folder, values('live')), readFileSync(join(folder, values('dev')), 'utf8'));
    expect(await verdict(copied)).toEqual(refused('starts without images'));
  });
  aside('decides on what a merge would give, so an old branch without images passes', async () => {
    const old = git(world.config.bare, 'rev-parse', 'main~1');
    git(world.config.bare, 'update-ref', 'refs/heads/old', old);
    const pull = await world.propose(
      'eve',
      edit(values('prod'), (text) => text.replace('replicas: 3', 'replicas: 5')),
      'old',
    );
    expect(await world.decide(pull)).toMatchObject({ state: 'success' });
  });
  test('executes nothing of the pull request', async () => {
    const pull = await world.propose('eve', (folder) => {
      for (const script of ['check-promotion.sh', 'release.sh', 'images.awk']) {
        const path = join(folder, '.gitops-app/shared', script);
        writeFileSync(
          path,
          script.endsWith('awk') ? 'BEGIN { system("touch /tmp/owned-by-a-pull-request"); exit }' : 'touch /tmp/owned-by-a-pull-request\nexit 0\n',
        );
        chmodSync(path, 0o755);
      }
      edit(values('prod'), withImage(evil))(folder);
    });
    expect(await world.decide(pull)).toMatchObject({ state: 'failure' });
    expect(() => readFileSync('/tmp/owned-by-a-pull-request')).toThrow();
  });
});

describe('a promotion', () => {
  test('needs an approval by somebody other than who started it', async () => {
    const world = await openWorld(5);
    const pull = await world.promote('ann');
    world.passChecks(pull);
    expect(world.merge(pull)).toHaveProperty('refused');
    expect(await world.decide(pull)).toMatchObject({ state: 'pending', description: 'Waits for an approval by somebody other than ann' });
    world.forge.pullRequests.approve(pull, 'Ann');
    expect(await world.decide(pull, 'all')).toMatchObject({
      state: 'failure',
      description: expect.stringContaining('ann started this promotion and cannot approve it'),
    });
    expect(world.merge(pull)).toEqual({ refused: expect.stringContaining('Promotion') });
    world.forge.pullRequests.approve(pull, 'bob');
    // GitHub might count ann as the code owner, and bob as anybody.
    expect(await world.decide(pull)).toMatchObject({ state: 'failure' });
    const [own] = pull.reviews;
    if (own !== undefined) world.forge.pullRequests.dismiss(pull, own);
    expect(await world.decide(pull, 'all')).toMatchObject({ state: 'success', description: 'Promotes what CD delivered to dev' });
    expect(world.merge(pull)).toHaveProperty('commit');
    expect(world.config.images('prod')).toEqual(image(5));
  });

  aside('may be approved by its starter where the config says so', async () => {
    const world = await openWorld(5);
    world.land(edit('.gitops-app/shop/delivery.json', (text) => text.replace('"preventSelfReview": true', '"preventSelfReview": false')));
    const pull = await world.promote('ann');
    world.forge.pullRequests.approve(pull, 'ann');
    expect(await world.decide(pull)).toMatchObject({ state: 'success' });
  });

  aside('takes no status of anybody but CD’s App', async () => {
    const world = await openWorld(5);
    const pull = await world.promote('ann');
    world.passChecks(pull);
    world.forge.pullRequests.approve(pull, 'ann');
    const body = { context: 'Promotion', state: 'success', description: 'Promotes what CD delivered to dev' };
    const forge = (identity: Parameters<typeof world.forge.call>[0]) =>
      world.forge.call(identity, 'POST', `/repos/${slug}/statuses/${world.head(pull)}`, new URLSearchParams(), body);
    expect(forge({ kind: 'person', login: 'ann' }).status).toBe(201);
    expect(forge({ kind: 'job', login: 'github-actions[bot]', repository: slug, permissions: { statuses: 'write' } }).status).toBe(201);
    expect(world.merge(pull)).toEqual({ refused: expect.stringContaining('Promotion') });
    // Nor does one of the same text keep CD's from being set.
    expect(await world.decide(pull)).toMatchObject({ state: 'failure' });
  });

  aside('is decided by its own pull request, not by another one with its commit', async () => {
    const world = await openWorld(5, 6);
    const first = await world.promote('ann');
    git(world.config.bare, 'update-ref', 'refs/heads/copy', world.head(first));
    const copy = world.forge.openPullRequest(slug, 'copy', 'Copy', 'ann');
    expect(await world.decide(copy)).toMatchObject({ state: 'none', log: expect.stringContaining('whose pull request decides') });
  });

  aside('of somebody else than CD is refused', async () => {
    const world = await openWorld(5);
    const pull = await world.promote('ann');
    world.forge.pullRequests.close(pull);
    const own = world.forge.openPullRequest(slug, pull.head, 'Mine', 'eve');
    world.forge.pullRequests.approve(own, 'bob');
    expect(await world.decide(own)).toMatchObject({ state: 'failure', description: expect.stringContaining('Only CD proposes promotions') });
  });

  test('with a changed digest is refused, even if its branch were not protected', async () => {
    const world = await openWorld(5);
    const pull = await world.promote('ann');
    const direct = await world.push('eve', `refs/heads/${pull.head}`, edit(values('prod'), withImage(evil)), { from: pull.head });
    expect([direct.code, direct.log]).toEqual([1, expect.stringContaining('Cannot update this protected ref.')]);
    world.land(edit(values('prod'), withImage(evil)), 'eve@example.com', 'other');
    git(world.config.bare, 'update-ref', `refs/heads/${pull.head}`, 'refs/heads/other');
    git(world.config.bare, 'update-ref', `refs/pull/${pull.number}/head`, 'refs/heads/other');
    world.forge.pullRequests.approve(pull, 'bob');
    expect(await world.decide(pull)).toMatchObject({ state: 'failure', description: expect.stringContaining('dev does not have these images') });
  });

  aside('that changes more than images is refused', async () => {
    const world = await openWorld(5);
    const pull = await world.promote('ann');
    const { log } = await world.push('eve', 'refs/heads/more', (folder) => {
      edit(values('prod'), withImage(image(5)))(folder);
      edit('argocd/bootstrap/root.yaml', (text) => text.replace('main', 'evil'))(folder);
    });
    expect(log).not.toContain('GH013');
    for (const reference of [`refs/heads/${pull.head}`, `refs/pull/${pull.number}/head`]) git(world.config.bare, 'update-ref', reference, 'refs/heads/more');
    expect(await world.decide(pull)).toMatchObject({ state: 'failure', description: expect.stringContaining('and nothing else') });
  });

  aside('stays valid while its source goes forward, and ends when that goes back', async () => {
    const world = await openWorld(4, 5);
    const pull = await world.promote('ann');
    world.forge.pullRequests.approve(pull, 'bob');
    await world.deliver(6);
    expect(await world.decide(pull)).toMatchObject({ state: 'success' });
    world.land(edit(values('dev'), withImage(image(4))));
    expect(await world.decide(pull)).toMatchObject({ state: 'failure', description: expect.stringContaining('has been rolled back since') });
  });

  aside('is refused while its environment or its source is on hold', async () => {
    const world = await openWorld(5);
    const pull = await world.promote('ann');
    world.forge.pullRequests.approve(pull, 'bob');
    expect(await world.decide(pull)).toMatchObject({ state: 'success' });
    for (const environment of ['prod', 'dev']) {
      const hold = JSON.stringify({ [environment]: { by: 'bob', reason: 'errors' } });
      world.land((folder) => writeFileSync(join(folder, '.gitops-app/shop/holds.json'), hold));
      expect(await world.decide(pull, 'all')).toMatchObject({
        state: 'failure',
        description: expect.stringContaining(`shop in ${environment} is on hold, set by bob: errors`),
      });
    }
    const back = await world.propose('eve', edit(values('dev'), withImage(evil)));
    expect(await world.decide(back)).toMatchObject({ state: 'failure', description: expect.stringContaining('on hold') });
  });
});

aside('a decision of an earlier attempt, or an older run, sets no status', async () => {
  const world = await openWorld(5);
  const pull = await world.promote('ann');
  world.forge.pullRequests.approve(pull, 'bob');
  await world.decide(pull);
  const sha = world.head(pull);
  const stale = { outputs: { statuses: JSON.stringify([{ sha, state: 'failure', description: 'old' }]), attempt: '1' } };
  const again = await world.report(stale, '9000', '2');
  expect([again.code, again.log]).toEqual([1, expect.stringContaining('Re-run all jobs')]);
  expect((await world.report(stale, '9')).code).toBe(0);
  expect(await world.decide(pull)).toMatchObject({ state: 'success' });
});
