import { cached } from '../cache/cached.ts';
import type { RepositoryRole } from '../model/model.ts';
import { applyPatches } from '../plan/patches.ts';
import { type Generator, type Generators, loadGenerators, type PlannedFile, plan } from '../plan/plan.ts';
import { UserError } from '../problems/errors.ts';
import { oneLine } from '../text/printable.ts';
import { noModel } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';

interface PlanOptions {
  generators: Generators;
  version: string;
}

/**
 * The files of a project's repositories, patched. Where the config has patches, of both: one that does not apply is a
 * mistake wherever its file lies.
 */
export async function plannedFiles(project: Workspace, here: readonly RepositoryRole[], { generators, version }: PlanOptions): Promise<PlannedFile[]> {
  const { model, locate } = project;
  const repositories = model.patches.length > 0 ? undefined : here;
  const rendered = await cached(
    'plan',
    () => `${version} ${repositories?.toString()} ${JSON.stringify(model)}`,
    async () => planReplayed(project, await loadGenerators(generators, repositories), version),
  );
  const { files, problems } = await applyPatches(rendered, model.patches);
  if (problems.length === 0 && model.patches.length > 0)
    problems.push(...(await (await import('../plan/patched-values.ts')).patchedValuesProblems(model, files)));
  if (problems.length > 0) throw new UserError((await locate?.(problems)) ?? problems);
  return files;
}

/** The plan; a model that was read from a repository may hold anything, also below what its shape was compared with. */
function planReplayed({ model, roots, modelFile }: Workspace, generators: readonly Generator[], version: string): PlannedFile[] {
  try {
    return plan(model, generators, { version });
  } catch (error) {
    if (modelFile === undefined || roots.config === undefined || error instanceof UserError) throw error;
    throw noModel(roots.config, modelFile, `: ${oneLine((error as Error).message)}`);
  }
}
