/** With signedCommits, CD commits through GitHub's API: the same commit, made and signed by GitHub. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configRulesets } from '../../generators/config/ruleset.ts';
import type { Model } from '../../src/model/model.ts';
import { goldenFolder } from '../golden/cases.ts';
import { aside, some } from '../support/sample.ts';
import { ConfigRepository, dispatch, git, image, promotion, rollbackOf } from './config-repository.ts';

const signed = (folder: string) => {
  const path = join(folder, '.gitops-app/shared/settings.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), signedCommits: true }));
};
test('the ruleset requires signatures only where the config does', () => {
  const model = JSON.parse(readFileSync(join(goldenFolder, 'shop/config/.gitops-app/shop/model.json'), 'utf8')) as Model;
  const rules = (signedCommits: boolean) => {
    const config = { ...model.repositories.config, signedCommits };
    const files = configRulesets.files({ ...model, repositories: { ...model.repositories, config } }, { version: '', planned: [] });
    return JSON.stringify(files.map((file) => ('content' in file ? file.content : '')));
  };
  expect(rules(true)).toContain('required_signatures');
  expect(rules(false)).not.toContain('required_signatures');
});

const people = (repository: ConfigRepository, revision: string) => git(repository.bare, 'log', '-1', '--format=%an <%ae>, %cn <%ce>', revision);
const byGitHub = 'shop-config-cd[bot] <1234+shop-config-cd[bot]@users.noreply.github.com>, GitHub <noreply@github.com>';
const api = {
  'GET repos/acme/shop-config/pulls': [],
  'POST repos/acme/shop-config/pulls': { number: 7 },
  'PATCH repos/acme/shop-config/pulls/7': {},
  'POST repos/acme/shop-config/pulls/7/requested_reviewers': {},
};

test('a deployment and a rollback are the same commits, made by GitHub', async () => {
  const repositories = [new ConfigRepository(), new ConfigRepository('shop', signed)] as const;
  for (const repository of repositories) {
    for (const run of [5, 6]) expect((await repository.run('deploy', dispatch(run))).code).toBe(0);
    expect((await repository.run('rollback', rollbackOf('dev'))).code).toBe(0);
  }
  const [pushed, made] = repositories;
  const show = (repository: ConfigRepository) =>
    git(repository.bare, 'log', '-3', '--format=%B', '--patch', 'main')
      .replaceAll(/[0-9a-f]{40}/g, '')
      .replaceAll(/"since": ".*"/g, '')
      .replaceAll(/index .*/g, '')
      .replaceAll(/\n+/g, '\n');
  expect(show(made)).toBe(show(pushed));
  expect(made.images('dev')).toEqual(image(5));
  expect(people(made, 'main')).toBe(byGitHub);
  expect(people(pushed, 'main')).not.toContain('GitHub');
});

aside('of two at once none is lost', async () => {
  const repository = new ConfigRepository('shop', signed);
  const outcomes = await Promise.all([repository.run('deploy', dispatch(5)), repository.run('deploy', dispatch(6))]);
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
  expect(repository.images('dev')).toEqual(image(6));
});

aside('a promotion moves its branch once, to a commit on top of the default branch', async () => {
  const repository = new ConfigRepository('shop', signed);
  for (const [run, open] of [
    [5, []],
    [6, [{ number: 7, user: { login: 'shop-config-cd[bot]' } }]],
  ] as const) {
    await repository.run('deploy', dispatch(run));
    const { code, requests } = await repository.run('deploy', promotion(), { gh: { ...api, 'GET repos/acme/shop-config/pulls': open } });
    expect(code).toBe(0);
    expect(repository.images('prod', 'promote/shop/prod')).toEqual(image(run));
    expect(git(repository.bare, 'rev-parse', 'promote/shop/prod^')).toBe(git(repository.bare, 'rev-parse', 'main'));
    expect(people(repository, 'promote/shop/prod')).toBe(byGitHub);
    expect(repository.trailers('promote/shop/prod')).toMatchObject({ 'Promoted-From': 'dev', 'Source-Run': String(run) });
    const moves = requests.filter(
      ({ arguments: [method, path], body }) => method !== 'DELETE' && /git\/refs/.test(path ?? '') && !/prod\./.test(JSON.stringify([path, body])),
    );
    expect(moves.map(({ arguments: [method] }) => method)).toEqual([run === 5 ? 'POST' : 'PATCH']);
    expect(git(repository.bare, 'for-each-ref', '--format=%(refname)', 'refs/heads')).toBe('refs/heads/main\nrefs/heads/promote/shop/prod');
  }
});

test.each(
  some(
    [
      ['Repository rule violations found (HTTP 422)', "::error::A rule rejected the commit on main: add CD's App to the bypass list of the ruleset"],
      ['Resource not accessible by integration (HTTP 403)', "::error::GitHub rejected the token of CD's App"],
    ],
    1,
  ),
)('%s is not tried again', async (answer, message) => {
  const repository = new ConfigRepository('shop', signed);
  const { code, log, requests } = await repository.run('deploy', dispatch(5), { gh: { 'POST graphql': answer } });
  expect([code, log, requests.length]).toEqual([1, expect.stringContaining(message), 1]);
});

aside('a server error is tried again', async () => {
  const repository = new ConfigRepository('shop', signed);
  const { code, requests } = await repository.run('deploy', dispatch(5), { gh: { 'POST graphql': 'Bad Gateway (HTTP 502)' }, env: { RETRY_SECONDS: '6' } });
  expect(code).toBe(1);
  expect(requests.length).toBeGreaterThan(1);
});
