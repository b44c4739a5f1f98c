import type { Change } from '../diff/change.ts';
import { kubectlIn } from '../model/names.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commandLines } from './command-lines.ts';
import { readModelBefore } from './model-before.ts';

/** An Application with a new destination namespace starts there from scratch, and no longer manages the old namespace. */
export function movedNamespaces(workspaces: readonly Workspace[], writes: readonly Change[]): string {
  return workspaces
    .flatMap(({ model }) => {
      const environmentsBefore = readModelBefore(model, writes)?.environments ?? [];
      return model.environments.flatMap(({ name, namespace, targets }) => {
        const before = environmentsBefore.find((environment) => environment.name === name);
        if (before === undefined || before.namespace === namespace) return [];
        const clusters = before.targets.map(({ cluster }) => cluster).filter((cluster) => targets.some((target) => target.cluster === cluster));
        const commands = clusters.map((cluster) => `${kubectlIn(cluster, before.namespace)} get all,persistentvolumeclaims`);
        if (commands.length === 0) return [];
        return [
          `\n${name} of ${model.app.name} moves from the namespace ${before.namespace} to ${namespace}. The new namespace starts without Secrets and without data. What runs in the old one keeps running, outside Git.\nBefore you merge to ${model.repositories.config.defaultBranch}, create the Secrets in the new namespace, as in the set-up runbook. Back up the data of the old one, then delete what is left in it:\n${commandLines(commands)}`,
        ];
      });
    })
    .join('');
}
