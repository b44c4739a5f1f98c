import type { Model } from '../../model/model.ts';
import type { Place, Problem } from '../../problems/errors.ts';
import { sortProblems } from '../../problems/sort.ts';

/** A problem in a JSON report, where every field is present. */
export interface ReportedProblem {
  code: string;
  severity: 'error' | 'warning';
  message: string;
  hint: string;
  place: Place | null;
}

/** A warning for the owner of an app's config. */
export interface ReportedWarning extends Omit<ReportedProblem, 'severity'> {
  app: string;
}

export function reportProblems(problems: readonly Problem[]): ReportedProblem[] {
  return sortProblems(problems).map(({ code, severity, message, hint = '', place = null }) => ({ code, severity, message, hint, place }));
}

/** Keeps the order of the warnings. */
export function reportWarnings({ app }: Pick<Model, 'app'>, warnings: readonly Problem[]): ReportedWarning[] {
  return warnings.map(({ code, message, hint = '', place = null }) => ({ app: app.name, code, message, hint, place }));
}
