/** A branch ruleset as GitHub's REST API takes it: POST /repos/{owner}/{repo}/rulesets. */
export interface Ruleset {
  name: string;
  target: 'branch';
  enforcement: 'active';
  conditions: { ref_name: { include: string[]; exclude: string[] } };
  /**
   * Who may pass. Empty in the file: a GitHub App's id is known only after its installation. The set-up runbook adds
   * CD's App with jq when it creates the ruleset.
   */
  bypass_actors: { actor_id: number; actor_type: 'Integration'; bypass_mode: 'always' }[];
  rules: Rule[];
}

type Rule =
  | { type: 'deletion' | 'non_fast_forward' }
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

/** GitHub Actions as an App: `gh api apps/github-actions --jq .id`. */
const githubActions = 15368;

/**
 * The default branch changes only by a reviewed pull request whose checks pass. `checks` are names of our jobs, `others`
 * those of checks whose maker is not known.
 */
export function defaultBranchRuleset(checks: readonly string[], others: readonly string[] = []): Ruleset {
  return {
    name: 'default branch',
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    bypass_actors: [],
    rules: [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
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
          // A promotion must not wait for a rebase onto every commit that CD makes.
          strict_required_status_checks_policy: false,
          do_not_enforce_on_create: true,
          // From Actions alone: whoever may push could set a commit status of that name.
          required_status_checks: [...checks.map((context) => ({ context, integration_id: githubActions })), ...others.map((context) => ({ context }))],
        },
      },
    ],
  };
}
