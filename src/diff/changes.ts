import { version as ownVersion } from '../model/version.ts';
import { NotLoaded } from '../owned-fields/not-loaded.ts';
import type { Generators, PlannedFile, RepositoryRole } from '../plan/plan.ts';
import type { Repository } from '../workspace/repository.ts';
import { modelOutput } from '../workspace/saved-model.ts';
import type { Project } from '../workspace/workspace.ts';
import type { Change, Decisions, DiffOptions } from './change.ts';
import { decideIn, placeOf } from './decisions.ts';
import { diff } from './diff.ts';
import { refuseDisagreements } from './disagreements.ts';
import { refuseFutileDecisions } from './futile-decisions.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { Application } from './repository-changes.ts';
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
  const options = { generators, repositories, version, pending: new Map() };
  const named = namesFiles(decisions);
  // What a name means follows from all plans. Where nothing is named, each is dropped when its app is compared.
  const all: Prepared[] = [];
  if (named) for (const project of projects) all.push(await prepare(project, options));
  const decide = named ? meaningsIn(all, decisions, cwd) : () => decisions;
  const applications: Application[] = [];
  for (const [index, project] of projects.entries()) {
    const { base, opened, planned, edited } = all[index] ?? (await prepare(project, options));
    if (edited !== undefined) {
      applications.push(edited);
      continue;
    }
    for (const repository of opened) {
      const decided = decide(repository);
      // Nothing in the model is the user's: where the config is loaded, it is written whatever stands there.
      const overwrite = [...(decided.overwrite ?? []), ...(project.modelFile === undefined ? [modelOutput] : [])];
      const others = await sharedByOthers(planned, repository, generators, { version });
      const { app: _, ...diffOptions } = { ...base, ...decided, overwrite, ...(others === undefined ? {} : { sharedByOthers: others }) };
      const changes = await diffLoading(planned, repository, diffOptions);
      if (named) refuseFutileDecisions(changes, repository, decided);
      applications.push({ ...base, repository, changes });
    }
  }
  return refuseDisagreements(applications);
}

/** true: a file or an output is named, which may be of any app. */
function namesFiles(decisions: Decisions): boolean {
  return Object.values(decisions).some((names) => Array.isArray(names) && names.length > 0);
}

/** As decideIn; of an app whose model was edited, the files are not known, and a name is taken as it stands. */
function meaningsIn(all: readonly Prepared[], decisions: Decisions, cwd: string | undefined): (repository: Repository) => Decisions {
  if (all.some(({ edited }) => edited !== undefined)) return () => decisions;
  return decideIn(
    all.flatMap(({ planned, opened }) => opened.map((repository) => placeOf(planned, repository))),
    decisions,
    cwd,
  );
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
