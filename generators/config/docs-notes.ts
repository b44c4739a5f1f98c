import { type Environment, type Model, ownVolumes } from '../../src/model/model.ts';
import { githubEnvironment } from '../../src/model/names.ts';
import { listed } from '../../src/render/markdown.ts';

/** What a reader must know of each environment, as items of a list: how it updates, what its approval relies on. */
export function environmentNotes(model: Model): string[] {
  return model.environments.map(
    (environment) => `- **${environment.name}**: ${[mode(environment), approval(model, environment), sync(environment)].join(' ')}`,
  );
}

function mode({ mode, targets }: Environment): string {
  if (mode === 'multi-instance') {
    const single = targets.flatMap(({ components }) => components.flatMap((component) => (component.mode === 'standalone' ? [`\`${component.name}\``] : [])));
    const one = single.length === 0 ? '' : ` Of ${listed([...new Set(single)])} there is one pod, which stops before its successor starts.`;
    return `Pods are replaced one by one; an update has no downtime.${one}`;
  }
  const volume = targets.some(({ components }) => components.some((component) => ownVolumes(component).length > 0));
  return `One pod of each component: it stops before its successor starts, so every update has a downtime of one start${volume ? ' (its volume has one writer)' : ''}.`;
}

function approval(model: Model, environment: Environment): string {
  const { approval: given, promoteFrom } = environment;
  if (given === null || promoteFrom === null) return 'No approval: what CI builds is deployed.';
  const who = listed(given.reviewers.map((reviewer) => `\`${reviewer}\``));
  switch (given.by) {
    case 'pull-request':
      return `A promotion is a pull request that ${who} must approve (CODEOWNERS and the ruleset hold it).`;
    case 'github-environment':
      return `A promotion waits in the GitHub environment \`${githubEnvironment(model, environment)}\` for ${who}. This relies on required reviewers, which GitHub has on public repositories and on Enterprise; CD refuses to write where the environment has none.`;
    case 'argo-cd':
      return `Nothing in GitHub holds a promotion back. The approval is the sync in Argo CD: the project lets ${groups(environment)} sync, and nobody else but Argo CD’s administrators may where its own policy says no more (set-up runbook).`;
  }
}

const groups = ({ syncGroups }: Environment) => listed(syncGroups.map((group) => `\`${group}\``));

function sync({ sync: given }: Environment): string {
  return given === 'automatic' ? 'Argo CD applies what is in git by itself.' : 'Argo CD shows the difference and waits for a person to sync.';
}
