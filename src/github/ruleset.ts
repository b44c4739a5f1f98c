import type { Repository } from '../model/model.ts';

/**
 * A ruleset as GitHub's REST API takes it: POST /repos/{owner}/{repo}/rulesets, PUT …/rulesets/{id}.
 * https://docs.github.com/rest/repos/rules has the fields,
 * https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets what each rule does.
 */
export interface Ruleset {
  /** Also how the set-up finds a ruleset that exists. */
  name: string;
  target: 'branch' | 'tag';
  enforcement: 'active';
  /**
   * Full references, as patterns of Ruby's File.fnmatch with FNM_PATHNAME: `*` ends at a slash, only `**` followed by a
   * slash crosses several. `~DEFAULT_BRANCH` and `~ALL` are GitHub's words.
   */
  conditions: { ref_name: { include: string[]; exclude: string[] } };
  /**
   * Empty in the file: the id of a GitHub App is known only after its installation. The set-up runbook adds CD's App
   * with jq, where a ruleset is for it.
   */
  bypass_actors: BypassActor[];
  rules: Rule[];
}

/** Who may pass a ruleset. Ours name only GitHub Apps, which pass it always. */
export interface BypassActor {
  actor_id: number;
  actor_type: 'Integration';
  bypass_mode: 'always';
}

export type Rule =
  | { type: 'creation' | 'update' | 'deletion' | 'non_fast_forward' | 'required_signatures' }
  | {
      type: 'pull_request';
      parameters: {
        required_approving_review_count: number;
        require_code_owner_review: boolean;
        require_last_push_approval: boolean;
        dismiss_stale_reviews_on_push: boolean;
        required_review_thread_resolution: boolean;
        allowed_merge_methods: ('merge' | 'squash' | 'rebase')[];
      };
    }
  | {
      type: 'required_status_checks';
      parameters: {
        strict_required_status_checks_policy: boolean;
        do_not_enforce_on_create: boolean;
        required_status_checks: { context: string; integration_id?: number }[];
      };
    }
  | {
      type: 'merge_queue';
      parameters: {
        check_response_timeout_minutes: number;
        grouping_strategy: 'ALLGREEN' | 'HEADGREEN';
        max_entries_to_build: number;
        max_entries_to_merge: number;
        merge_method: 'MERGE' | 'SQUASH' | 'REBASE';
        min_entries_to_merge: number;
        min_entries_to_merge_wait_minutes: number;
      };
    };

/** What a repository decides about its default branch. */
export type MergeSettings = Pick<Repository, 'requiredApprovals' | 'mergeQueue'>;

/** The App id of GitHub Actions: `gh api apps/github-actions --jq .id`. */
const githubActions = 15368;

const pullRequests = (mergeMethods: ('squash' | 'merge')[], approvals: number): Rule => ({
  type: 'pull_request',
  parameters: {
    required_approving_review_count: approvals,
    // Without an approval by somebody else, the one owner could not merge what they wrote.
    require_code_owner_review: approvals > 0,
    require_last_push_approval: approvals > 0,
    dismiss_stale_reviews_on_push: true,
    required_review_thread_resolution: true,
    allowed_merge_methods: mergeMethods,
  },
});

/** `checks` are jobs of ours: only from GitHub Actions, because anybody with push access can set a status of the same name. */
const statusChecks = (checks: readonly string[], others: readonly string[]): Rule => ({
  type: 'required_status_checks',
  parameters: {
    // Otherwise each commit of CD would force open promotions to update their branch.
    strict_required_status_checks_policy: false,
    do_not_enforce_on_create: true,
    required_status_checks: [...checks.map((context) => ({ context, integration_id: githubActions })), ...others.map((context) => ({ context }))],
  },
});

/** GitHub's defaults, except that a single pull request does not wait for others. Every commit of a group must pass. */
const mergeQueueRule: Rule = {
  type: 'merge_queue',
  parameters: {
    check_response_timeout_minutes: 60,
    grouping_strategy: 'ALLGREEN',
    max_entries_to_build: 5,
    max_entries_to_merge: 5,
    merge_method: 'SQUASH',
    min_entries_to_merge: 1,
    min_entries_to_merge_wait_minutes: 0,
  },
};

const branchRuleset = (name: string, include: string[], rules: Rule[]): Ruleset => ({
  name,
  target: 'branch',
  enforcement: 'active',
  conditions: { ref_name: { include, exclude: [] } },
  bypass_actors: [],
  rules,
});

/**
 * The default branch of an app repository changes only by a reviewed pull request with passing checks. Nobody bypasses it.
 * `checks` are jobs of ours, `others` may come from any App.
 *
 * Tags stay free here: CI runs on pushes of the branch alone, the subject of its OIDC token names `refs/heads/…`, and its
 * GitHub environments name branches. A tag named like the branch gets none of these.
 */
export function appBranchRuleset(checks: readonly string[], others: readonly string[], { requiredApprovals, mergeQueue }: MergeSettings): Ruleset {
  const rules: Rule[] = [
    { type: 'deletion' },
    { type: 'non_fast_forward' },
    pullRequests(['squash', 'merge'], requiredApprovals),
    statusChecks(checks, others),
    ...(mergeQueue ? [mergeQueueRule] : []),
  ];
  return branchRuleset('default branch', ['~DEFAULT_BRANCH'], rules);
}

/**
 * The default branch of the config repository changes only by a reviewed pull request with passing checks; CD's App
 * bypasses this to commit images. `checks` are jobs of ours, `promotion` is the status that CD's App sets.
 *
 * Squash only: GitHub then writes the commit itself, with the author of the pull request as its author, so nobody can
 * commit in the name of CD.
 */
export function configBranchRuleset(checks: readonly string[], promotion: string, { requiredApprovals, mergeQueue }: MergeSettings): Ruleset {
  const rules = [pullRequests(['squash'], requiredApprovals), statusChecks(checks, [promotion]), ...(mergeQueue ? [mergeQueueRule] : [])];
  return branchRuleset('default branch', ['~DEFAULT_BRANCH'], rules);
}

/**
 * A ruleset of its own, because whoever bypasses a ruleset bypasses all of it: not even CD rewrites or deletes history, or
 * commits what GitHub cannot verify, where `signedCommits` asks for that.
 */
export function historyRuleset(signedCommits: boolean): Ruleset {
  const signatures: Rule[] = signedCommits ? [{ type: 'required_signatures' }] : [];
  return branchRuleset('history', ['~DEFAULT_BRANCH'], [{ type: 'deletion' }, { type: 'non_fast_forward' }, ...signatures]);
}

/**
 * Only CD's App, which bypasses this, writes the branches that carry promotions, and what would stand in their way: git
 * cannot hold both a branch `promote` and a branch `promote/shop/prod`.
 */
export function promotionsRuleset(): Ruleset {
  const rules: Rule[] = [{ type: 'creation' }, { type: 'update' }, { type: 'deletion' }, { type: 'non_fast_forward' }];
  return branchRuleset('promotions', ['refs/heads/promote', 'refs/heads/promote/**/*'], rules);
}

/** No tags in the config repository: one named like a branch would be taken for it by whoever asks by the short name. */
export function tagsRuleset(): Ruleset {
  return { ...branchRuleset('tags', ['~ALL'], [{ type: 'creation' }, { type: 'update' }, { type: 'deletion' }]), target: 'tag' };
}
