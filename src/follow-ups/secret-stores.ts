import type { Change } from '../diff/change.ts';
import type { Model } from '../model/model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commandLines } from './command-lines.ts';
import { readEnvironmentsBefore, type SavedEnvironment } from './model-before.ts';

/** Environments that get a SecretStore of their own, in place of a ClusterSecretStore: a person creates one and deletes the other. */
export function newSecretStores(workspaces: readonly Workspace[], writes: readonly Change[]): string {
  return workspaces.map(({ model }) => newStoresOf(model, readEnvironmentsBefore(model, writes))).join('');
}

/** Until version 7, every store was a ClusterSecretStore, and every app used its one role. */
function newStoresOf({ app, environments, repositories }: Model, before: readonly SavedEnvironment[]): string {
  const moved = environments.flatMap(({ name, secrets, targets }) => {
    const old = before.find((environment) => environment.name === name)?.secrets;
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
  return `\nExternal Secrets reads Vault for ${names} of ${app.name} through a SecretStore of the environment's own, no longer through a ClusterSecretStore.\nBefore you merge to ${repositories.config.defaultBranch}, run the step Secrets of the set-up runbook again: it creates the stores and replaces nothing.\nWhen every app in these clusters has moved, delete what lets every namespace read the secrets of all:\n${commandLines(commands)}`;
}
