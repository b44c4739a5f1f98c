/** Pull requests, as far as CD and people use them: open, review, close, merge under the rules of the base branch. */
import type { Ruleset } from '../../support/rulesets.ts';
import type { missingChecks, Required } from './checks.ts';
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
  reviews: Review[];
  comments: string[];
  /** Users and teams that were asked. */
  reviewers: string[];
}

export interface Review {
  id: number;
  login: string;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  commit: string;
}

export interface PullRequests {
  all: PullRequest[];
  open: (request: Pick<PullRequest, 'repository' | 'head' | 'base' | 'title' | 'body' | 'author'>) => PullRequest | string;
  review: (request: PullRequest, login: string, state: Exclude<Review['state'], 'DISMISSED'>) => Review;
  dismiss: (request: PullRequest, review: Review) => void;
  /** Reviews, as who may write. */
  approve: (request: PullRequest, login: string) => void;
  close: (request: PullRequest) => void;
  /** Why not. */
  reopen: (request: PullRequest) => string | undefined;
  /** Merges as the rules of the base branch allow; gives the commit, or why not. */
  merge: (request: PullRequest, login: string, method?: 'squash' | 'merge') => { commit: string } | { refused: string };
}

export interface PullRequestsOptions {
  repositories: Repositories;
  /** The address by which GitHub knows an author: `<id>+<login>@users.noreply.<host>`. */
  email: (login: string) => string;
  lacks: (repository: string, sha: string, required: Required) => ReturnType<typeof missingChecks>;
  /** After every event, by GitHub's name for the activity. */
  happened: (request: PullRequest, event: 'pull_request' | 'pull_request_review', action: string) => void;
  merged: (repository: string, before: ReadonlyMap<string, string>) => void;
}

export function createPullRequests({ repositories, email, lacks, happened, merged }: PullRequestsOptions): PullRequests {
  const all: PullRequest[] = [];
  const headOf = ({ repository, head }: PullRequest) => repositories.heads(repository).get(`refs/heads/${head}`) ?? '';
  let reviews = 0;
  const review: PullRequests['review'] = (request, login, state) => {
    if (login === request.author && state !== 'COMMENTED') throw new Error('nobody approves an own pull request');
    const added: Review = { id: ++reviews, login, state, commit: headOf(request) };
    request.reviews.push(added);
    happened(request, 'pull_request_review', 'submitted');
    return added;
  };
  return {
    all,
    open: (request) => {
      const existing = all.find((other) => other.repository === request.repository && other.head === request.head && other.state === 'open');
      if (existing !== undefined) return `A pull request already exists for ${request.head}.`;
      if (!repositories.heads(request.repository).has(`refs/heads/${request.head}`)) return 'head is invalid';
      const opened: PullRequest = { ...request, number: all.length + 1, state: 'open', merged: false, reviews: [], comments: [], reviewers: [] };
      all.push(opened);
      repositories.git(request.repository, 'update-ref', `refs/pull/${opened.number}/head`, `refs/heads/${request.head}`);
      happened(opened, 'pull_request', 'opened');
      return opened;
    },
    review,
    dismiss: (request, dismissed) => {
      dismissed.state = 'DISMISSED';
      happened(request, 'pull_request_review', 'dismissed');
    },
    approve: (request, login) => void review(request, login, 'APPROVED'),
    close: (request) => {
      request.state = 'closed';
    },
    reopen: (request) => {
      if (headOf(request) === '') return 'state cannot be changed. The branch has been deleted.';
      request.state = 'open';
      happened(request, 'pull_request', 'reopened');
      return undefined;
    },
    merge: (request, login, method = 'squash') => {
      const { repository, base } = request;
      if (request.state !== 'open') return { refused: 'Pull Request is not open' };
      const head = headOf(request);
      const refused = refusal(request, head, method, repositories, lacks);
      if (refused !== undefined) return { refused };
      const before = repositories.heads(repository);
      const [baseRef, headRef] = [`refs/heads/${base}`, `refs/heads/${request.head}`];
      let tree: string;
      try {
        tree = repositories.git(repository, 'merge-tree', '--write-tree', baseRef, headRef);
      } catch {
        return { refused: 'Merge conflict' };
      }
      const message = `${request.title} (#${request.number})\n\n${repositories.git(repository, 'log', '-1', '--format=%b', headRef)}`;
      const parents = method === 'squash' ? [baseRef] : [baseRef, headRef];
      // The author of a squash is the author of the pull request.
      const author = method === 'squash' ? request.author : login;
      const commit = repositories.git(
        repository,
        ...['-c', `author.name=${author}`, '-c', `author.email=${email(author)}`],
        ...['-c', 'committer.name=GitHub', '-c', 'committer.email=noreply@github.com'],
        'commit-tree',
        tree,
        ...parents.flatMap((parent) => ['-p', parent]),
        ...['-m', message],
      );
      repositories.git(repository, 'update-ref', baseRef, commit);
      request.state = 'closed';
      request.merged = true;
      merged(repository, before);
      return { commit };
    },
  };
}

/**
 * Why the rules of the base branch do not let a pull request in. Whoever merges bypasses nothing here: a person is in no
 * bypass list of ours. Every person who approves counts as a code owner; the forge knows no members of teams.
 */
function refusal(request: PullRequest, head: string, method: string, repositories: Repositories, lacks: PullRequestsOptions['lacks']): string | undefined {
  const { repository, base, author, reviews } = request;
  const rules: Ruleset['rules'] = repositories.rulesetsFor(repository, `refs/heads/${base}`).flatMap((ruleset) => ruleset.rules);
  for (const rule of rules) {
    if (rule.type === 'pull_request') {
      const { allowed_merge_methods: methods, required_approving_review_count: count, dismiss_stale_reviews_on_push: stale } = rule.parameters;
      if (!methods.some((allowed) => allowed === method)) return `${method} is not an allowed merge method`;
      const latest = [...new Map(reviews.filter(({ state }) => state !== 'COMMENTED').map((each) => [each.login, each])).values()];
      if (latest.some(({ state }) => state === 'CHANGES_REQUESTED')) return 'Changes have been requested.';
      const pusher = rule.parameters.require_last_push_approval ? repositories.pushedBy(repository, head) : undefined;
      const approvals = latest.filter(
        ({ state, commit, login }) => state === 'APPROVED' && (!stale || commit === head) && login !== author && login !== pusher,
      );
      if (approvals.length < count) return `At least ${count} approving review is required by reviewers with write access.`;
    }
    if (rule.type === 'required_status_checks') {
      const missing = lacks(repository, head, rule.parameters.required_status_checks);
      if (missing.length > 0) return `Required status checks have not passed: ${missing.join(', ')}`;
    }
  }
  return undefined;
}
