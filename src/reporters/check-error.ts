import { version } from '../model/version.ts';
import type { Problem } from '../problems/errors.ts';
import { printJson } from '../render/json.ts';
import type { CheckReport } from './check-report.ts';
import { reportProblems } from './reported-problems.ts';

/** What check prints for a program where nothing could be compared. */
export async function checkError(problems: readonly Problem[], format: 'json' | 'sarif'): Promise<string> {
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
  return format === 'json' ? printJson(report) : (await import('./check-sarif.ts')).checkSarif(report);
}
