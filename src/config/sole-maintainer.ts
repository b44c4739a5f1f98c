import type { Environment, PipelineConfig } from '../generated/pipeline-config.ts';
import { soleUser } from '../model/owners.ts';

/** The one user who owns everything and approves every promotion, with the `@`; undefined: there are several, or teams. */
export function soleMaintainer({ app, repositories, environments }: PipelineConfig): string | undefined {
  const reviewers = Object.values<Environment>(environments).flatMap(({ approval }) => approval?.reviewers ?? []);
  return soleUser([...app.owners, ...repositories.config.owners, ...reviewers]);
}
