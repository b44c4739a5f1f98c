import type { Model, RepositoryRole } from '../model/model.ts';
import type { LockedGenerator } from '../model/version.ts';
import type { Generators, PlannedFile } from '../plan/plan.ts';
import { UserError } from '../problems/errors.ts';
import { recordedConfigPath } from '../workspace/one-app.ts';
import { type GenerationRecord, modelDigest } from '../workspace/record.ts';
import { openRepository, type Repository, readOwnText } from '../workspace/repository.ts';
import { modelOutput, readFormerModel, readSavedDigests } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Change, PlanSource } from './change.ts';
import { planFiles } from './plan-files.ts';
import type { RepositoryChanges } from './repository-changes.ts';

export interface WorkspacePlanOptions {
  generators: Generators;
  repositories: readonly RepositoryRole[];
  version: string;
  /** The package that runs, as npm installed it. */
  running?: LockedGenerator;
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
export async function planWorkspace(
  workspace: Workspace,
  { generators, repositories: roles, version, running, pending }: WorkspacePlanOptions,
): Promise<WorkspacePlan> {
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
  const locked = lockedGenerator(repositories, model, { version, running });
  const former = readFormerModel(workspace);
  const context = { version, ...(locked === undefined ? {} : { locked }) };
  const configPath = recordedConfigPath(workspace);
  const source = { ...context, modelDigest: digest, ...(configPath === undefined ? {} : { configPath }), ...readSavedDigests(workspace, digest, repositories) };
  const edited = findEditedModel(workspace, digest, repositories);
  if (edited !== undefined) return { app, source, repositories, files: [], editedModel: { app, ...source, ...edited } };
  const files = await planFiles(
    workspace,
    repositories.map(({ role }) => role),
    { generators, ...context, ...(former === undefined ? {} : { former }) },
  );
  return { app, source, repositories, files };
}

/**
 * The package to lock: what is recorded for this version, so that every machine generates the same lock; otherwise what
 * runs. The config repository comes first, because its owners review it.
 */
function lockedGenerator(
  repositories: readonly Repository[],
  { generator }: Model,
  { version, running }: { version: string; running: LockedGenerator | undefined },
): LockedGenerator | undefined {
  const recorded = repositories.flatMap(({ records: { app } }) => (app?.generator !== undefined && app.generatorVersion === version ? [app.generator] : []));
  return [...recorded, ...(running === undefined ? [] : [running])].find((locked) => locked.package === generator.package);
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
