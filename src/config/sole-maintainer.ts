import type { Environment, PipelineConfig } from '../generated/pipeline-config.ts';

/** The one user who owns everything and approves every promotion, with the `@`; undefined: there are several, or teams. */
export function soleMaintainer({ app, repositories, environments }: PipelineConfig): string | undefined {
  const reviewers = Object.values<Environment>(environments).flatMap(({ approval }) => approval?.reviewers ?? []);
  return soleUser([...app.owners, ...repositories.config.owners, ...reviewers]);
}

/** The user, if that is all that a list of owners names. GitHub does not distinguish case. */
export function soleUser(owners: readonly string[]): string | undefined {
  const [first, ...others] = [...new Map(owners.map((owner) => [owner.toLowerCase(), owner])).values()];
  return first === undefined || others.length > 0 || first.includes('/') ? undefined : first;
}
