/** A small forge: GitHub as far as the emitted workflows and runbooks need it, with GitHub's own refusals. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiState, callApi, type Environment } from './api.ts';
import { type Apps, appLogin, createApps } from './apps.ts';
import { missingChecks } from './checks.ts';
import { createIdTokens, type IdTokens } from './id-tokens.ts';
import { createIdentities, type Identities, type Identity } from './identities.ts';
import { createPullRequests, type PullRequest, type PullRequests, type PullRequestsOptions } from './pull-requests.ts';
import { createRepositories, type Repositories } from './repositories.ts';
import { createRuns, type Runs, type RunsOptions, type Settings } from './runs.ts';
import { type Answer, type ForgeServer, startForgeServer } from './server.ts';
import { listensTo, type Occurrence, workflowFiles } from './triggers.ts';

export interface ForgeCore {
  repositories: Repositories;
  identities: Identities;
  idTokens: IdTokens;
  apps: Apps;
  runs: Runs;
  pullRequests: PullRequests;
  /** Secrets and variables by repository. */
  settings: Map<string, Settings>;
  /** By `<repository>:<environment>`. */
  environments: Map<string, Environment>;
  /** Opens a pull request as a person and runs what listens to it. */
  openPullRequest: (repository: string, head: string, title: string, author: string) => PullRequest;
  /** Gives a repository another name, with its settings and Apps. The former name is free, as when somebody takes it. */
  rename: (from: string, to: string) => void;
  /** A call of the REST API. */
  call: (identity: Identity, method: string, path: string, query: URLSearchParams, body: unknown) => Answer;
  /** After a push by a login; `before` are the branches before it. */
  pushed: (repository: string, before: ReadonlyMap<string, string>, login?: string) => void;
}

export interface Forge extends ForgeCore {
  server: ForgeServer;
}

const skipped = /\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/;

/** The forge as it listens to workflows, people and Argo CD; its workflows run. */
export async function startForge(state: string, environment: () => Record<string, string>): Promise<Forge> {
  let server: ForgeServer | undefined;
  const core = createForge(state, { url: () => server?.url ?? 'http://github.com', createRuns: (options) => createRuns({ ...options, environment }) });
  server = await startForgeServer(state, {
    identities: core.identities,
    idTokens: core.idTokens,
    repositories: core.repositories,
    token: core.apps.token,
    tokenFor: core.apps.tokenFor,
    api: core.call,
    pushed: (repository, identity, before) => core.pushed(repository, before, identity.login),
  });
  return { ...core, server };
}

