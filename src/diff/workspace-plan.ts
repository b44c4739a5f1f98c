import type { RepositoryRole } from '../model/model.ts';
import type { Generators, PlannedFile } from '../plan/plan.ts';
import { UserError } from '../problems/errors.ts';
import { type GenerationRecord, modelDigest } from '../workspace/record.ts';
import { openRepository, type Repository, readOwnText } from '../workspace/repository.ts';
import { modelOutput, readSavedDigests } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Change, PlanSource } from './change.ts';
import { planFiles } from './plan-files.ts';
import type { RepositoryChanges } from './repository-changes.ts';

export interface WorkspacePlanOptions {
  generators: Generators;
  repositories: readonly RepositoryRole[];
  version: string;
  /** Pending texts by root, from the apps that were diffed before: the next app of the same repository continues with them. */
  pending: Map<string, Repository['pending']>;
}

/** Everything that the diff of a workspace depends on. */
export interface WorkspacePlan {
  app: string;
  source: PlanSource;
  repositories: Repository[];
  files: PlannedFile[];
  /** The only change, if the saved model was edited: a plan of that model would make every other file look wrong. */
  editedModel?: RepositoryChanges;
}

/** Opens the repositories of a workspace that are on this machine, and plans their files. */
export async function planWorkspace(workspace: Workspace, { generators, repositories: roles, version, pending }: WorkspacePlanOptions): Promise<WorkspacePlan> {
  const { model, roots } = workspace;
  const { name: app } = model.app;
  const digest = modelDigest(model);
  const repositories = collectProblems(roles, (role) => {
    const root = roots[role];
    if (root === undefined) return [];
    const texts: Repository['pending'] = pending.get(root) ?? new Map();
    pending.set(root, texts);
    return [openRepository(role, root, app, texts)];
  });
  const source = { version, modelDigest: digest, ...readSavedDigests(workspace, digest, repositories) };
  const edited = findEditedModel(workspace, digest, repositories);
  if (edited !== undefined) return { app, source, repositories, files: [], editedModel: { app, ...source, ...edited } };
  const files = await planFiles(
    workspace,
    repositories.map(({ role }) => role),
    { generators, version },
  );
  return { app, source, repositories, files };
}

/** Reports the problems of all items: both repositories may have an invalid record. */
function collectProblems<Item, Result>(items: readonly Item[], run: (item: Item) => Result[]): Result[] {
  const errors: UserError[] = [];
  const results = items.flatMap((item) => {
    try {
      return run(item);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors.push(error);
      return [];
    }
  });
  if (errors.length > 0) throw new UserError(errors.flatMap(({ problems }) => problems));
  return results;
}

/** The refusal of a replayed model that differs from the one in the record. */
function findEditedModel(
  { modelFile, savedDigest }: Workspace,
  digest: string,
  repositories: readonly Repository[],
): Pick<RepositoryChanges, 'repository' | 'changes'> | undefined {
  if (modelFile === undefined) return undefined;
  const repository = repositories.find(({ role, records: { app } }) => role === 'config' && app !== undefined && app.modelDigest !== (savedDigest ?? digest));
  if (repository === undefined) return undefined;
  return { repository, changes: [refuseEditedModel(repository.records.app, modelFile, readOwnText(repository.root, modelFile))] };
}

function refuseEditedModel(record: GenerationRecord | undefined, path: string, before: string | undefined): Change {
  const entry = record?.files.find((candidate) => candidate.path === path);
  return {
    repository: 'config',
    scope: 'app',
    output: entry?.output ?? modelOutput,
    path,
    class: 'managed',
    action: 'refuse',
    cause: 'edited',
    detail: 'the other files of the app cannot be checked against it',
    ...(before === undefined ? {} : { before }),
    ...(entry === undefined ? {} : { entry }),
  };
}
