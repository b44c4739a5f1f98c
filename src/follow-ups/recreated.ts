import type { Change } from '../diff/change.ts';
import { type ImmutableChange, immutableChanges } from '../immutable/compare.ts';
import { isRecreatable, recreateCommands } from '../immutable/steps.ts';
import type { Model } from '../model/model.ts';
import { argocdCommand, runbookPath, skipReconcile } from '../model/names.ts';
import { environmentOf } from '../model/queries.ts';
import { deliveredImages } from '../workspace/deployed.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commandLines } from './command-lines.ts';
import { readModelBefore, readSchemaVersionBefore } from './model-before.ts';

/** What a person deletes so that Argo CD can create it again: what `allow.recreate` has let through, and what an earlier version of the chart made. */
export async function recreated(workspaces: readonly Workspace[], writes: readonly Change[]): Promise<string> {
  const texts: string[] = [];
  for (const { model, roots } of workspaces) {
    const [before, schemaVersion] = [readModelBefore(model, writes), readSchemaVersionBefore(model, writes)];
    if (before === undefined || schemaVersion === undefined || roots.config === undefined) continue;
    const changes = await immutableChanges({ model: before, schemaVersion, images: await deliveredImages(roots.config, before) }, model);
    texts.push(
      ...textsOf(
        model,
        changes.filter((change) => change.delivered && isRecreatable(change)),
      ),
    );
  }
  return texts.join('');
}

function textsOf(model: Model, changes: readonly ImmutableChange[]): string[] {
  return [...new Set(changes.map(({ target }) => target))].map((target) => {
    const own = changes.filter((change) => change.target === target);
    const names = [...new Set(own.map(({ before }) => `${before.object.kind} ${before.object.metadata.name}`))].join(', ');
    const commands = recreateCommands(own);
    const place = `${target.environment} on ${target.cluster}`;
    const branch = model.repositories.config.defaultBranch;
    if (environmentOf(model, target).sync === 'manual')
      return `\nNo sync can change ${names} of ${place}. After the merge to ${branch}, right before you sync it as in ${runbookPath(model, 'sync')}, run:\n${commandLines(commands)}`;
    const skip = (value: 'null' | '"true"') => skipReconcile(argocdCommand(model, target.cluster), target.applicationName, value);
    return `\nNo sync can change ${names} of ${place}, and Argo CD would undo a deletion. Before you merge to ${branch}, pause it, then delete:\n${commandLines([skip('"true"'), ...commands])}After the merge, let Argo CD go on:\n${commandLines([skip('null')])}`;
  });
}
