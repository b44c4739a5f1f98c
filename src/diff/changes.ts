import type { RepositoryRole } from '../model/model.ts';
import { version as ownVersion } from '../model/version.ts';
import type { Generators } from '../plan/plan.ts';
import type { Repository } from '../workspace/repository.ts';
import { modelOutput } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Decisions } from './change.ts';
import { decideIn, placeOf } from './decisions.ts';
import { diff } from './diff.ts';
import { refuseDisagreements } from './disagreements.ts';
import { refuseFutileDecisions } from './futile-decisions.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { RepositoryChanges } from './repository-changes.ts';
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
  projects: readonly Workspace[],
  { generators, repositories, cwd, version = ownVersion, ...decisions }: ChangesOptions,
): Promise<RepositoryChanges[]> {
  const options = { generators, repositories, version, pending: new Map() };
  const named = namesFiles(decisions);
  // What a name means follows from all plans. Where nothing is named, each is dropped when its app is compared.
  const all: Prepared[] = [];
  if (named) for (const project of projects) all.push(await prepare(project, options));
  const decide = named ? meaningsIn(all, decisions, cwd) : () => decisions;
  const applications: RepositoryChanges[] = [];
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
      const changes = await diff(planned, repository, diffOptions);
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
