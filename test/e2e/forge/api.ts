/** The part of GitHub's REST API that emitted workflows and runbooks call; everything else is 404. */

import { type Administration, administrationRoutes } from './administration.ts';
import type { Apps } from './apps.ts';
import { callGraphql, commitRoutes } from './commits.ts';
import { allows, type Identity, type Permissions } from './identities.ts';
import type { PullRequest, PullRequests } from './pull-requests.ts';
import type { Repositories } from './repositories.ts';
import { type Run, type Runs, readableLog, type Settings } from './runs.ts';
import type { Answer } from './server.ts';
import { callTeam } from './teams.ts';
import { dispatchInputs, workflowFiles } from './triggers.ts';

export interface Environment {
  reviewers: string[];
}

export interface ApiState {
  apps: Apps;
  repositories: Repositories;
  runs: Runs;
  pullRequests: PullRequests;
  settings: Map<string, Settings>;
  environments: Map<string, Environment>;
  /** By repository. */
  administration: Map<string, Administration>;
  /** After a change of branches. */
  pushed: (repository: string, before: ReadonlyMap<string, string>) => void;
}

export interface Call {
  identity: Identity;
  repository: string;
  parts: RegExpExecArray;
  query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: JSON of a request
  body: any;
}

export interface Route {
  method: string;
  /** Below /repos/<owner>/<name>. */
  path: RegExp;
  area: keyof Permissions;
  access: 'read' | 'write';
  answer: (call: Call, state: ApiState) => Answer;
}

const routes: readonly Route[] = [
  { method: 'POST', path: /^\/actions\/workflows\/([\w.-]+)\/dispatches$/, area: 'actions', access: 'write', answer: dispatchWorkflow },
  { method: 'GET', path: /^\/actions\/workflows\/([\w.-]+)$/, area: 'actions', access: 'read', answer: getWorkflow },
  { method: 'GET', path: /^\/actions\/runs$/, area: 'actions', access: 'read', answer: listRuns },
  { method: 'GET', path: /^\/actions\/runs\/(\d+)(?:\/attempts\/1)?$/, area: 'actions', access: 'read', answer: getRun },
  { method: 'GET', path: /^\/actions\/runs\/(\d+)\/jobs$/, area: 'actions', access: 'read', answer: listJobs },
  { method: 'GET', path: /^\/actions\/jobs\/(\d+)\/logs$/, area: 'actions', access: 'read', answer: getLog },
  { method: 'GET', path: /^\/pulls$/, area: 'pull-requests', access: 'read', answer: listPulls },
  { method: 'POST', path: /^\/pulls$/, area: 'pull-requests', access: 'write', answer: openPull },
  { method: 'PATCH', path: /^\/pulls\/(\d+)$/, area: 'pull-requests', access: 'write', answer: editPull },
  { method: 'POST', path: /^\/pulls\/(\d+)\/requested_reviewers$/, area: 'pull-requests', access: 'write', answer: requestReview },
  { method: 'GET', path: /^\/environments\/([^/]+)$/, area: 'actions', access: 'read', answer: getEnvironment },
  { method: 'GET', path: /^\/commits$/, area: 'contents', access: 'read', answer: listCommits },
  ...commitRoutes,
  ...administrationRoutes,
];

