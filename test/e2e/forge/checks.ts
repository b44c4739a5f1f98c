/** What is reported of a commit: jobs of workflows, and statuses. */
import type { Ruleset } from '../../support/rulesets.ts';
import type { Run } from './runs.ts';

/** The App id of GitHub Actions. */
export const githubActions = 15368;

export interface Status {
  repository: string;
  sha: string;
  context: string;
  state: 'success' | 'pending' | 'failure' | 'error';
  description: string;
  targetUrl: string;
  /** Login of who set it, and the id of its App; people have none. */
  creator: string;
  app: number | undefined;
}

type Rule = Ruleset['rules'][number];
export type Required = Extract<Rule, { type: 'required_status_checks' }>['parameters']['required_status_checks'];

/**
 * The required checks that a commit lacks. Every run of that name counts, not only the latest one: a job that failed for
 * one event blocks though it passed for another. Of a status, the latest of each creator counts.
 */
export function missingChecks(required: Required, runs: readonly Run[], statuses: readonly Status[]): string[] {
  return required
    .filter(({ context, integration_id: app }) => {
      const jobs = runs.flatMap((run) => Object.entries(run.jobNames).flatMap(([id, name]) => (name === context ? [run.jobs[id]] : [])));
      const reported = [
        // GitHub lets a skipped job pass; one that has not ended has no result.
        ...(app === undefined || app === githubActions ? jobs.map((result) => result === 'success' || result === 'skipped') : []),
        ...[...new Map(statuses.filter((status) => status.context === context).map((status) => [status.creator, status])).values()]
          .filter((status) => app === undefined || status.app === app)
          .map(({ state }) => state === 'success'),
      ];
      return reported.length === 0 || reported.includes(false);
    })
    .map(({ context }) => context);
}
