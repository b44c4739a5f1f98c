import { join } from 'node:path';
import { displayPath } from '../../command-line/command.ts';
import { type Action, type Cause, type Change, isWrite } from '../../diff/change.ts';
import { recordChanges } from '../../diff/record-changes.ts';
import type { RepositoryChanges } from '../../diff/repository-changes.ts';
import type { RepositoryRole } from '../../model/model.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { explain } from '../shared/causes.ts';
import { commandsOf, remedy } from '../shared/remedies.ts';
import type { ReportedProblem, ReportedWarning } from '../shared/reported-problems.ts';
import { unifiedDiff } from '../shared/unified-diff.ts';

/** Formats of generate and diff. */
export type PlanFormat = 'text' | 'json' | 'github';

export type PlanResult = 'clean' | 'planned' | 'written' | 'refused' | 'error';

/** What a run does with the files, as `--format json` prints it: schemas/plan.schema.json describes it. */
export interface PlanReport {
  schemaVersion: 1;
  /** Version of the generator that planned. */
  generatorVersion: string;
  result: PlanResult;
  /** Files that are written, deleted, refused, or kept unchanged although they differ. */
  files: ReportedChange[];
  /** For the owner of the config. */
  warnings: ReportedWarning[];
  /** Why nothing was planned, if the result is an error. */
  problems: ReportedProblem[];
}

export interface ReportedChange {
  app: string;
  repository: RepositoryRole;
  /** Relative to the root of the repository. */
  path: string;
  /** Relative to the working folder. */
  file: string;
  output: string;
  class: Change['class'];
  action: Exclude<Action, 'unchanged'>;
  cause: Cause;
  /** The state of the file, as a sentence without its subject. */
  message: string;
  /** What to do about a refusal; otherwise empty. */
  remedy: string;
  /** Unified diff; empty if nothing is written. */
  diff: string;
}

export function reportChanges(workspaces: readonly Workspace[], allChanges: readonly RepositoryChanges[], cwd: string): ReportedChange[] {
  return allChanges.flatMap((repositoryChanges) => {
    const workspace = workspaces.find(({ model }) => model.app.name === repositoryChanges.app);
    if (workspace === undefined) return [];
    const changes = repositoryChanges.changes.filter(({ action, cause }) => action !== 'unchanged' && cause !== 'seeded' && cause !== 'merged');
    return [...changes, ...recordChanges(repositoryChanges)].map((change) => {
      const { repository, path, output, cause } = change;
      const file = displayPath(cwd, join(repositoryChanges.repository.root, path));
      return {
        app: repositoryChanges.app,
        repository,
        path,
        file,
        output,
        class: change.class,
        action: change.action as ReportedChange['action'],
        cause,
        message: explain(change),
        remedy: change.action === 'refuse' ? remedy(change, commandsOf(workspace, repositoryChanges, cwd)) : '',
        diff: isWrite(change) ? unifiedDiff(change, file) : '',
      };
    });
  });
}
