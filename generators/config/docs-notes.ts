import type { Environment, Model } from '../../src/model/model.ts';
import { githubEnvironment } from '../../src/model/names.ts';
import { ownVolumes } from '../../src/model/queries.ts';
import { listed } from '../../src/render/markdown.ts';
import { alternatives } from './runbooks/runbook-data.ts';

/** One list item for each environment: how it is updated, approved and synced. */
export function environmentNotes(model: Model): string[] {
  return model.environments.map(
    (environment) => `- **${environment.name}**: ${[updateNote(environment), approvalNote(model, environment), syncNote(environment)].join(' ')}`,
  );
}

function updateNote({ mode, targets }: Environment): string {
  if (mode === 'multi-instance') {
    const names = targets.flatMap(({ components }) => components.flatMap((component) => (component.mode === 'standalone' ? [`\`${component.name}\``] : [])));
    const standalone = [...new Set(names)];
    const exception =
      standalone.length === 0
        ? ''
        : ` Exception: ${listed(standalone)} ${standalone.length === 1 ? 'runs' : 'run'} as one pod, which stops before the new one starts.`;
    return `Pods are replaced one by one, so updates cause no downtime.${exception}`;
  }
  const volume = targets.some(({ components }) => components.some((component) => ownVolumes(component).length > 0));
  const reason = volume ? ', because its volume allows one writer' : '';
  return `Each component runs as one pod, which stops before the new one starts${reason}: every update causes a short downtime.`;
}

function approvalNote(model: Model, environment: Environment): string {
  const { approval } = environment;
  if (approval === null) return 'No approval: every image that CI builds is deployed.';
  const reviewers = alternatives(approval.reviewers);
  switch (approval.by) {
    case 'pull-request':
      return `A promotion is a pull request that needs an approval from ${reviewers}${others(approval)}. CODEOWNERS, the ruleset and the check Promotion enforce this.`;
    case 'github-environment':
      return `A promotion waits in the GitHub environment \`${githubEnvironment(model, environment)}\` for an approval from ${reviewers}${others(approval)}. GitHub offers required reviewers in public repositories and with GitHub Enterprise; CD does not write if the environment has none.`;
    case 'argo-cd':
      return `GitHub does not hold back a promotion. The approval is the sync in Argo CD: besides its administrators, only ${groupsOf(environment)} may sync. This requires that Argo CD’s own policy grants the right to nobody else (see the set-up runbook). Argo CD does not know who started a promotion, so that person may sync it too.`;
  }
}

function others({ preventSelfReview }: NonNullable<Environment['approval']>): string {
  return preventSelfReview ? ', other than the person who started it' : '';
}

function groupsOf({ syncGroups }: Environment): string {
  return listed(syncGroups.map((group) => `\`${group}\``));
}

function syncNote({ sync }: Environment): string {
  return sync === 'automatic' ? 'Argo CD syncs automatically.' : 'Argo CD shows the diff and waits for a manual sync.';
}
