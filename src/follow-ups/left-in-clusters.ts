import { groupKindOf, permittedKinds } from '../chart/kinds.ts';
import { dataObjects } from '../derived/data-objects.ts';
import type { Change } from '../diff/change.ts';
import type { Environment, Model, Target } from '../model/model.ts';
import { kubectlIn } from '../model/names.ts';
import { listNames } from '../text/list-names.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commandLines } from './command-lines.ts';
import { readModelBefore } from './model-before.ts';

/** What stays in a cluster though it is no longer generated, because no sync deletes it. */
export function leftInClusters(workspaces: readonly Workspace[], writes: readonly Change[]): string {
  return workspaces.map(({ model }) => leftBy(model, readModelBefore(model, writes))).join('');
}

function leftBy(model: Model, before: Model | undefined): string {
  if (before === undefined || before.app.name !== model.app.name) return '';
  const pairs = model.environments.flatMap((environment) => {
    const old = before.environments.find(({ name, namespace }) => name === environment.name && namespace === environment.namespace);
    return environment.targets.flatMap((target) => {
      const oldTarget = old?.targets.find(({ cluster }) => cluster === target.cluster);
      return old === undefined || oldTarget === undefined ? [] : [{ environment, target, oldTarget }];
    });
  });
  const kubectl = ({ namespace }: Environment, { cluster }: Target) => kubectlIn(cluster, namespace);
  const data = pairs.flatMap(({ environment, target, oldTarget }) => {
    const kept = dataObjects(model, target);
    const left = dataObjects(before, oldTarget).filter((object) => !kept.includes(object));
    return left.map((object) => `${kubectl(environment, target)} delete ${object}`);
  });
  const manifests = pairs.flatMap(({ environment, target, oldTarget }) => {
    const permitted = permittedKinds(environment.targets).map(nameOf);
    const unmanaged = oldTarget.extraManifests.filter(({ manifest }) => !isHook(manifest) && !permitted.includes(nameOf(groupKindOf(manifest))));
    return unmanaged.map(({ manifest }) => `${kubectl(environment, target)} delete ${identity(manifest)}`);
  });
  const hooks = pairs.flatMap(({ environment, target, oldTarget }) => {
    const kept = target.extraManifests.map(({ manifest }) => identity(manifest));
    return oldTarget.extraManifests
      .filter(({ manifest }) => isHook(manifest) && !kept.includes(identity(manifest)))
      .map(({ manifest }) => `${kubectl(environment, target)} delete ${identity(manifest)} --ignore-not-found`);
  });
  return dataText(model, data) + manifestText(model, manifests) + hookText(model, hooks);
}

type Manifest = Target['extraManifests'][number]['manifest'];

/** As kubectl takes it: `job.batch/smoke-test`. */
const identity = (manifest: Manifest) => `${nameOf(groupKindOf(manifest))}/${manifest.metadata.name}`;

/** https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-hooks: those of Helm are Argo CD's as well. */
const isHook = ({ metadata }: Manifest) => ['argocd.argoproj.io/hook', 'helm.sh/hook'].some((name) => metadata.annotations?.[name] !== undefined);

/** As kubectl takes it: `cronjob.batch`. */
function nameOf({ group, kind }: { group: string; kind: string }): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

function dataText({ app }: Model, commands: readonly string[]): string {
  if (commands.length === 0) return '';
  const what = commands.some((command) => command.includes('cluster.postgresql.cnpg.io/')) ? ', and a database of an operator keeps running' : '';
  return `\nThis no longer belongs to ${app.name}, but a sync never deletes what holds data${what}.\nAfter the sync, once nobody needs the data any more, delete it:\n${commandLines(commands)}`;
}

function manifestText({ repositories }: Model, commands: readonly string[]): string {
  if (commands.length === 0) return '';
  const kinds = [...new Set(commands.map((command) => command.split(' ').at(-1)?.split('/')[0] ?? ''))];
  return `\nArgo CD may no longer manage ${listNames(kinds)}, so it does not delete what has left the config. After the merge to ${repositories.config.defaultBranch}, delete it:\n${commandLines(commands)}`;
}

function hookText({ repositories }: Model, commands: readonly string[]): string {
  if (commands.length === 0) return '';
  return `\nArgo CD never deletes a hook that has left the config. After the merge to ${repositories.config.defaultBranch}, delete it:\n${commandLines(commands)}`;
}
