/** A small forge: GitHub as far as the emitted workflows and runbooks need it, with GitHub's own refusals. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiState, callApi, type Environment } from './api.ts';
import { type Apps, createApps } from './apps.ts';
import { createIdTokens, type IdTokens } from './id-tokens.ts';
import { createIdentities, type Identities } from './identities.ts';
import { createPullRequests, type PullRequest, type PullRequests } from './pull-requests.ts';
import { createRepositories, type Repositories } from './repositories.ts';
import { createRuns, type Runs, type Settings } from './runs.ts';
import { type ForgeServer, startForgeServer } from './server.ts';
import { listensTo, workflowFiles } from './triggers.ts';

export interface Forge {
  server: ForgeServer;
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
}

const skipped = /\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/;

export async function startForge(state: string, environment: () => Record<string, string>): Promise<Forge> {
  const root = join(state, 'git');
  mkdirSync(root, { recursive: true });
  const repositories = createRepositories(root);
  const identities = createIdentities();
  const apps = createApps(identities);
  const settings = new Map<string, Settings>();
  const environments = new Map<string, Environment>();
  let server: ForgeServer | undefined;
  const url = () => server?.url ?? '';
  const idTokens = createIdTokens(url);
  const runs = createRuns({ state, repositories, identities, idTokens, settings, url, environment });

  const pushed = (repository: string, before: ReadonlyMap<string, string>) => {
    for (const [ref, commit] of repositories.heads(repository)) {
      if (before.get(ref) === commit || skipped.test(repositories.git(repository, 'log', '-1', '--format=%B', commit))) continue;
      const payload = { ref, before: before.get(ref) ?? '0'.repeat(40), after: commit, head_commit: { id: commit } };
      for (const workflow of workflowFiles(repositories, repository, commit))
        if (listensTo(workflow, 'push', ref.replace('refs/heads/', ''))) runs.start(repository, workflow, 'push', payload, ref, commit);
    }
  };
  const pullRequests = createPullRequests(repositories, pushed);
  const api: ApiState = { apps, repositories, runs, pullRequests, settings, environments, administration: new Map(), pushed };
  server = await startForgeServer(state, {
    identities,
    idTokens,
    repositories,
    token: apps.token,
    tokenFor: apps.tokenFor,
    api: (...call) => callApi(api, ...call),
    pushed: (repository, _, before) => pushed(repository, before),
  });

  const openPullRequest: Forge['openPullRequest'] = (repository, head, title, author) => {
    const base = repositories.defaultBranch(repository);
    const opened = pullRequests.open({ repository, head, base, title, body: '', author });
    if (typeof opened === 'string') throw new Error(opened);
    const commit = repositories.heads(repository).get(`refs/heads/${head}`) ?? '';
    const payload = { action: 'opened', number: opened.number, pull_request: { number: opened.number, head: { ref: head, sha: commit }, base: { ref: base } } };
    for (const workflow of workflowFiles(repositories, repository, commit))
      if (listensTo(workflow, 'pull_request', base)) runs.start(repository, workflow, 'pull_request', payload, `refs/pull/${opened.number}/merge`, commit);
    return opened;
  };
  return { server, repositories, identities, idTokens, apps, runs, pullRequests, settings, environments, openPullRequest };
}
