/** Where images come from, after they came back: the order of runs counts, whatever a merged commit says of itself. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aside, some } from '../support/sample.ts';
import { ConfigRepository, dispatch, git, image, promotion, rollbackOf } from './config-repository.ts';

const pulls = 'repos/acme/shop-config/pulls';
const api = { [`GET ${pulls}`]: [], [`POST ${pulls}`]: { number: 7 }, [`POST ${pulls}/7/requested_reviewers`]: {} };
const github = { gh: api };
const values = 'charts/shop/dev-values.yaml';

async function deployed(...runs: number[]): Promise<ConfigRepository> {
  const repository = new ConfigRepository();
  for (const run of runs) expect((await repository.run('deploy', dispatch(run))).code).toBe(0);
  return repository;
}

/** Squashes the proposed promotion as GitHub does, with a text of its own. */
function merge(repository: ConfigRepository, text: string): string {
  const author = ['-c', 'author.name=shop-config-cd[bot]', '-c', 'author.email=41+shop-config-cd[bot]@users.noreply.github.com'];
  const tree = git(repository.bare, 'merge-tree', '--write-tree', 'main', 'promote/shop/prod');
  const commit = git(repository.bare, ...author, '-c', 'committer.email=noreply@github.com', 'commit-tree', tree, '-p', 'main', '-m', text);
  git(repository.bare, 'update-ref', 'refs/heads/main', commit);
  return commit;
}

async function promoted(repository: ConfigRepository, text: string): Promise<void> {
  expect(await repository.run('deploy', promotion(), github)).toMatchObject({ code: 0 });
  merge(repository, text);
}

async function backTo(repository: ConfigRepository, to = 'previous'): Promise<void> {
  for (const action of ['roll-back', 'release']) expect((await repository.run('rollback', rollbackOf('dev', { to, action }))).code).toBe(0);
}

const older = '::error::prod has images of CI run 6, dev has those of the older run 5. To go back, roll back or set allow_downgrade';

test('a rollback names the run that it brought back, and its promotion is a step back', async () => {
  const repository = await deployed(5, 6);
  await promoted(repository, 'Promote');
  await backTo(repository);
  expect(repository.trailers('main~1')).toMatchObject({ 'Source-Repository': 'acme/shop', 'Source-Commit': image(5).tag, 'Source-Run': '5' });
  const validated = await repository.validate('deploy', promotion());
  const source = { repository: 'acme/shop', sha: image(5).tag, run_id: 5, run_attempt: 1 };
  expect(JSON.parse(validated.outputs.request ?? '')).toMatchObject({ sources: { shop: source } });
  const refused = await repository.write('deploy', validated, github);
  expect([refused.code, refused.log]).toEqual([1, expect.stringContaining(older)]);
  const allowed = await repository.run('deploy', promotion({ allow_downgrade: 'true' }), github);
  expect(allowed.code).toBe(0);
  expect(repository.trailers('promote/shop/prod')).toMatchObject({ 'Source-Run': '5', 'Promoted-From': 'dev' });
});

aside('so is that of a rollback to a commit, and of a revert by hand', async () => {
  const repository = await deployed(5, 6);
  await promoted(repository, 'Promote');
  const [first, second] = ['main~2', 'main~1'].map((revision) => git(repository.bare, 'rev-parse', revision));
  await backTo(repository, first);
  expect((await repository.run('deploy', promotion(), github)).log).toContain(older);
  await backTo(repository, second);
  expect((await repository.run('deploy', promotion(), github)).log).toContain('prod already has these images');
  const before = repository.read(values, first);
  repository.change((folder) => writeFileSync(join(folder, values), before), 'Revert', 'eve@example.com');
  expect((await repository.run('deploy', promotion(), github)).log).toContain(older);
});

aside('after a rollback and its release, a run older than what came back deploys nothing', async () => {
  const repository = await deployed(4, 6);
  await backTo(repository);
  expect((await repository.run('deploy', dispatch(3))).log).toContain('Superseded: dev has images of CI run 4, these are of the older run 3');
  await repository.run('deploy', dispatch(5));
  expect(repository.images('dev')).toEqual(image(5));
});

