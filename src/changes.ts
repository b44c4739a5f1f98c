import type { Application } from './apply.ts';
import { diff } from './diff.ts';
import { modelDigest } from './manifest.ts';
import { type Generator, plan, type RepositoryRole } from './plan.ts';
import type { Project } from './project.ts';
import { openRepository } from './repository.ts';
import { version } from './version.ts';

/** Plan and difference of a project, one application per repository that is asked for. */
export function changesOf(
  project: Project,
  generators: readonly Generator[],
  repositories: readonly RepositoryRole[],
  overwrite: readonly string[] = [],
): Application[] {
  const { model, roots } = project;
  const planned = plan(model, generators, { version });
  const digest = modelDigest(model);
  return repositories.flatMap((role) => {
    const root = roots[role];
    if (root === undefined) return [];
    const repository = openRepository(role, root, model.app.name);
    const changes = diff(planned, repository, { version, modelDigest: digest, overwrite });
    return [{ repository, app: model.app.name, changes, version, modelDigest: digest }];
  });
}