/** The forge itself, without ears; `createRuns` decides what becomes of the runs that it starts. */
export function createForge(
  state: string,
  { url, createRuns }: { url: () => string; createRuns: (options: Omit<RunsOptions, 'environment'>) => Runs },
): ForgeCore {
  const root = join(state, 'git');
  mkdirSync(root, { recursive: true });
  const repositories = createRepositories(root);
  const identities = createIdentities();
  const apps = createApps(identities);
  const settings = new Map<string, Settings>();
  const environments = new Map<string, Environment>();
  const idTokens = createIdTokens(url);
  const runs = createRuns({
    ...{ state, repositories, identities, settings, url, idTokens },
    ended: (run, workflow) => {
      // As on GitHub, a chain of these ends here: nothing of ours listens to what it started.
      if (run.event === 'workflow_run') return;
      start(
        run.repository,
        { event: 'workflow_run', branch: '', action: 'completed', workflow: workflow.name ?? '' },
        {
          action: 'completed',
          workflow_run: { id: run.id, conclusion: run.conclusion, event: run.event, head_sha: run.commit, head_branch: run.headBranch },
        },
      );
    },
  });
  /** Starts what listens: the workflows of the commit itself, or those of the default branch. */
  const start = (repository: string, occurrence: Occurrence, payload: object, own?: { ref: string; commit: string; headBranch: string }, actor?: string) => {
    const branch = `refs/heads/${repositories.defaultBranch(repository)}`;
    const { ref, commit, headBranch } = own ?? { ref: branch, commit: repositories.heads(repository).get(branch) ?? '', headBranch: '' };
    for (const workflow of workflowFiles(repositories, repository, commit))
      if (listensTo(workflow, occurrence)) runs.start(repository, workflow, occurrence.event, payload, ref, commit, actor, headBranch);
  };

  const pushed = (repository: string, before: ReadonlyMap<string, string>, login?: string) => {
    const after = repositories.heads(repository);
    for (const [ref, commit] of after) {
      if (before.get(ref) === commit) continue;
      if (login !== undefined) repositories.recordPush(repository, commit, login);
      const branch = ref.replace('refs/heads/', '');
      for (const request of pullRequests.all) {
        if (request.repository !== repository || request.head !== branch || request.state !== 'open') continue;
        repositories.git(repository, 'update-ref', `refs/pull/${request.number}/head`, commit);
        happened(request, 'pull_request', 'synchronize');
      }
      if (skipped.test(repositories.git(repository, 'log', '-1', '--format=%B', commit))) continue;
      const payload = { ref, before: before.get(ref) ?? '0'.repeat(40), after: commit, head_commit: { id: commit } };
      const since = before.get(ref);
      const paths = since === undefined ? [] : repositories.git(repository, 'diff', '--name-only', since, commit).split('\n');
      start(repository, { event: 'push', branch, paths }, payload, { ref, commit, headBranch: branch });
    }
    // GitHub closes the pull requests of a branch that is deleted.
    for (const request of pullRequests.all)
      if (request.repository === repository && request.state === 'open' && !after.has(`refs/heads/${request.head}`)) pullRequests.close(request);
  };
  const happened: PullRequestsOptions['happened'] = (request, event, action) => {
    const { repository, number, head, base } = request;
    const commit = repositories.git(repository, 'rev-parse', `refs/pull/${number}/head`);
    const payload = { action, number, pull_request: { number, head: { ref: head, sha: commit }, base: { ref: base } } };
    start(repository, { event, branch: base, action }, payload, { ref: `refs/pull/${number}/merge`, commit, headBranch: head });
    if (event === 'pull_request') start(repository, { event: 'pull_request_target', branch: base, action }, payload);
  };
  const statuses: ApiState['statuses'] = [];
  const pullRequests = createPullRequests({
    repositories,
    email: (login) => `${apps.all.find(({ slug }) => appLogin(slug) === login)?.id ?? 1}+${login}@users.noreply.${new URL(url()).host}`,
    lacks: (repository, sha, required) =>
      missingChecks(
        required,
        runs.all.filter((run) => run.repository === repository && run.commit === sha),
        statuses.filter((status) => status.repository === repository && status.sha === sha),
      ),
    happened,
    merged: pushed,
  });
  const api: ApiState = { apps, repositories, runs, pullRequests, settings, environments, statuses, administration: new Map(), pushed };
  const openPullRequest: Forge['openPullRequest'] = (repository, head, title, author) => {
    const opened = pullRequests.open({ repository, head, base: repositories.defaultBranch(repository), title, body: '', author });
    if (typeof opened === 'string') throw new Error(opened);
    return opened;
  };
  const rename: Forge['rename'] = (from, to) => {
    repositories.rename(from, to);
    apps.move(from, to);
    for (const map of [settings, environments, api.administration] as Map<string, unknown>[])
      for (const [key, value] of [...map])
        if (key === from || key.startsWith(`${from}:`)) {
          map.delete(key);
          map.set(key.replace(from, to), value);
        }
  };
  return {
    rename,
    ...{ repositories, identities, idTokens, apps, runs, pullRequests, settings, environments, openPullRequest, pushed },
    call: (...call) => callApi(api, ...call),
  };
}
