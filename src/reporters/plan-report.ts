import { join } from 'node:path';
import { displayPath } from '../command-line/command.ts';
import { type Action, type Cause, type Change, isWrite } from '../diff/change.ts';
import { manifestChanges } from '../diff/record-changes.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import type { RepositoryRole } from '../model/model.ts';
import { version } from '../model/version.ts';
import type { Problem } from '../problems/errors.ts';
import { printJson } from '../render/json.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commandsOf, explain, remedy } from './causes.ts';
import { annotation, fileProperty, placeProperties } from './github.ts';
import { type ReportedProblem, type ReportedWarning, reportProblems, reportWarnings } from './reported-problems.ts';
import { unifiedDiff } from './unified-diff.ts';

/** What generate and diff print with `--format`; the text of a person is `text`. */
export type PlanFormat = 'text' | 'json' | 'github';

export type PlanResult = 'clean' | 'planned' | 'written' | 'refused' | 'error';

/** What a run does with the files, as `--format json` prints it: schemas/plan.schema.json describes it. */
interface PlanReport {
  schemaVersion: 1;
  /** Version of the generator that planned. */
  generatorVersion: string;
  result: PlanResult;
  /** Files that are written, deleted, refused, or kept as somebody else's. */
  files: ReportedChange[];
  /** What the config's owner should know. */
  warnings: ReportedWarning[];
  /** Why nothing could be planned, where the result is an error. */
  problems: ReportedProblem[];
}

interface ReportedChange {
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
  /** More than the cause says; may be empty. */
  message: string;
  /** The way out of a refusal; else empty. */
  remedy: string;
  /** Unified difference; empty where nothing is written. */
  diff: string;
}

/** The report of a plan that was made. */
export function printPlanReport(projects: readonly Workspace[], applications: readonly RepositoryChanges[], cwd: string, result: PlanResult): string {
  const report: PlanReport = {
    schemaVersion: 1,
    generatorVersion: version,
    result,
    files: reportedChanges(projects, applications, cwd),
    warnings: projects.flatMap(({ model, warnings }) => reportWarnings(model, warnings)),
    problems: [],
  };
  return printJson(report);
}

/** The report where nothing could be planned. */
export function printPlanError(problems: readonly Problem[]): string {
  const report: PlanReport = {
    schemaVersion: 1,
    generatorVersion: version,
    result: 'error',
    files: [],
    warnings: [],
    problems: reportProblems(problems),
  };
  return printJson(report);
}

/** Warnings and refusals as annotations, for a log that has the text already. */
export function annotatePlan(projects: readonly Workspace[], applications: readonly RepositoryChanges[], cwd: string): string {
  const warnings = projects.flatMap((project) =>
    project.warnings.map(({ code, message, hint, place }) =>
      annotation('warning', hint === undefined ? message : `${message}\n${hint}`, { ...placeProperties(place, cwd), title: code }),
    ),
  );
  const refusals = applications.map((application) => ({ ...application, changes: application.changes.filter(({ action }) => action === 'refuse') }));
  const refused = reportedChanges(
    projects,
    refusals.filter(({ changes }) => changes.length > 0),
    cwd,
  );
  const errors = refused.map((change) => annotation('error', `${change.file} ${change.message}. ${change.remedy}`, fileProperty(change, cwd)));
  return [...warnings, ...new Set(errors)].join('');
}

function reportedChanges(projects: readonly Workspace[], applications: readonly RepositoryChanges[], cwd: string): ReportedChange[] {
  return applications.flatMap((application) => {
    const project = projects.find(({ model }) => model.app.name === application.app);
    if (project === undefined) return [];
    const told = application.changes.filter(({ action, cause }) => action !== 'unchanged' && cause !== 'seeded' && cause !== 'merged');
    return [...told, ...manifestChanges(application)].map((change) => {
      const { repository, path, output, cause } = change;
      const file = displayPath(cwd, join(application.repository.root, path));
      return {
        app: application.app,
        repository,
        path,
        file,
        output,
        class: change.class,
        action: change.action as ReportedChange['action'],
        cause,
        message: explain(change),
        remedy: change.action === 'refuse' ? remedy(change, commandsOf(project, application, cwd)) : '',
        diff: isWrite(change) ? unifiedDiff(change, file) : '',
      };
    });
  });
}
