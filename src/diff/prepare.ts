import type { RepositoryRole } from '../model/model.ts';
import type { Generators, PlannedFile } from '../plan/plan.ts';
import { UserError } from '../problems/errors.ts';
import { type GenerationRecord, modelDigest } from '../workspace/record.ts';
import { openRepository, type Repository, readOwnText } from '../workspace/repository.ts';
import { modelOutput, savedDigests } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Change, Planned } from './change.ts';
import { plannedFiles } from './planned-files.ts';
import type { RepositoryChanges } from './repository-changes.ts';

export interface PrepareOptions {
  generators: Generators;
  repositories: readonly RepositoryRole[];
  version: string;
  /** What the apps before leave of the files of a root, by root: this one's go on from there. */
  pending: Map<string, Repository['pending']>;
}

/** Everything that a project's difference follows from. */
export interface Prepared {
  base: Planned & { app: string };
  opened: Repository[];
  planned: PlannedFile[];
  /** All that can be said where somebody edited the model: planned from it, every other file would seem to be wrong. */
  edited?: RepositoryChanges;
}

/** Opens the repositories of a project that are here, and plans its files. */
export async function prepare(project: Workspace, { generators, repositories, version, pending }: PrepareOptions): Promise<Prepared> {
  const { model, roots } = project;
  const digest = modelDigest(model);
  const opened = collectProblems(repositories, (role) => {
    const root = roots[role];
    if (root === undefined) return [];
    const left: Repository['pending'] = pending.get(root) ?? new Map();
    pending.set(root, left);
    return [openRepository(role, root, model.app.name, left)];
  });
  const base = { app: model.app.name, version, modelDigest: digest, ...savedDigests(project, digest, opened) };
  const edited = editedModel(project, digest, opened);
  if (edited !== undefined) return { base, opened, planned: [], edited: { ...base, ...edited } };
  return {
    base,
    opened,
    planned: await plannedFiles(
      project,
      opened.map(({ role }) => role),
      { generators, version },
    ),
  };
}

/** Both repositories may have a manifest that cannot be read: each is named. */
function collectProblems<Item, Result>(items: readonly Item[], make: (item: Item) => Result[]): Result[] {
  const errors: UserError[] = [];
  const made = items.flatMap((item) => {
    try {
      return make(item);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors.push(error);
      return [];
    }
  });
  if (errors.length > 0) throw new UserError(errors.flatMap(({ problems }) => problems));
  return made;
}

/** The change that names a replayed model which is not the one that the manifest records. */
function editedModel(
  { modelFile, savedDigest }: Workspace,
  digest: string,
  opened: readonly Repository[],
): Pick<RepositoryChanges, 'repository' | 'changes'> | undefined {
  if (modelFile === undefined) return undefined;
  const repository = opened.find(({ role, records: { app } }) => role === 'config' && app !== undefined && app.modelDigest !== (savedDigest ?? digest));
  if (repository === undefined) return undefined;
  return { repository, changes: [changeOfModel(repository.records.app, modelFile, readOwnText(repository.root, modelFile))] };
}

function changeOfModel(manifest: GenerationRecord | undefined, path: string, before: string | undefined): Change {
  const entry = manifest?.files.find((candidate) => candidate.path === path);
  return {
    repository: 'config',
    scope: 'app',
    output: entry?.output ?? modelOutput,
    path,
    class: 'managed',
    action: 'refuse',
    cause: 'edited',
    detail: 'the rest of the app cannot be judged by it',
    ...(before === undefined ? {} : { before }),
    ...(entry === undefined ? {} : { entry }),
  };
}
