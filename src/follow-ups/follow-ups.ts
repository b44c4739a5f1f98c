import { displayPath } from '../command-line/command.ts';
import { isWrite } from '../diff/change.ts';
import { writesOf } from '../diff/record-changes.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { argocdFollowUps } from './argocd.ts';
import { leftInClusters } from './left-in-clusters.ts';
import { movedNamespaces } from './moved-namespaces.ts';
import { newSecrets } from './new-secrets.ts';
import { recreated } from './recreated.ts';
import { newSecretStores } from './secret-stores.ts';
import { setUpAgain } from './set-up-again.ts';
import { removedSyncGroups } from './sync-groups.ts';

/** What a person has to do after generate; empty: nothing. */
export async function followUps(workspaces: readonly Workspace[], allChanges: readonly RepositoryChanges[], cwd: string): Promise<string> {
  const writes = allChanges.flatMap(({ changes }) => changes).filter(isWrite);
  return (
    skippedRepositories(workspaces) +
    pullRequestOrder(workspaces, allChanges, cwd) +
    argocdFollowUps(workspaces, writes) +
    movedNamespaces(workspaces, writes) +
    leftInClusters(workspaces, writes) +
    (await recreated(workspaces, writes)) +
    removedSyncGroups(workspaces, writes) +
    newSecretStores(workspaces, writes) +
    newSecrets(workspaces, writes) +
    setUpAgain(workspaces, allChanges, writes)
  );
}

function skippedRepositories(workspaces: readonly Workspace[]): string {
  return workspaces
    .filter(({ roots }) => roots.config === undefined)
    .map(({ model }) => {
      const { slug } = model.repositories.config;
      return `\nThe config repository ${slug} is not on this machine and was skipped. Clone it next to this one and run generate again.\n`;
    })
    .join('');
}

/** CD must know an environment or an image before CI sends it. */
function pullRequestOrder(workspaces: readonly Workspace[], allChanges: readonly RepositoryChanges[], cwd: string): string {
  const [workspace] = workspaces;
  const changedRoles = new Set(allChanges.filter((repositoryChanges) => writesOf(repositoryChanges).length > 0).map(({ repository }) => repository.role));
  if (workspace === undefined || changedRoles.size < 2) return '';
  const { repositories } = workspace.model;
  const name = (role: 'app' | 'config') => `${repositories[role].slug} (${displayPath(cwd, workspace.roots[role] ?? cwd)})`;
  return `\nOpen two pull requests and merge them in this order:\n  1. ${name('config')}: CD must know what CI will send\n  2. ${name('app')}\n`;
}
