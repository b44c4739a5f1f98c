import type { RepositoryRole } from '../model/model.ts';
import { type LockedGenerator, version as ownVersion } from '../model/version.ts';
import type { Generators } from '../plan/plan.ts';
import type { Repository } from '../workspace/repository.ts';
import { modelOutput } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Decisions } from './change.ts';
import { nameableFiles, resolveDecisions } from './decisions.ts';
import { diffRepository } from './diff-repository.ts';
import { refuseDisagreements } from './disagreements.ts';
import { assertDecisionsApply } from './ineffective-decisions.ts';
import type { RepositoryChanges } from './repository-changes.ts';
import { findSharedByOthers } from './shared-by-others.ts';
import { planWorkspace, type WorkspacePlan } from './workspace-plan.ts';

export interface DiffWorkspacesOptions extends Decisions {
  generators: Generators;
  /** In the order in which they are applied. */
  repositories: readonly RepositoryRole[];
  /** Absolute working folder that paths in decisions are relative to. Default: they are relative to their repository. */
  cwd?: string;
  /** Version of the generator. Default: this one. */
  version?: string;
  /** The package that runs, as npm installed it; a check has none and trusts the record alone. */
  running?: LockedGenerator;
}

/** Returns the decisions for one repository, as paths and outputs of that repository. */
type DecisionsFor = (repository: Repository) => Decisions;

/** Plans and diffs workspaces: the changes of each repository of each workspace. Reads only. */
export async function diffWorkspaces(
  workspaces: readonly Workspace[],
  { generators, repositories, cwd, version = ownVersion, running, ...decisions }: DiffWorkspacesOptions,
): Promise<RepositoryChanges[]> {
  const options = { generators, repositories, version, ...(running === undefined ? {} : { running }), pending: new Map() };
  const plans: WorkspacePlan[] = [];
  let decisionsFor: DecisionsFor = () => decisions;
  if (hasNames(decisions)) {
    // A name may be a file of any app: resolving it takes the plans of all. Otherwise each plan is dropped after its diff.
    for (const workspace of workspaces) plans.push(await planWorkspace(workspace, options));
    decisionsFor = resolveNames(plans, decisions, cwd);
  }
  const allChanges: RepositoryChanges[] = [];
  for (const [index, workspace] of workspaces.entries()) {
    const plan = plans[index] ?? (await planWorkspace(workspace, options));
    allChanges.push(...(await diffWorkspace(workspace, plan, decisionsFor, generators)));
  }
  return refuseDisagreements(allChanges);
}

/**
 * Diffs one workspace after the other, so that a caller with very many need not keep all changes. Refuses no disagreement,
 * which takes the changes of all.
 */
export function diffInTurn(options: Pick<DiffWorkspacesOptions, 'generators' | 'repositories'>): (workspace: Workspace) => Promise<RepositoryChanges[]> {
  const planOptions = { ...options, version: ownVersion, pending: new Map() };
  return async (workspace) => diffWorkspace(workspace, await planWorkspace(workspace, planOptions), () => ({}), options.generators);
}

async function diffWorkspace(workspace: Workspace, plan: WorkspacePlan, decisionsFor: DecisionsFor, generators: Generators): Promise<RepositoryChanges[]> {
  const { app, source, repositories, files, editedModel } = plan;
  if (editedModel !== undefined) return [editedModel];
  const allChanges: RepositoryChanges[] = [];
  for (const repository of repositories) {
    const decisions = decisionsFor(repository);
    // Nothing in the saved model is the user's: with a config, it is always overwritten.
    const overwrite = [...(decisions.overwrite ?? []), ...(workspace.modelFile === undefined ? [modelOutput] : [])];
    const sharedByOthers = await findSharedByOthers(files, repository, generators, { version: source.version });
    const changes = await diffRepository(files, repository, {
      ...source,
      ...decisions,
      overwrite,
      ...(sharedByOthers === undefined ? {} : { sharedByOthers }),
    });
    assertDecisionsApply(changes, repository, decisions);
    allChanges.push({ app, ...source, repository, changes });
  }
  return allChanges;
}

/** true: a decision names a file or an output. */
function hasNames(decisions: Decisions): boolean {
  return Object.values(decisions).some((names) => Array.isArray(names) && names.length > 0);
}

/** If a saved model was edited, the files of its app are unknown, so names are used as they are. */
function resolveNames(plans: readonly WorkspacePlan[], decisions: Decisions, cwd: string | undefined): DecisionsFor {
  if (plans.some(({ editedModel }) => editedModel !== undefined)) return () => decisions;
  return resolveDecisions(
    plans.flatMap(({ files, repositories }) => repositories.map((repository) => nameableFiles(files, repository))),
    decisions,
    cwd,
  );
}
