import type { Environment, PipelineConfig } from '../generated/pipeline-config.ts';

/** Groups that may sync in Argo CD. Dex calls a GitHub team `organization:team`. */
export function syncGroups({ app }: PipelineConfig, { approval }: Environment): string[] {
  if (approval?.groups !== undefined) return [...approval.groups];
  const people = [...(approval?.reviewers ?? []), ...(approval?.by === 'argo-cd' ? [] : app.owners)];
  return [...new Set(people)].filter((owner) => owner.includes('/')).map((team) => team.slice(1).replace('/', ':'));
}
