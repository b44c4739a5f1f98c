import type { Change } from '../diff/change.ts';
import { writesOf } from '../diff/record-changes.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import type { Model } from '../model/model.ts';
import { runbookPath } from '../model/names.ts';
import { listNames } from '../text/list-names.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { readModelBefore } from './model-before.ts';

/** What the set-up runbook must be followed for again: git alone does not do it. */
export function setUpAgain(workspaces: readonly Workspace[], allChanges: readonly RepositoryChanges[], writes: readonly Change[]): string {
  return changedRulesets(workspaces, allChanges) + workspaces.map(({ model }) => changedEnvironments(model, readModelBefore(model, writes))).join('');
}

/** GitHub reads no ruleset from a file. On the first run, the set-up has not begun. */
function changedRulesets(workspaces: readonly Workspace[], allChanges: readonly RepositoryChanges[]): string {
  return allChanges
    .filter(({ repository }) => repository.records.app !== undefined)
    .flatMap((repositoryChanges) => {
      const { repository, app } = repositoryChanges;
      const files = writesOf(repositoryChanges).filter(({ path }) => path.startsWith('.github/rulesets/'));
      const model = workspaces.find((workspace) => workspace.model.app.name === app)?.model;
      if (files.length === 0 || model === undefined) return [];
      const names = listNames(files.map(({ path }) => path));
      const steps = repository.role === 'app' ? 'step First CI' : 'steps GitHub Apps (the permissions of each App) and Branch rules';
      return [`\n${names} of ${model.repositories[repository.role].slug} changed. After the merge, repeat ${steps} of ${runbookPath(model, 'set-up')}.\n`];
    })
    .join('');
}

/** Secrets and what a cluster needs are created by a person, before Argo CD syncs what uses them. */
function changedEnvironments(model: Model, before: Model | undefined): string {
  if (before === undefined) return '';
  return model.environments
    .flatMap(({ name, secrets, approval }) => {
      const known = before.environments.find((environment) => environment.name === name);
      if (known !== undefined && JSON.stringify(known.secrets) === JSON.stringify(secrets)) return [];
      const steps = known === undefined ? [...(approval?.by === 'github-environment' ? ['Branch rules'] : []), 'Clusters', 'Secrets'] : ['Secrets'];
      const what = known === undefined ? `${name} of ${model.app.name} is new` : `${name} of ${model.app.name} reads its secrets from another place`;
      const step = `${steps.length === 1 ? 'step' : 'steps'} ${listNames(steps)}`;
      return [`\n${what}. Before you merge to ${model.repositories.config.defaultBranch}, follow ${runbookPath(model, 'set-up')} for it: ${step}.\n`];
    })
    .join('');
}