export function callApi(state: ApiState, identity: Identity, method: string, path: string, query: URLSearchParams, body: unknown): Answer {
  const [, repository = '', rest = ''] = /^\/repos\/([\w.-]+\/[\w.-]+)(\/.*)?$/.exec(path) ?? [];
  const notFound = { status: 404, body: { message: 'Not Found' } };
  if (path === '/graphql') return callGraphql(state, identity, body as Parameters<typeof callGraphql>[2]);
  if (/^\/orgs\/[\w.-]+\/teams\//.test(path)) return callTeam(state, identity, method, path, body) ?? notFound;
  if (repository === '') return callOrganization(state, identity, method, path, body) ?? notFound;
  if (!state.repositories.exists(repository)) return notFound;
  if (rest === '') return { status: 200, body: repositoryBody(state, repository) };
  for (const route of routes) {
    const parts = route.path.exec(rest);
    if (parts === null || route.method !== method) continue;
    if (!allows(identity, repository, route.area, route.access)) return { status: 403, body: { message: 'Resource not accessible by integration' } };
    return route.answer({ identity, repository, parts, query, body }, state);
  }
  return notFound;
}

/** What belongs to the organisation: its repositories and the Apps that are installed. */
// biome-ignore lint/suspicious/noExplicitAny: what a client sends
function callOrganization({ apps, repositories }: ApiState, identity: Identity, method: string, path: string, body: any): Answer | undefined {
  const [, owner = '', rest = ''] = /^\/orgs\/([\w.-]+)\/(installations|repos)$/.exec(path) ?? [];
  if (identity.kind !== 'person') return { status: 403, body: { message: 'Resource not accessible by integration' } };
  if (rest === 'installations' && method === 'GET') {
    const installations = apps.all.map((app) => ({
      id: app.installationId,
      app_id: app.id,
      app_slug: app.slug,
      repository_selection: 'selected',
      permissions: app.permissions,
    }));
    return { status: 200, body: { total_count: installations.length, installations } };
  }
  if (rest === 'repos' && method === 'POST') {
    repositories.create(`${owner}/${body.name}`, 'main');
    return { status: 201, body: { html_url: `https://github.com/${owner}/${body.name}` } };
  }
  return undefined;
}

function repositoryBody({ repositories }: ApiState, repository: string): object {
  const [owner = ''] = repository.split('/');
  return {
    id: 2001,
    full_name: repository,
    default_branch: repositories.defaultBranch(repository),
    html_url: `https://github.com/${repository}`,
    owner: { login: owner, id: 3001 },
  };
}

function listCommits({ repository }: Call, { repositories }: ApiState): Answer {
  const lines = repositories.git(repository, 'log', '-5', '--format=%H %s', repositories.defaultBranch(repository)).split('\n');
  return { status: 200, body: lines.map((line) => ({ sha: line.slice(0, 40), commit: { message: line.slice(41) } })) };
}

function dispatchWorkflow({ identity, repository, parts, body }: Call, { repositories, runs }: ApiState): Answer {
  const ref = String(body.ref ?? '').replace(/^refs\/heads\//, '');
  const commit = repositories.heads(repository).get(`refs/heads/${ref}`);
  if (commit === undefined) return { status: 422, body: { message: `No ref found for: ${ref}` } };
  const workflow = workflowFiles(repositories, repository, commit).find((file) => file.path.endsWith(`/${parts[1]}`));
  if (workflow === undefined) return { status: 404, body: { message: 'Not Found' } };
  const inputs = dispatchInputs(workflow, body.inputs ?? {});
  if (typeof inputs === 'string') return { status: 422, body: { message: inputs } };
  const run = runs.start(repository, workflow, 'workflow_dispatch', { ref: `refs/heads/${ref}`, inputs }, `refs/heads/${ref}`, commit, identity.login);
  if (body.return_run_details !== true) return { status: 204 };
  return { status: 200, body: { workflow_run_id: run.id, html_url: htmlUrl(run) } };
}

const htmlUrl = ({ id, repository }: Run) => `https://github.com/${repository}/actions/runs/${id}`;

/** A run, which has one attempt. */
function getRun({ repository, parts }: Call, { runs }: ApiState): Answer {
  const run = runs.all.find((other) => other.repository === repository && other.id === Number(parts[1]));
  if (run === undefined) return { status: 404, body: { message: 'Not Found' } };
  const { id, status, conclusion = null, startedAt } = run;
  return { status: 200, body: { id, status, conclusion, run_attempt: 1, run_started_at: startedAt, html_url: htmlUrl(run) } };
}

/** act tells the results of jobs, and one log of all: the first job has it. */
function listJobs({ repository, parts }: Call, { runs }: ApiState): Answer {
  const run = runs.all.find((other) => other.repository === repository && other.id === Number(parts[1]));
  if (run === undefined) return { status: 404, body: { message: 'Not Found' } };
  const jobs = Object.entries(run.jobs)
    .slice(0, 1)
    .map(([name, conclusion]) => ({ id: run.id, name, status: 'completed', conclusion }));
  return { status: 200, body: { total_count: jobs.length, jobs } };
}

/** With the commands of a workflow as GitHub shows them in a log. */
function getLog({ repository, parts }: Call, { runs }: ApiState): Answer {
  const run = runs.all.find((other) => other.repository === repository && other.id === Number(parts[1]));
  if (run === undefined) return { status: 404, body: { message: 'Not Found' } };
  return { status: 200, text: readableLog(run).replaceAll(/^.*::(error|warning|notice)::/gm, '##[$1]') };
}

function getWorkflow({ repository, parts }: Call, { repositories }: ApiState): Answer {
  const found = workflowFiles(repositories, repository, repositories.defaultBranch(repository)).findIndex((file) => file.path.endsWith(`/${parts[1]}`));
  return found < 0
    ? { status: 404, body: { message: 'Not Found' } }
    : { status: 200, body: { id: parts[1], path: `.github/workflows/${parts[1]}`, state: 'active' } };
}

function listRuns({ repository }: Call, { runs }: ApiState): Answer {
  const own = runs.all.filter((run) => run.repository === repository);
  return {
    status: 200,
    body: {
      total_count: own.length,
      workflow_runs: own.map(({ id, event, status, conclusion, commit, workflow }) => ({ id, event, status, conclusion, head_sha: commit, path: workflow })),
    },
  };
}

function pullBody(request: PullRequest): object {
  const { number, title, body, state, merged } = request;
  return {
    number,
    title,
    body,
    state,
    merged,
    html_url: `https://github.com/${request.repository}/pull/${number}`,
    user: { login: request.author },
    head: { ref: request.head },
    base: { ref: request.base },
  };
}

function listPulls({ repository, query }: Call, { pullRequests }: ApiState): Answer {
  const head = query.get('head')?.split(':').at(-1);
  const wanted = query.get('state') ?? 'open';
  const found = pullRequests.all.filter(
    (request) => request.repository === repository && (wanted === 'all' || request.state === wanted) && (head === undefined || request.head === head),
  );
  return { status: 200, body: found.map(pullBody) };
}

function openPull({ identity, repository, body }: Call, { pullRequests }: ApiState): Answer {
  const opened = pullRequests.open({
    repository,
    head: String(body.head).split(':').at(-1) ?? '',
    base: String(body.base),
    title: String(body.title),
    body: String(body.body ?? ''),
    author: identity.login,
  });
  return typeof opened === 'string' ? { status: 422, body: { message: opened } } : { status: 201, body: pullBody(opened) };
}

function editPull({ repository, parts, body }: Call, { pullRequests }: ApiState): Answer {
  const request = pullRequests.all.find((other) => other.repository === repository && other.number === Number(parts[1]));
  if (request === undefined) return { status: 404, body: { message: 'Not Found' } };
  for (const field of ['title', 'body', 'state'] as const) if (body[field] !== undefined) Object.assign(request, { [field]: body[field] });
  return { status: 200, body: pullBody(request) };
}

function requestReview({ repository, parts, body }: Call, { pullRequests }: ApiState): Answer {
  const request = pullRequests.all.find((other) => other.repository === repository && other.number === Number(parts[1]));
  if (request === undefined) return { status: 404, body: { message: 'Not Found' } };
  request.reviewers.push(...(body.reviewers ?? []), ...(body.team_reviewers ?? []));
  return { status: 201, body: pullBody(request) };
}

function getEnvironment({ repository, parts }: Call, { environments }: ApiState): Answer {
  const environment = environments.get(`${repository}:${decodeURIComponent(parts[1] ?? '')}`);
  if (environment === undefined) return { status: 404, body: { message: 'Not Found' } };
  const rules =
    environment.reviewers.length === 0
      ? []
      : [{ type: 'required_reviewers', reviewers: environment.reviewers.map((login) => ({ type: 'User', reviewer: { login } })) }];
  return { status: 200, body: { name: parts[1], protection_rules: rules } };
}
