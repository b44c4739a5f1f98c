/** Commits and branches through GitHub's API. The hooks of the repository judge them as they judge a push. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiState, Call, Route } from './api.ts';
import { allows, type Identity } from './identities.ts';
import type { Repositories } from './repositories.ts';
import type { Answer } from './server.ts';

export const commitRoutes: readonly Route[] = [
  { method: 'POST', path: /^\/git\/refs$/, area: 'contents', access: 'write', answer: (call, state) => setRef(call, state, String(call.body.ref), 'new') },
  { method: 'PATCH', path: /^\/git\/refs\/(heads\/.+)$/, area: 'contents', access: 'write', answer: (call, state) => setRef(call, state, refOf(call), 'old') },
  { method: 'DELETE', path: /^\/git\/refs\/(heads\/.+)$/, area: 'contents', access: 'write', answer: deleteRef },
  { method: 'GET', path: /^\/commits\/([0-9a-f]{40})$/, area: 'contents', access: 'read', answer: getCommit },
];

const refOf = ({ parts }: Call) => `refs/${parts[1]}`;
const none = '0'.repeat(40);

interface CommitOnBranch {
  branch: { repositoryNameWithOwner: string; branchName: string };
  expectedHeadOid: string;
  message: { headline: string; body?: string };
  fileChanges: { additions?: { path: string; contents: string }[] };
}

/**
 * The mutation createCommitOnBranch, the only one that is known here:
 * https://docs.github.com/graphql/reference/mutations#createcommitonbranch
 */
export function callGraphql(state: ApiState, identity: Identity, body: { query?: string; variables?: { input: CommitOnBranch } }): Answer {
  const input = body.variables?.input;
  if (body.query?.includes('createCommitOnBranch(input: $input)') !== true || input === undefined) return graphqlError('undefinedField', 'not known here');
  const { branch, expectedHeadOid, message, fileChanges } = input;
  const { repositoryNameWithOwner: repository, branchName } = branch;
  if (!state.repositories.exists(repository)) return graphqlError('NOT_FOUND', `Could not resolve to a Repository with the name '${repository}'.`);
  if (!allows(identity, repository, 'contents', 'write')) return graphqlError('FORBIDDEN', 'Resource not accessible by integration');
  const ref = `refs/heads/${branchName.replace(/^refs\/heads\//, '')}`;
  const before = state.repositories.heads(repository);
  if (before.get(ref) !== expectedHeadOid) return stale(expectedHeadOid);
  const commit = signedCommit(state, repository, identity, expectedHeadOid, message, fileChanges.additions ?? []);
  const refused = update(state.repositories, repository, identity, ref, commit, expectedHeadOid);
  if (refused?.includes('stale info')) return stale(expectedHeadOid);
  if (refused !== undefined) return graphqlError('UNPROCESSABLE', refused);
  state.pushed(repository, before);
  return { status: 200, body: { data: { createCommitOnBranch: { commit: { oid: commit } } } } };
}

function graphqlError(type: string, message: string): Answer {
  return { status: 200, body: { data: null, errors: [{ type, message }] } };
}

const stale = (head: string) => graphqlError('STALE_DATA', `Expected branch to point to "${head}" but it did not. Pull and try again.`);

function git(
  repositories: Repositories,
  repository: string,
  arguments_: readonly string[],
  env: Record<string, string> = {},
  input: string | Buffer = '',
): string {
  return execFileSync('git', ['-C', join(repositories.root, `${repository}.git`), ...arguments_], {
    encoding: 'utf8',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: repositories.root, ...env },
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
  }).trim();
}

/** A commit whose author is who asks, and whose committer is GitHub: it signs what it makes, and marks it as verified. */
function signedCommit(
  { apps, repositories }: ApiState,
  repository: string,
  identity: Identity,
  parent: string,
  { headline, body = '' }: CommitOnBranch['message'],
  additions: readonly { path: string; contents: string }[],
): string {
  const id = identity.kind === 'app' ? apps.all.find(({ slug }) => slug === identity.slug)?.id : 1;
  const folder = mkdtempSync(join(tmpdir(), 'forge-commit-'));
  const env = {
    GIT_INDEX_FILE: join(folder, 'index'),
    GIT_AUTHOR_NAME: identity.login,
    GIT_AUTHOR_EMAIL: `${id}+${identity.login}@users.noreply.github.com`,
    GIT_COMMITTER_NAME: 'GitHub',
    GIT_COMMITTER_EMAIL: 'noreply@github.com',
  };
  const run = (arguments_: readonly string[], input?: string | Buffer) => git(repositories, repository, arguments_, env, input);
  run(['read-tree', parent]);
  for (const { path, contents } of additions) {
    const blob = run(['hash-object', '-w', '--stdin'], Buffer.from(contents, 'base64'));
    run(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`]);
  }
  const commit = run(['commit-tree', '-p', parent, run(['write-tree'])], `${headline}\n\n${body}`);
  rmSync(folder, { recursive: true });
  return commit;
}

/** Moves a branch as a push of this identity would; gives why not. An empty commit deletes it. */
function update(repositories: Repositories, repository: string, { login }: Identity, ref: string, commit: string, expected: string): string | undefined {
  const path = join(repositories.root, `${repository}.git`);
  try {
    git(repositories, repository, ['push', '--quiet', `--force-with-lease=${ref}:${expected}`, path, `${commit}:${ref}`], { FORGE_LOGIN: login });
    return undefined;
  } catch (error) {
    return String((error as { stderr: unknown }).stderr);
  }
}

function setRef({ identity, repository, body }: Call, state: ApiState, ref: string, kind: 'new' | 'old'): Answer {
  const before = state.repositories.heads(repository);
  const current = before.get(ref);
  if (kind === 'new' && current !== undefined) return { status: 422, body: { message: 'Reference already exists' } };
  if (kind === 'old' && current === undefined) return { status: 422, body: { message: 'Reference does not exist' } };
  if (kind === 'old' && body.force !== true) return { status: 422, body: { message: 'only forced updates are known here' } };
  const refused = update(state.repositories, repository, identity, ref, String(body.sha), current ?? '');
  if (refused !== undefined) return { status: 422, body: { message: refused } };
  state.pushed(repository, before);
  return { status: kind === 'new' ? 201 : 200, body: { ref, object: { type: 'commit', sha: body.sha } } };
}

function deleteRef(call: Call, state: ApiState): Answer {
  const ref = refOf(call);
  const before = state.repositories.heads(call.repository);
  const current = before.get(ref);
  if (current === undefined) return { status: 422, body: { message: 'Reference does not exist' } };
  const refused = update(state.repositories, call.repository, call.identity, ref, '', current);
  if (refused !== undefined) return { status: 422, body: { message: refused } };
  state.pushed(call.repository, before);
  return { status: 204 };
}

/** Only what GitHub made itself is signed here. */
function getCommit({ repository, parts }: Call, { repositories }: ApiState): Answer {
  const [sha = none] = parts.slice(1);
  try {
    const [author = '', committer = ''] = repositories.git(repository, 'log', '-1', '--format=%an%n%cn', sha).split('\n');
    const verified = committer === 'GitHub';
    return {
      status: 200,
      body: { sha, author: { login: author }, commit: { verification: { verified, reason: verified ? 'valid' : 'unsigned' } } },
    };
  } catch {
    return { status: 404, body: { message: 'Not Found' } };
  }
}
