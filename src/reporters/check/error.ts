import { version } from '../../model/version.ts';
import type { Problem } from '../../problems/errors.ts';
import { printJson } from '../../render/json.ts';
import { reportProblems } from '../shared/reported-problems.ts';
import type { CheckReport } from './report.ts';

/** The report of check if nothing could be compared. */
export async function printCheckError(problems: readonly Problem[], format: 'json' | 'sarif'): Promise<string> {
  const report: CheckReport = {
    schemaVersion: 1,
    generatorVersion: version,
    result: 'error',
    repositories: [],
    files: [],
    unset: [],
    warnings: [],
    problems: reportProblems(problems),
  };
  return format === 'json' ? printJson(report) : (await import('./sarif.ts')).printCheckAsSarif(report);
}
