import { cached } from '../cache/cached.ts';
import type { RepositoryRole } from '../model/model.ts';
import type { LockedGenerator } from '../model/version.ts';
import { applyPatches } from '../plan/patches.ts';
import { type Generator, type Generators, loadGenerators, type PlannedFile, plan } from '../plan/plan.ts';
import { UserError } from '../problems/errors.ts';
import { oneLine } from '../text/printable.ts';
import { invalidModel } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';

interface PlanOptions {
  generators: Generators;
  version: string;
  locked?: LockedGenerator;
}

/**
 * Plans the files of the given repositories of a workspace, with patches. A config with patches is planned for both
 * repositories: a patch that does not apply is a mistake in whichever repository its file is.
 */
export async function planFiles(workspace: Workspace, roles: readonly RepositoryRole[], { generators, ...context }: PlanOptions): Promise<PlannedFile[]> {
  const { model, locate } = workspace;
  const repositories = model.patches.length > 0 ? undefined : roles;
  const rendered = await cached(
    'plan',
    () => JSON.stringify([context, repositories, model]),
    async () => render(workspace, await loadGenerators(generators, repositories), context),
  );
  const { files, problems } = await applyPatches(rendered, model.patches);
  if (problems.length === 0 && model.patches.length > 0)
    problems.push(...(await (await import('../plan/patched-values.ts')).patchedValuesProblems(model, files)));
  if (problems.length > 0) throw new UserError((await locate?.(problems)) ?? problems);
  return files;
}

/** A replayed model is untrusted: its shape was checked, but a value inside may still make a generator fail. */
function render({ model, roots, modelFile }: Workspace, generators: readonly Generator[], context: Omit<PlanOptions, 'generators'>): PlannedFile[] {
  try {
    return plan(model, generators, context);
  } catch (error) {
    if (modelFile === undefined || roots.config === undefined || error instanceof UserError) throw error;
    throw invalidModel(roots.config, modelFile, `: ${oneLine((error as Error).message)}`);
  }
}
