import type { Environment } from '../generated/pipeline-config.ts';

/**
 * Groups that may sync in Argo CD: those that the approval names. Where the sync is the approval, these are by default the teams
 * among its reviewers; otherwise nobody but Argo CD's administrators. Owners of code get no right on a cluster by owning it.
 * Dex calls a GitHub team `organization:team`: https://dexidp.io/docs/connectors/github/ (`teamNameField: slug`).
 */
export function syncGroups({ approval }: Environment): string[] {
  if (approval?.groups !== undefined) return [...approval.groups];
  return approval?.by === 'argo-cd' ? teamGroups(approval.reviewers) : [];
}

/** The groups of the teams among some owners. */
export function teamGroups(owners: readonly string[]): string[] {
  return [...new Set(owners)].filter((owner) => owner.includes('/')).map((team) => team.slice(1).replace('/', ':'));
}
