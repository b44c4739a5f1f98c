/** The part of GitHub's REST API that emitted workflows and runbooks call; everything else is 404. */

import { createHash } from 'node:crypto';
import { type Administration, administrationOf, administrationRoutes } from './administration.ts';
import type { Apps } from './apps.ts';
import { githubActions, type Status } from './checks.ts';
import { callGraphql, commitRoutes } from './commits.ts';
import { allows, type Identity, type Permissions } from './identities.ts';
import { pullRequestRoutes } from './pull-request-api.ts';
import type { PullRequests } from './pull-requests.ts';
import type { Repositories } from './repositories.ts';
import { type Run, type Runs, readableLog, type Settings } from './runs.ts';
import type { Answer } from './server.ts';
import { callTeam } from './teams.ts';
import { dispatchInputs, workflowFiles } from './triggers.ts';

export interface Environment {
  reviewers: string[];
  /** As the set-up sets it, unless a test says otherwise. */
  preventSelfReview?: boolean;
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
  /** Oldest first. */
  statuses: Status[];
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
  { method: 'GET', path: /^\/actions\/workflows\/([\w.-]+)\/runs$/, area: 'actions', access: 'read', answer: listRuns },
  { method: 'GET', path: /^\/actions\/runs\/(\d+)(?:\/attempts\/\d+)?$/, area: 'actions', access: 'read', answer: getRun },
  { method: 'GET', path: /^\/actions\/runs\/(\d+)\/jobs$/, area: 'actions', access: 'read', answer: listJobs },
  { method: 'GET', path: /^\/actions\/jobs\/(\d+)\/logs$/, area: 'actions', access: 'read', answer: getLog },
  { method: 'GET', path: /^\/check-runs\/\d+\/annotations$/, area: 'actions', access: 'read', answer: () => ({ status: 200, body: [] }) },
  { method: 'GET', path: /^\/environments\/([^/]+)$/, area: 'actions', access: 'read', answer: getEnvironment },
  { method: 'GET', path: /^\/commits$/, area: 'contents', access: 'read', answer: listCommits },
  ...commitRoutes,
  { method: 'POST', path: /^\/actions\/runs\/(\d+)\/(rerun|rerun-failed-jobs)$/, area: 'actions', access: 'write', answer: rerunRun },
  { method: 'POST', path: /^\/actions\/jobs\/(\d+)\/rerun$/, area: 'actions', access: 'write', answer: rerunJob },
  { method: 'GET', path: /^\/collaborators\/([\w-]+)\/permission$/, area: 'contents', access: 'read', answer: getPermission },
  { method: 'POST', path: /^\/statuses\/([0-9a-f]{40})$/, area: 'statuses', access: 'write', answer: setStatus },
  { method: 'GET', path: /^\/commits\/([0-9a-f]{40})\/statuses$/, area: 'statuses', access: 'read', answer: listStatuses },
  ...pullRequestRoutes,
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

function repositoryBody(state: ApiState, repository: string): object {
  const { repositories } = state;
  const [owner = ''] = repository.split('/');
  return {
    ...administrationOf(state, repository).merging,
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
  const workflow = workflowFiles(repositories, repository, commit).find(({ path }) => isNamed(path, parts[1]));
  if (workflow === undefined) return { status: 404, body: { message: 'Not Found' } };
  const inputs = dispatchInputs(workflow, body.inputs ?? {});
  if (typeof inputs === 'string') return { status: 422, body: { message: inputs } };
  const run = runs.start(repository, workflow, 'workflow_dispatch', { ref: `refs/heads/${ref}`, inputs }, `refs/heads/${ref}`, commit, identity.login);
  if (body.return_run_details !== true) return { status: 204 };
  return { status: 200, body: { workflow_run_id: run.id, html_url: htmlUrl(run) } };
}

const htmlUrl = ({ id, repository }: Run) => `https://github.com/${repository}/actions/runs/${id}`;

/** A run, in its last attempt. */
function getRun({ repository, parts }: Call, { runs }: ApiState): Answer {
  const run = runs.all.find((other) => other.repository === repository && other.id === Number(parts[1]));
  return run === undefined ? { status: 404, body: { message: 'Not Found' } } : { status: 200, body: runBody(run) };
}

function runBody(run: Run): object {
  const { id, repository, title, event, status, conclusion = null, commit, headBranch, startedAt, attempt } = run;
  const path = workflowPath(run);
  return {
    id,
    name: path,
    display_title: title,
    path,
    workflow_id: workflowId(path),
    event,
    status,
    conclusion,
    head_sha: commit,
    head_branch: headBranch,
    run_attempt: attempt,
    run_started_at: startedAt,
    created_at: startedAt,
    updated_at: startedAt,
    html_url: htmlUrl(run),
    jobs_url: `https://api.github.com/repos/${repository}/actions/runs/${id}/jobs`,
  };
}

/** With the commands of a workflow as GitHub shows them in a log. */
function getLog({ repository, parts }: Call, { runs }: ApiState): Answer {
  const id = Number(parts[1]);
  const run = runs.all.find((other) => other.repository === repository && other.id === Math.floor(id / 100));
  if (run === undefined) return { status: 404, body: { message: 'Not Found' } };
  // act has one log of all jobs: the first one has it.
  return { status: 200, text: (id % 100 === 0 ? readableLog(run) : '').replaceAll(/^.*::(error|warning|notice)::/gm, '##[$1]') };
}

function getWorkflow({ repository, parts }: Call, { repositories }: ApiState): Answer {
  const paths = workflowFiles(repositories, repository, repositories.defaultBranch(repository)).map(({ path }) => path);
  const path = paths.find((each) => isNamed(each, parts[1]));
  return path === undefined
    ? { status: 404, body: { message: 'Not Found' } }
    : { status: 200, body: { id: workflowId(path), name: path, path, state: 'active' } };
}

const workflowPath = ({ workflow }: Run) => `.github/workflows/${workflow}`;

/** A workflow is named by its file or by its id. */
const isNamed = (path: string, name = '') => path.endsWith(`/${name}`) || String(workflowId(path)) === name;

/** A number, as GitHub has it: the same for the same path. */
const workflowId = (path: string) => createHash('sha256').update(path).digest().readUInt32BE();

/** Newest first; those of one workflow, where the path names it. */
function listRuns({ repository, parts: [, workflow] }: Call, { runs }: ApiState): Answer {
  const own = runs.all.filter((run) => run.repository === repository && (workflow === undefined || isNamed(workflowPath(run), workflow)));
  return { status: 200, body: { total_count: own.length, workflow_runs: own.map(runBody).reverse() } };
}

function rerunRun({ identity, repository, parts }: Call, { runs }: ApiState): Answer {
  const run = runs.all.find((each) => each.repository === repository && each.id === Number(parts[1]));
  if (run === undefined) return { status: 404, body: { message: 'Not Found' } };
  const refused = runs.rerun(run, parts[2] === 'rerun' ? 'all' : 'failed', identity.login);
  return refused === undefined ? { status: 201, body: {} } : { status: 403, body: { message: refused } };
}

/** The id of a job is that of its run and its place in it. */
const jobId = (run: number, index: number) => run * 100 + index;

function listJobs({ repository, parts }: Call, { runs }: ApiState): Answer {
  const run = runs.all.find((each) => each.repository === repository && each.id === Number(parts[1]));
  if (run === undefined) return { status: 404, body: { message: 'Not Found' } };
  const jobs = Object.entries(run.jobNames).map(([id, name], index) => ({
    id: jobId(run.id, index),
    name,
    status: run.status,
    conclusion: run.jobs[id] ?? (run.status === 'completed' ? 'skipped' : null),
    run_attempt: run.attempt,
  }));
  return { status: 200, body: { total_count: jobs.length, jobs } };
}

function rerunJob({ identity, repository, parts }: Call, { runs }: ApiState): Answer {
  const id = Number(parts[1]);
  const run = runs.all.find((each) => each.repository === repository && each.id === Math.floor(id / 100));
  const job = Object.keys(run?.jobNames ?? {})[id % 100];
  if (run === undefined || job === undefined) return { status: 404, body: { message: 'Not Found' } };
  const refused = runs.rerun(run, { job }, identity.login);
  return refused === undefined ? { status: 201, body: {} } : { status: 403, body: { message: refused } };
}

/** Every person may write. */
function getPermission({ parts }: Call): Answer {
  return { status: 200, body: { permission: 'write', user: { login: parts[1] } } };
}

function setStatus({ identity, repository, parts, body }: Call, { apps, statuses }: ApiState): Answer {
  const { login: creator } = identity;
  const app = identity.kind === 'app' ? apps.all.find(({ slug }) => slug === identity.slug)?.id : identity.kind === 'job' ? githubActions : undefined;
  const { state, context, description = '', target_url: targetUrl = '' } = body;
  if (!['success', 'pending', 'failure', 'error'].includes(state)) return { status: 422, body: { message: 'state is not included in the list' } };
  if (description.length > 140) return { status: 422, body: { message: 'description is too long (maximum is 140 characters)' } };
  statuses.push({ repository, sha: parts[1] ?? '', context, state, description, targetUrl, creator, app });
  return { status: 201, body: {} };
}

/** Newest first. */
function listStatuses({ repository, parts }: Call, { statuses }: ApiState): Answer {
  const own = statuses.filter((status) => status.repository === repository && status.sha === parts[1]).reverse();
  return {
    status: 200,
    body: own.map(({ context, state, description, targetUrl, creator }) => ({
      context,
      state,
      description,
      target_url: targetUrl,
      creator: { login: creator },
    })),
  };
}

function getEnvironment({ repository, parts }: Call, { environments }: ApiState): Answer {
  const environment = environments.get(`${repository}:${decodeURIComponent(parts[1] ?? '')}`);
  if (environment === undefined) return { status: 404, body: { message: 'Not Found' } };
  const rules =
    environment.reviewers.length === 0
      ? []
      : [
          {
            type: 'required_reviewers',
            prevent_self_review: environment.preventSelfReview ?? true,
            reviewers: environment.reviewers.map((login) => ({ type: 'User', reviewer: { login } })),
          },
        ];
  return { status: 200, body: { name: parts[1], protection_rules: rules } };
}
