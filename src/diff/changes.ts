import { UserError } from '../errors.ts';
import { kept } from '../kept.ts';
import { applyPatches } from '../plan/patches.ts';
import { type Generator, type Generators, loadGenerators, type PlannedFile, plan, type RepositoryRole } from '../plan/plan.ts';
import { oneLine } from '../printable.ts';
import type { Project } from '../project.ts';
import { version as ownVersion } from '../version.ts';
import { type Application, staleManifests } from './application.ts';
import { type Change, causeOfChange, type Decisions, type DiffOptions, isWrite, type Planned } from './change.ts';
import { decideIn, placeOf } from './decisions.ts';
import { diff } from './diff.ts';
import { refuseFutileDecisions } from './futile-decisions.ts';
import { type Manifest, modelDigest } from './manifest.ts';
import { NotLoaded } from './not-loaded.ts';
import { openRepository, type Repository, readOwnText } from './repository.ts';
import { modelOutput, noModel, savedDigests } from './saved-model.ts';
import { sharedByOthers } from './shared-by-others.ts';

export interface ChangesOptions extends Decisions {
  generators: Generators;
  /** In the order in which they are applied. */
  repositories: readonly RepositoryRole[];
  /** Absolute working folder, where the paths of decisions start. Default: they are paths within a repository. */
  cwd?: string;
  /** Version of the generator. Default: this one. */
  version?: string;
}

/** Plan and difference of projects: one application for each repository of each. Reads, writes nothing. */
export async function changesOf(
  projects: readonly Project[],
  { generators, repositories, cwd, version = ownVersion, ...decisions }: ChangesOptions,
): Promise<Application[]> {
  const pending = new Map<string, Map<string, string | undefined>>();
  const applications: Application[] = [];
  const plans: { project: Project; planned: PlannedFile[]; opened: Repository[]; base: Planned & { app: string } }[] = [];
  for (const project of projects) {
    const { model, roots } = project;
    const digest = modelDigest(model);
    const opened = collectProblems(repositories, (role) => {
      const root = roots[role];
      if (root === undefined) return [];
      const left = pending.get(root) ?? new Map<string, string | undefined>();
      pending.set(root, left);
      return [openRepository(role, root, model.app.name, left)];
    });
    const base = { app: model.app.name, version, modelDigest: digest, ...savedDigests(project, digest, opened) };
    const edited =
      project.modelFile === undefined
        ? undefined
        : opened.find(
            ({ role, manifests }) => role === 'config' && manifests.app !== undefined && manifests.app.modelDigest !== (project.savedDigest ?? digest),
          );
    // Planned from a model that somebody edited, every other file would seem to be wrong.
    if (edited !== undefined && project.modelFile !== undefined) {
      const change = editedModel(edited.manifests.app, project.modelFile, readOwnText(edited.root, project.modelFile));
      applications.push({ ...base, repository: edited, changes: [change] });
      continue;
    }
    plans.push({ project, planned: await planOf(project, generators, version), opened, base });
  }
  // Of an app whose model was edited, the files are not known.
  const known = plans.length === projects.length;
  const named = known && Object.values(decisions).some((names) => names !== undefined);
  const decide = named
    ? decideIn(
        plans.flatMap(({ planned, opened }) => opened.map((repository) => placeOf(planned, repository))),
        decisions,
        cwd,
      )
    : () => decisions;
  for (const { project, planned, opened, base } of plans)
    for (const repository of opened) {
      const decided = decide(repository);
      // Nothing in the model is the user's: where the config is loaded, it is written whatever stands there.
      const overwrite = [...(decided.overwrite ?? []), ...(project.modelFile === undefined ? [modelOutput] : [])];
      const others = await sharedByOthers(planned, repository, generators, { version });
      const { app: _, ...options } = { ...base, ...decided, overwrite, ...(others === undefined ? {} : { sharedByOthers: others }) };
      const changes = await diffLoading(planned, repository, options);
      if (named) refuseFutileDecisions(changes, repository, decided);
      applications.push({ ...base, repository, changes });
    }
  return applications;
}

/** Every file of a project, patched. */
async function planOf(project: Project, generators: Generators, version: string): Promise<PlannedFile[]> {
  const { model, locate } = project;
  const rendered = await kept(
    'plan',
    () => `${version} ${JSON.stringify(model)}`,
    async () => planReplayed(project, await loadGenerators(generators), version),
  );
  const { files, problems } = await applyPatches(rendered, model.patches);
  if (problems.length === 0 && model.patches.length > 0)
    problems.push(...(await (await import('../plan/patched-values.ts')).patchedValuesProblems(model, files)));
  if (problems.length > 0) throw new UserError((await locate?.(problems)) ?? problems);
  return files;
}

/** The plan; a model that was read from a repository may hold anything, also below what its shape was compared with. */
function planReplayed({ model, roots, modelFile }: Project, generators: readonly Generator[], version: string): PlannedFile[] {
  try {
    return plan(model, generators, { version });
  } catch (error) {
    if (modelFile === undefined || roots.config === undefined || error instanceof UserError) throw error;
    throw noModel(roots.config, modelFile, `: ${oneLine((error as Error).message)}`);
  }
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

/** diff with what it needs only now and then. */
async function diffLoading(planned: readonly PlannedFile[], repository: Repository, options: DiffOptions): Promise<Change[]> {
  const pending = new Map(repository.pending);
  try {
    return diff(planned, repository, options);
  } catch (error) {
    if (!(error instanceof NotLoaded)) throw error;
    await error.load();
    repository.pending.clear();
    for (const [path, text] of pending) repository.pending.set(path, text);
    return diffLoading(planned, repository, options);
  }
}

function editedModel(manifest: Manifest | undefined, path: string, before: string | undefined): Change {
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

/** The manifests that apply would write besides, as changes, so that a plan lists every file. */
export function manifestChanges(application: Application): Change[] {
  const { repository, changes, version: generatorVersion, modelDigest: digest } = application;
  if (changes.some((change) => change.action === 'refuse')) return [];
  return [...staleManifests(application)].flatMap(([path, after]): Change[] => {
    const scope = path === '.gitops-app/shared/manifest.json' ? 'shared' : 'app';
    const before = repository.manifestTexts.get(path);
    const manifest = repository.manifests[scope];
    const sameWriter =
      manifest?.migratedFrom === undefined && manifest?.generatorVersion === generatorVersion && (scope === 'shared' || manifest.modelDigest === digest);
    const isTaken = changes.some((change) => change.scope === scope && change.cause === 'ejected');
    // It follows from the files; alone, somebody has written it.
    const follows = changes.find((change) => change.scope === scope && isWrite(change))?.cause;
    const cause = sameWriter ? (isTaken ? 'ejected' : (follows ?? 'edited')) : causeOfChange(scope, manifest, application);
    return [
      {
        repository: repository.role,
        scope,
        output: 'manifest',
        path,
        class: 'managed',
        action: before === undefined ? 'create' : 'update',
        cause,
        ...(before === undefined ? {} : { before }),
        after,
      },
    ];
  });
}
