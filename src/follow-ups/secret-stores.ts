import { isWrite } from '../diff/change.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import type { Model } from '../model/model.ts';
import { savedModelPath } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** An environment as models had it until version 7: every store was a ClusterSecretStore, and every app used its one role. */
interface EnvironmentBefore {
  name?: unknown;
  secrets?: { store?: unknown; secretStore?: unknown; path?: unknown };
}

/** Environments that get a SecretStore of their own, in place of a ClusterSecretStore: a person creates one and deletes the other. */
export function newSecretStores(workspaces: readonly Workspace[], allChanges: readonly RepositoryChanges[]): string {
  const writes = allChanges.flatMap(({ changes }) => changes).filter(isWrite);
  return workspaces.map(({ model }) => newStoresOf(model, writes.find(({ path }) => path === savedModelPath(model.app.name))?.before)).join('');
}

function newStoresOf({ app, environments, repositories }: Model, saved: string | undefined): string {
  const before = environmentsIn(saved);
  const moved = environments.flatMap(({ name, secrets, targets }) => {
    const old = before.find((environment) => environment?.name === name)?.secrets;
    if (secrets.store !== 'vault' || secrets.clusterSecretStore !== null || typeof old?.secretStore !== 'string' || typeof old.path !== 'string') return [];
    return [{ name, store: old.secretStore, policy: old.path.replaceAll('/', '-'), clusters: targets.map(({ cluster }) => cluster) }];
  });
  if (moved.length === 0) return '';
  const stores = new Set(moved.flatMap(({ clusters, store }) => clusters.map((cluster) => `${cluster} ${store}`)));
  const commands = [
    ...[...stores].flatMap((each) => {
      const [cluster, store] = each.split(' ');
      return [`kubectl --context ${cluster} delete clustersecretstore ${store}`, `vault delete auth/kubernetes-${cluster}/role/${store}`];
    }),
    ...moved.map(({ policy }) => `vault policy delete ${policy}`),
  ];
  const names = moved.map(({ name }) => name).join(', ');
  return `\nExternal Secrets reads Vault for ${names} of ${app.name} through a SecretStore of the environment's own, no longer through a ClusterSecretStore.\nBefore you merge to ${repositories.config.defaultBranch}, run the step Secrets of the set-up runbook again: it creates the stores and replaces nothing.\nWhen every app in these clusters has moved, delete what lets every namespace read the secrets of all:\n${commands.map((command) => `  ${command}\n`).join('')}`;
}

/** The environments of a saved model, which anybody may have edited. */
function environmentsIn(saved: string | undefined): (EnvironmentBefore | undefined)[] {
  try {
    const { environments } = JSON.parse(saved ?? '{}') as { environments?: unknown };
    return Array.isArray(environments) ? (environments as (EnvironmentBefore | undefined)[]) : [];
  } catch {
    return [];
  }
}
