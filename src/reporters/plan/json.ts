import type { RepositoryChanges } from '../../diff/repository-changes.ts';
import { version } from '../../model/version.ts';
import type { Problem } from '../../problems/errors.ts';
import { printJson } from '../../render/json.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { reportProblems, reportWarnings } from '../shared/reported-problems.ts';
import { type PlanReport, type PlanResult, reportChanges } from './report.ts';

export function printPlanAsJson(workspaces: readonly Workspace[], allChanges: readonly RepositoryChanges[], cwd: string, result: PlanResult): string {
  return printReport({
    result,
    files: reportChanges(workspaces, allChanges, cwd),
    warnings: workspaces.flatMap(({ model, warnings }) => reportWarnings(model, warnings)),
    problems: [],
  });
}

/** The report of generate and diff if nothing could be planned. */
export function printPlanError(problems: readonly Problem[]): string {
  return printReport({ result: 'error', files: [], warnings: [], problems: reportProblems(problems) });
}

function printReport(report: Omit<PlanReport, 'schemaVersion' | 'generatorVersion'>): string {
  return printJson({ schemaVersion: 1, generatorVersion: version, ...report } satisfies PlanReport);
}
