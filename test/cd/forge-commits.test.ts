/** The forge of the end-to-end suite commits through its API as GitHub documents it. */
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { configBranchRuleset } from '../../src/github/ruleset.ts';
import { type ApiState, callApi } from '../e2e/forge/api.ts';
import type { Identity } from '../e2e/forge/identities.ts';
import { createRepositories } from '../e2e/forge/repositories.ts';
import { git, temporaryFolder } from './config-repository.ts';

const slug = 'acme/shop-config';
const cd: Identity = { kind: 'app', login: 'shop-config-cd[bot]', slug: 'shop-config-cd', repositories: [slug], permissions: { contents: 'write' } };
const other: Identity = { ...cd, login: 'other[bot]', slug: 'other' };
let state: ApiState;
let head: string;

beforeEach(() => {
  const root = temporaryFolder();
  const repositories = createRepositories(root);
  repositories.create(slug, 'main');
  const bare = join(root, `${slug}.git`);
  head = git(bare, 'commit-tree', '-m', 'first', git(bare, 'hash-object', '-t', 'tree', '-w', '/dev/null'));
  git(bare, 'update-ref', 'refs/heads/main', head);
  const bypass = [{ actor_id: 1234, actor_type: 'Integration', bypass_mode: 'always' } as const];
  repositories.protect(slug, [{ ...configBranchRuleset([], 'Promotion', { requiredApprovals: 1, mergeQueue: false }), id: 1, bypass_actors: bypass }], {
    [cd.login]: 1234,
  });
  state = { repositories, apps: { all: [{ slug: 'shop-config-cd', id: 1234 }] }, pushed: () => {} } as unknown as ApiState;
});

const call = (identity: Identity, method: string, path: string, body: unknown = {}) => callApi(state, identity, method, path, new URLSearchParams(), body);

function commitOnBranch(identity: Identity, expectedHeadOid: string, branchName = 'refs/heads/main') {
  const input = {
    branch: { repositoryNameWithOwner: slug, branchName },
    expectedHeadOid,
    message: { headline: 'Deploy', body: 'CD-Run: 1' },
    fileChanges: { additions: [{ path: 'charts/shop/dev-values.yaml', contents: Buffer.from('a: 1\n').toString('base64') }] },
  };
  const query = 'mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }';
  return call(identity, 'POST', '/graphql', { query, variables: { input } }).body as {
    data: { createCommitOnBranch: { commit: { oid: string } } } | null;
    errors?: { type: string; message: string }[];
  };
}

test('the author is the App, and GitHub has signed', () => {
  const oid = commitOnBranch(cd, head).data?.createCommitOnBranch.commit.oid ?? '';
  expect(state.repositories.heads(slug).get('refs/heads/main')).toBe(oid);
  expect(state.repositories.git(slug, 'log', '-1', '--format=%P %an <%ae> %cn %s%n%b', oid)).toBe(
    `${head} shop-config-cd[bot] <1234+shop-config-cd[bot]@users.noreply.github.com> GitHub Deploy\nCD-Run: 1`,
  );
  expect(state.repositories.git(slug, 'show', `${oid}:charts/shop/dev-values.yaml`)).toBe('a: 1');
  const verification = (sha: string) => (call(cd, 'GET', `/repos/${slug}/commits/${sha}`).body as { commit: object }).commit;
  expect(verification(oid)).toEqual({ verification: { verified: true, reason: 'valid' } });
  expect(verification(head)).toEqual({ verification: { verified: false, reason: 'unsigned' } });
});

test('a head that has moved is refused, and so is who may not push', () => {
  commitOnBranch(cd, head);
  expect(commitOnBranch(cd, head).errors?.[0]?.type).toBe('STALE_DATA');
  const moved = state.repositories.heads(slug).get('refs/heads/main') ?? '';
  expect(commitOnBranch(other, moved).errors?.[0]?.message).toContain('Repository rule violations found for refs/heads/main');
  expect(commitOnBranch({ ...cd, permissions: { contents: 'read' } }, moved).errors?.[0]?.type).toBe('FORBIDDEN');
  expect(state.repositories.heads(slug).get('refs/heads/main')).toBe(moved);
});

test('branches are made, moved and deleted', () => {
  const refs = `/repos/${slug}/git/refs`;
  expect(call(cd, 'POST', refs, { ref: 'refs/heads/promote/shop/prod.1', sha: head }).status).toBe(201);
  expect(call(cd, 'POST', refs, { ref: 'refs/heads/promote/shop/prod.1', sha: head }).status).toBe(422);
  const oid = commitOnBranch(cd, head, 'promote/shop/prod.1').data?.createCommitOnBranch.commit.oid;
  expect(call(cd, 'PATCH', `${refs}/heads/promote/shop/prod`, { sha: oid, force: true }).status).toBe(422);
  expect(call(cd, 'POST', refs, { ref: 'refs/heads/promote/shop/prod', sha: head }).status).toBe(201);
  expect(call(cd, 'PATCH', `${refs}/heads/promote/shop/prod`, { sha: oid, force: true }).status).toBe(200);
  expect(call(cd, 'DELETE', `${refs}/heads/promote/shop/prod.1`).status).toBe(204);
  expect([...state.repositories.heads(slug)]).toEqual([
    ['refs/heads/main', head],
    ['refs/heads/promote/shop/prod', oid],
  ]);
});
