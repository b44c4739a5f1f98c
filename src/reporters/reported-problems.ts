import type { Model } from '../model/model.ts';
import type { Place, Problem } from '../problems/errors.ts';
import { sortProblems } from '../problems/report.ts';

/** A problem in a report for programs, where every field is there. */
export interface ReportedProblem {
  code: string;
  severity: 'error' | 'warning';
  message: string;
  hint: string;
  place: Place | null;
}

/** What the owner of an app's config should know. */
export interface ReportedWarning extends Omit<ReportedProblem, 'severity'> {
  app: string;
}

export function reportProblems(problems: readonly Problem[]): ReportedProblem[] {
  return sortProblems(problems).map(({ code, severity, message, hint = '', place = null }) => ({ code, severity, message, hint, place }));
}

/** In the order in which they were found. */
export function reportWarnings({ app }: Pick<Model, 'app'>, warnings: readonly Problem[]): ReportedWarning[] {
  return warnings.map(({ code, message, hint = '', place = null }) => ({ app: app.name, code, message, hint, place }));
}
