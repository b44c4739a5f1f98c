/** A branch ruleset as GitHub's REST API takes it: POST /repos/{owner}/{repo}/rulesets. */
export interface Ruleset {
  name: string;
  target: 'branch';
  enforcement: 'active';
  conditions: { ref_name: { include: string[]; exclude: string[] } };
  /**
   * Empty in the file: the id of a GitHub App is known only after its installation. The set-up runbook adds CD's App
   * with jq when it creates the ruleset.
   */
  bypass_actors: { actor_id: number; actor_type: 'Integration'; bypass_mode: 'always' }[];
  rules: Rule[];
}

type Rule =
  | { type: 'deletion' | 'non_fast_forward' | 'required_signatures' }
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
    };

/** The App id of GitHub Actions: `gh api apps/github-actions --jq .id`. */
const githubActions = 15368;

/**
 * The default branch changes only by a reviewed pull request with passing checks. `checks` are jobs of ours, `others`
 * may come from any App. `signedCommits`: GitHub must be able to verify every commit.
 */
export function defaultBranchRuleset(checks: readonly string[], others: readonly string[] = [], signedCommits = false): Ruleset {
  return {
    name: 'default branch',
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    bypass_actors: [],
    rules: [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
      ...(signedCommits ? [{ type: 'required_signatures' } as const] : []),
      {
        type: 'pull_request',
        parameters: {
          required_approving_review_count: 1,
          require_code_owner_review: true,
          require_last_push_approval: true,
          dismiss_stale_reviews_on_push: true,
          required_review_thread_resolution: true,
          allowed_merge_methods: ['squash', 'merge'],
        },
      },
      {
        type: 'required_status_checks',
        parameters: {
          // Otherwise each commit of CD would force open promotions to update their branch.
          strict_required_status_checks_policy: false,
          do_not_enforce_on_create: true,
          // Only from GitHub Actions: anybody with push access can set a commit status of the same name.
          required_status_checks: [...checks.map((context) => ({ context, integration_id: githubActions })), ...others.map((context) => ({ context }))],
        },
      },
    ],
  };
}
