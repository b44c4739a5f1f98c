import { cached } from '../cache/cached.ts';
import type { Model, RepositoryRole } from '../model/model.ts';
import type { LockedGenerator } from '../model/version.ts';
import { applyPatches } from '../plan/patches.ts';
import { type Generators, loadGenerators, type PlannedFile, plan } from '../plan/plan.ts';
import { UserError } from '../problems/errors.ts';
import { oneLine } from '../text/printable.ts';
import { invalidModel } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';

interface PlanOptions {
  generators: Generators;
  version: string;
  locked?: LockedGenerator;
  former?: Model;
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
    () => orInvalidModel(workspace, async () => plan(model, await loadGenerators(generators, repositories), context)),
  );
  const { files, problems } = await orInvalidModel(workspace, async () => {
    const patched = await applyPatches(rendered, model.patches);
    if (patched.problems.length === 0 && model.patches.length > 0)
      patched.problems.push(...(await (await import('../plan/patched-values.ts')).patchedValuesProblems(model, patched.files)));
    return patched;
  });
  if (problems.length > 0) throw new UserError((await locate?.(problems)) ?? problems);
  return files;
}

/** A replayed model is untrusted: its shape was checked, but a value inside may still make what reads it fail. */
async function orInvalidModel<Result>({ roots, modelFile }: Workspace, run: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (modelFile === undefined || roots.config === undefined || error instanceof UserError) throw error;
    throw invalidModel(roots.config, modelFile, `: ${oneLine((error as Error).message)}`);
  }
}