test.each(
  some(
    [
      ['has lost its trailers', 'Promote shop to prod (#7)\n\n* Promote shop to prod\n\nSource-Run: 6\n\n* Merge branch main'],
      ['was typed by whoever merged', `Promote\n\nSource-Run: 1\nCD-Run: https://github.com/acme/shop-config/actions/runs/90`],
    ],
    1,
  ),
)('a merged promotion whose text %s is still of its run', async (_, text) => {
  const repository = await deployed(6);
  await promoted(repository, text);
  await repository.run('deploy', dispatch(5, { allow_downgrade: 'true' }));
  expect((await repository.run('deploy', promotion(), github)).log).toContain(older);
  await repository.run('deploy', dispatch(7));
  expect(await repository.run('deploy', promotion(), github)).toMatchObject({ code: 0 });
});

aside('the text of a merge does not send a rollback elsewhere', async () => {
  const repository = await deployed(4);
  await promoted(repository, 'Promote 4');
  const first = git(repository.bare, 'rev-parse', 'main');
  for (const run of [5, 6]) {
    await repository.run('deploy', dispatch(run));
    await promoted(repository, run === 6 ? `Promote 6\n\nRolled-Back-To: ${first}` : 'Promote 5');
  }
  expect((await repository.run('rollback', rollbackOf('prod'))).code).toBe(0);
  expect(repository.images('prod')).toEqual(image(5));
});

aside('the text of a promotion ends with the trailers, which a squash may take', async () => {
  const repository = await deployed(6);
  const { requests } = await repository.run('deploy', promotion({ reason: '``` <b>@acme</b>' }), github);
  const opened = requests.find(({ arguments: [method, path] }) => method === 'POST' && path === pulls);
  const body = String((opened?.body as { body: string } | undefined)?.body);
  const proposed = repository.trailers('promote/shop/prod');
  const commit = merge(repository, `Promote (#7)\n\n${body}`);
  expect(repository.trailers(commit)).toEqual(proposed);
  expect(proposed).toMatchObject({ 'Source-Run': '6', Reason: '``` <b>@acme</b>' });
  // A closing fence would be a line of its own.
  expect(body.split('```text\n\n')[1]).not.toMatch(/^ {0,3}`{3,} *$/m);
});

aside('each image is compared with its own run', async () => {
  const repository = new ConfigRepository('shop', (folder) => {
    const edit = (path: string, change: (text: string) => string) => writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')));
    for (const environment of ['dev', 'prod'])
      edit(`charts/shop/${environment}-values.yaml`, (text) => text.replace(/^images:\n/m, 'images:\n  job:\n    tag: ""\n    digest: ""\n'));
    edit('.gitops-app/shop/delivery.json', (text) => text.replace('"images": {', '"images": {\n    "job": "registry.example.com/job",'));
  });
  const sent = (run: number, ...names: string[]) => dispatch(run, { images: JSON.stringify(Object.fromEntries(names.map((name) => [name, image(run)]))) });
  await repository.run('deploy', sent(5, 'shop', 'job'));
  await repository.run('deploy', sent(8, 'job'));
  expect((await repository.run('deploy', sent(7, 'shop', 'job'))).log).toContain('Superseded: dev has images of CI run 8, these are of the older run 7');
  await repository.run('deploy', sent(7, 'shop'));
  const { outputs } = await repository.validate('deploy', promotion());
  expect(JSON.parse(outputs.request ?? '')).toMatchObject({ sources: { shop: { run_id: 7 }, job: { run_id: 8 } } });
  await repository.run('deploy', promotion(), github);
  const runs = git(repository.bare, 'log', '-1', '--format=%(trailers:key=Source-Run,valueonly,separator=%x2C)', 'promote/shop/prod');
  expect(runs).toBe('7,8');
});
