import { references, vaultEntries } from '../derived/references.ts';
import type { Change } from '../diff/change.ts';
import type { Environment, Model, Target } from '../model/model.ts';
import { runbookPath } from '../model/names.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { readModelBefore } from './model-before.ts';

/**
 * What only a person creates, and an environment that was there before needs from now on: without it, pods of the next sync do not
 * start. New environments, stores and namespaces have follow-ups of their own.
 */
export function newSecrets(workspaces: readonly Workspace[], writes: readonly Change[]): string {
  return workspaces.map(({ model }) => newSecretsOf(model, readModelBefore(model, writes))).join('');
}

function newSecretsOf(model: Model, before: Model | undefined): string {
  if (before === undefined) return '';
  return model.environments
    .flatMap((environment) => {
      const old = before.environments.find(({ name, namespace }) => name === environment.name && namespace === environment.namespace);
      if (old === undefined || JSON.stringify(old.secrets) !== JSON.stringify(environment.secrets)) return [];
      const known = new Set(keysOf(before, old));
      const needed = keysOf(model, environment).filter((key) => !known.has(key));
      const clusters = environment.targets.map(({ cluster }) => cluster).filter((cluster) => !old.targets.some((target) => target.cluster === cluster));
      const names = [...new Set(needed.map(nameOf))];
      if (clusters.length === 0 && names.length === 0) return [];
      const what = [
        ...(clusters.length === 0 ? [] : [`${environment.name} of ${model.app.name} is new on ${clusters.join(', ')}.`]),
        ...(names.length === 0
          ? []
          : [`${environment.name} of ${model.app.name} needs ${names.length === 1 ? 'another Secret' : 'more Secrets'}: ${names.join(', ')}.`]),
      ].join(' ');
      const steps = clusters.length === 0 ? 'step Secrets' : 'steps Clusters and Secrets';
      return [`\n${what} Before you merge to ${model.repositories.config.defaultBranch}, follow ${runbookPath(model, 'set-up')} for it: ${steps}.\n`];
    })
    .join('');
}

/** Each key of each Secret: `<place> <Secret> <key>`. */
function keysOf(model: Model, environment: Environment): string[] {
  const ofTarget = (target: Target) =>
    references(model, target)
      .filter(({ createdBy }) => createdBy === 'person')
      .flatMap(({ name, keys }) => keys.map(({ key }) => `${target.cluster} ${name} ${key}`));
  const inVault = vaultEntries(environment).flatMap(({ secret, properties }) => properties.map(({ key }) => `vault ${secret} ${key}`));
  return [...environment.targets.flatMap(ofTarget), ...inVault];
}

const nameOf = (key: string) => key.split(' ')[1] ?? '';
