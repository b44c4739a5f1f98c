import type { RepositoryChanges } from '../../diff/repository-changes.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { annotation, fileProperty, placeProperties } from '../shared/github-annotations.ts';
import { reportChanges } from './report.ts';

/** Warnings and refusals as annotations, in addition to the text in the log. */
export function printPlanAnnotations(workspaces: readonly Workspace[], allChanges: readonly RepositoryChanges[], cwd: string): string {
  const warnings = workspaces.flatMap((workspace) =>
    workspace.warnings.map(({ code, message, hint, place }) =>
      annotation('warning', hint === undefined ? message : `${message}\n${hint}`, { ...placeProperties(place, cwd), title: code }),
    ),
  );
  const refusals = allChanges
    .map((repositoryChanges) => ({ ...repositoryChanges, changes: repositoryChanges.changes.filter(({ action }) => action === 'refuse') }))
    .filter(({ changes }) => changes.length > 0);
  const errors = reportChanges(workspaces, refusals, cwd).map((change) =>
    annotation('error', `${change.file} ${change.message}. ${change.remedy}`, fileProperty(change, cwd)),
  );
  return [...warnings, ...new Set(errors)].join('');
}
