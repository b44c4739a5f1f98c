/** The part of GitHub's REST API about pull requests. */
import type { ApiState, Call, Route } from './api.ts';
import type { PullRequest } from './pull-requests.ts';
import type { Answer } from './server.ts';

export const pullRequestRoutes: readonly Route[] = [
  { method: 'GET', path: /^\/pulls$/, area: 'pull-requests', access: 'read', answer: listPulls },
  { method: 'POST', path: /^\/pulls$/, area: 'pull-requests', access: 'write', answer: openPull },
  { method: 'GET', path: /^\/pulls\/(\d+)$/, area: 'pull-requests', access: 'read', answer: onPull(({ request, state }) => ok(pullBody(request, state))) },
  { method: 'PATCH', path: /^\/pulls\/(\d+)$/, area: 'pull-requests', access: 'write', answer: onPull(editPull) },
  { method: 'POST', path: /^\/pulls\/(\d+)\/requested_reviewers$/, area: 'pull-requests', access: 'write', answer: onPull(requestReview) },
  { method: 'GET', path: /^\/pulls\/(\d+)\/reviews$/, area: 'pull-requests', access: 'read', answer: onPull(listReviews) },
  { method: 'POST', path: /^\/pulls\/(\d+)\/reviews$/, area: 'pull-requests', access: 'write', answer: onPull(addReview) },
  { method: 'PUT', path: /^\/pulls\/(\d+)\/merge$/, area: 'contents', access: 'write', answer: onPull(mergePull) },
  { method: 'POST', path: /^\/issues\/(\d+)\/comments$/, area: 'pull-requests', access: 'write', answer: onPull(comment) },
];

type PullCall = Call & { request: PullRequest; state: ApiState };

const ok = (body: unknown): Answer => ({ status: 200, body });

function onPull(answer: (call: PullCall) => Answer): Route['answer'] {
  return (call, state) => {
    const request = state.pullRequests.all.find((other) => other.repository === call.repository && other.number === Number(call.parts[1]));
    return request === undefined ? { status: 404, body: { message: 'Not Found' } } : answer({ ...call, request, state });
  };
}

const userOf = (login: string) => ({ login, type: login.endsWith('[bot]') ? 'Bot' : 'User' });

function pullBody(request: PullRequest, { repositories }: ApiState): object {
  const { repository, number, title, body, state, merged, author, head, base } = request;
  return {
    ...{ number, title, body, state, merged },
    html_url: `https://github.com/${repository}/pull/${number}`,
    user: userOf(author),
    head: { ref: head, sha: repositories.git(repository, 'rev-parse', `refs/pull/${number}/head`), repo: { full_name: repository } },
    base: { ref: base },
  };
}

function listPulls({ repository, query }: Call, state: ApiState): Answer {
  const head = query.get('head')?.split(':').at(-1);
  const wanted = query.get('state') ?? 'open';
  const found = state.pullRequests.all.filter(
    (request) => request.repository === repository && (wanted === 'all' || request.state === wanted) && (head === undefined || request.head === head),
  );
  return ok(found.map((request) => pullBody(request, state)));
}

function openPull({ identity, repository, body }: Call, state: ApiState): Answer {
  const opened = state.pullRequests.open({
    repository,
    head: String(body.head).split(':').at(-1) ?? '',
    base: String(body.base),
    title: String(body.title),
    body: String(body.body ?? ''),
    author: identity.login,
  });
  return typeof opened === 'string' ? { status: 422, body: { message: opened } } : { status: 201, body: pullBody(opened, state) };
}

function editPull({ request, body, state }: PullCall): Answer {
  for (const field of ['title', 'body'] as const) if (body[field] !== undefined) Object.assign(request, { [field]: body[field] });
  if (body.state === 'closed') state.pullRequests.close(request);
  const refused = body.state === 'open' && request.state === 'closed' ? state.pullRequests.reopen(request) : undefined;
  return refused === undefined ? ok(pullBody(request, state)) : { status: 422, body: { message: refused } };
}

function requestReview({ request, body, state }: PullCall): Answer {
  request.reviewers.push(...(body.reviewers ?? []), ...(body.team_reviewers ?? []));
  return { status: 201, body: pullBody(request, state) };
}

function listReviews({ request }: PullCall): Answer {
  return ok(request.reviews.map(({ id, login, state, commit }) => ({ id, user: userOf(login), state, commit_id: commit })));
}

function addReview({ identity, request, body, state }: PullCall): Answer {
  const states = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;
  const wanted = states[body.event as keyof typeof states];
  if (wanted === undefined || (identity.login === request.author && wanted !== 'COMMENTED'))
    return { status: 422, body: { message: 'Can not approve your own pull request' } };
  return ok({ id: state.pullRequests.review(request, identity.login, wanted).id });
}

function mergePull({ identity, request, body, state }: PullCall): Answer {
  const merged = state.pullRequests.merge(request, identity.login, body.merge_method ?? 'merge');
  return 'refused' in merged ? { status: 405, body: { message: merged.refused } } : ok({ sha: merged.commit, merged: true });
}

function comment({ request, body }: PullCall): Answer {
  request.comments.push(String(body.body));
  return { status: 201, body: {} };
}
