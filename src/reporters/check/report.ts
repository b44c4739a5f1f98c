import type { Cause, Change } from '../../diff/change.ts';
import type { RepositoryRole } from '../../model/model.ts';
import { exitCodes, type Place, type Problem } from '../../problems/errors.ts';
import type { ReportedProblem, ReportedWarning } from '../shared/reported-problems.ts';

/** The result of check, as `--format json` prints it: schemas/check.schema.json describes it. */
export interface CheckReport {
  schemaVersion: 1;
  /** Version of the generator that checked. */
  generatorVersion: string;
  result: 'clean' | 'drift' | 'conflict' | 'disagreement' | 'error';
  /** One for each repository of each app, also if it is not on this machine. */
  repositories: CheckedRepository[];
  /** Apps that were left out, because no change since the commit of --changed-since reaches them; absent without it, or if a change may reach any. */
  unreached?: string[];
  /** Files that are out of date, and kept files that need attention. */
  files: CheckedFile[];
  /** Values that `create` left to fill in. */
  unset: { app: string; pointer: string; value: string; place: Place | null }[];
  /** Other warnings about the config. */
  warnings: ReportedWarning[];
  /** Why nothing was compared, if the result is an error. */
  problems: ReportedProblem[];
}

export interface CheckedRepository {
  app: string;
  repository: RepositoryRole;
  slug: string;
  /** Relative to the working folder; null if its folder is unknown. */
  path: string | null;
  checked: boolean;
  /** Version of the generator that wrote it; null if nothing is written. */
  writtenBy: string | null;
  /** sha256 of the model that it was generated from; null if nothing is written. */
  modelDigest: string | null;
  /** true: it was generated from another model than it is checked with. */
  behind: boolean;
  /** Number of files that are up to date. A file that several apps share counts once, for the first of them. */
  upToDate: number;
}

export interface CheckedFile {
  app: string;
  repository: RepositoryRole;
  /** Relative to the root of the repository. */
  path: string;
  /** Relative to the working folder. */
  file: string;
  output: string;
  cause: Cause;
  /** false: reported, but check does not fail: another version of the generator, a kept file. */
  drift: boolean;
  message: string;
  /** What to do; empty: nothing. */
  remedy: string;
}

/** A report with its changes, for the formats that print diffs. */
export interface CheckResult {
  report: CheckReport;
  changes: { file: CheckedFile; change: Change }[];
  /** Warnings about the configs, for a terminal. */
  warnings: readonly Problem[];
}

export const exitCodeOf: Record<CheckReport['result'], number> = {
  clean: exitCodes.clean,
  drift: exitCodes.drift,
  conflict: exitCodes.refused,
  disagreement: exitCodes.disagree,
  error: exitCodes.error,
};

/** true: the change has two texts to compare. */
export function hasDiff({ before, after, action }: Change): boolean {
  return before !== undefined && after !== undefined && action !== 'keep';
}
