/** Pull requests, as far as CD and people use them: open, update, approve by a code owner, merge. */
import type { Repositories } from './repositories.ts';

export interface PullRequest {
  number: number;
  repository: string;
  /** Branches, short names. */
  head: string;
  base: string;
  title: string;
  body: string;
  author: string;
  state: 'open' | 'closed';
  merged: boolean;
  approvals: Set<string>;
  /** Users and teams that were asked. */
  reviewers: string[];
}

export interface PullRequests {
  all: PullRequest[];
  open: (request: Pick<PullRequest, 'repository' | 'head' | 'base' | 'title' | 'body' | 'author'>) => PullRequest | string;
  approve: (request: PullRequest, login: string) => void;
  /** Merges by squash, as its author's approval allows; gives the commit, or why not. */
  merge: (request: PullRequest, login: string) => { commit: string } | { refused: string };
}

export function createPullRequests(repositories: Repositories, merged: (repository: string, before: ReadonlyMap<string, string>) => void): PullRequests {
  const all: PullRequest[] = [];
  return {
    all,
    open: (request) => {
      const existing = all.find((other) => other.repository === request.repository && other.head === request.head && other.state === 'open');
      if (existing !== undefined) return `A pull request already exists for ${request.head}.`;
      if (!repositories.heads(request.repository).has(`refs/heads/${request.head}`)) return 'head is invalid';
      const opened: PullRequest = { ...request, number: all.length + 1, state: 'open', merged: false, approvals: new Set(), reviewers: [] };
      all.push(opened);
      return opened;
    },
    approve: (request, login) => {
      if (login === request.author) throw new Error('nobody approves an own pull request');
      request.approvals.add(login);
    },
    merge: (request, login) => {
      const { repository, head, base } = request;
      if (request.state !== 'open') return { refused: 'Pull Request is not open' };
      const bypass = repositories.bypassOf(repository);
      if (bypass !== undefined && request.approvals.size === 0) return { refused: 'At least 1 approving review is required by reviewers with write access.' };
      const before = repositories.heads(repository);
      const tree = repositories.git(repository, 'merge-tree', '--write-tree', base, head);
      const message = `${request.title} (#${request.number})\n\n${repositories.git(repository, 'log', '-1', '--format=%b', head)}`;
      const commit = repositories.git(
        repository,
        '-c',
        `user.name=${login}`,
        '-c',
        `user.email=${login}@example.com`,
        'commit-tree',
        tree,
        '-p',
        base,
        '-m',
        message,
      );
      repositories.git(repository, 'update-ref', `refs/heads/${base}`, commit);
      request.state = 'closed';
      request.merged = true;
      merged(repository, before);
      return { commit };
    },
  };
}
