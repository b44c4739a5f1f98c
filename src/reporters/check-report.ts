import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refuseInterrupted } from '../apply/leftovers.ts';
import { displayPath } from '../command-line/command.ts';
import { type Cause, type Change, isOfModel, isWrite } from '../diff/change.ts';
import { changesOf } from '../diff/changes.ts';
import { manifestChanges } from '../diff/record-changes.ts';
import type { RepositoryChanges } from '../diff/repository-changes.ts';
import type { RepositoryRole } from '../model/model.ts';
import { version } from '../model/version.ts';
import type { Generators } from '../plan/plan.ts';
import { exitCodes, type Place } from '../problems/errors.ts';
import { rootsOfWorkspaces } from '../workspace/open-workspaces.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commandsOf, explain, remedy } from './causes.ts';
import { type ReportedProblem, type ReportedWarning, reportWarnings } from './reported-problems.ts';

/** What check found, as `--format json` prints it: schemas/check.schema.json describes it. */
export interface CheckReport {
  schemaVersion: 1;
  /** Version of the generator that checked. */
  generatorVersion: string;
  result: 'clean' | 'drift' | 'conflict' | 'disagreement' | 'error';
  /** One for each repository of each app, also where it is not on this machine. */
  repositories: CheckedRepository[];
  /** Files that are not as they should be, and kept files that somebody should look at. */
  files: CheckedFile[];
  /** Values that `create` could not know and nobody has given yet. */
  unset: { app: string; pointer: string; value: string; place: Place | null }[];
  /** What else the config's owner should know. */
  warnings: ReportedWarning[];
  /** Why nothing could be compared, where the result is an error. */
  problems: ReportedProblem[];
}

export interface CheckedRepository {
  app: string;
  repository: RepositoryRole;
  slug: string;
  /** Relative to the working folder; null where nobody says where it is. */
  path: string | null;
  checked: boolean;
  /** Version of the generator that wrote it; null where nothing is written. */
  writtenBy: string | null;
  /** sha256 of the model that it was generated from; null where nothing is written. */
  modelDigest: string | null;
  /** true: it was generated from another model than the one that it is checked with. */
  behind: boolean;
  /** Number of files that are as they should be. One that several apps share counts once, with the first of them. */
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
  /** false: named, but no reason to fail: another version of the generator, a kept file. */
  drift: boolean;
  message: string;
  /** What to do; empty: nothing. */
  remedy: string;
}

/** A report with the changes that it is about, for the formats that print differences. */
export interface Checked {
  report: CheckReport;
  changes: { file: CheckedFile; change: Change }[];
}

/**
 * Compares every repository that is here with its model. Reads, writes nothing. `together`: that two repositories are of
 * one model matters more than anything else.
 */
export async function checkProjects(projects: readonly Workspace[], generators: Generators, cwd: string, together = false): Promise<Checked> {
  const roles = ['config', 'app'] as const;
  refuseInterrupted(rootsOfWorkspaces(projects), cwd);
  const here = projects.map((project) => ({
    ...project,
    roots: Object.fromEntries(Object.entries(project.roots).filter(([, root]) => existsSync(root))) as Workspace['roots'],
  }));
  const applications = await changesOf(here, { generators, repositories: roles });
  const findings = applications.map((application) => ({ application, found: findingsOf(application) }));
  const changes: Checked['changes'] = [];
  const seen = new Set<string>();
  for (const { application, found } of findings) {
    const project = here.find(({ model }) => model.app.name === application.app);
    if (project === undefined) continue;
    for (const change of found) {
      const file = checkedFile(change, application, project, cwd);
      const key = `${file.file} ${file.output}`;
      if (!seen.has(key)) changes.push({ file, change });
      seen.add(key);
    }
  }
  const counted = new Set<string>();
  const files = changes.map(({ file }) => file);
  const conflict = files.some(({ cause }) => cause === 'conflict');
  const all = findings.flatMap(({ found }) => found);
  const result = disagree(applications, all, together) ? 'disagreement' : conflict ? 'conflict' : files.some((file) => file.drift) ? 'drift' : 'clean';
  return {
    changes,
    report: {
      schemaVersion: 1,
      generatorVersion: version,
      result,
      repositories: projects.flatMap((project) => roles.map((role) => checkedRepository(project, role, { applications, cwd, counted }))),
      files,
      unset: projects.flatMap(({ model, warnings }) =>
        model.unset.map(({ pointer, value }) => {
          const warning = warnings.find((candidate) => candidate.code === 'UNSET_VALUE' && candidate.pointer === pointer);
          return { app: model.app.name, pointer, value, place: warning?.place ?? null };
        }),
      ),
      warnings: projects.flatMap(reportedWarnings),
      problems: [],
    },
  };
}

/** Warnings of one project; values that are not given yet have a list of their own. */
export function reportedWarnings({ model, warnings }: Pick<Workspace, 'model' | 'warnings'>): CheckReport['warnings'] {
  return reportWarnings(
    model,
    warnings.filter(({ code }) => code !== 'UNSET_VALUE'),
  );
}

function findingsOf(application: RepositoryChanges): Change[] {
  const named = application.changes.filter(
    (change) =>
      isWrite(change) ||
      change.action === 'refuse' ||
      (change.action === 'keep' &&
        (change.cause === 'orphaned' || change.cause === 'newer-shared' || (change.cause === 'ejected' && change.detail !== undefined))),
  );
  // The manifest follows from the files: alone it is news.
  const manifests = manifestChanges(application).filter((manifest) => !named.some((change) => change.scope === manifest.scope && isWrite(change)));
  return [...named, ...manifests];
}

/** Another version, or another app, that makes it otherwise is news, and nobody's fault here. */
function isDrift({ action, cause, otherApp }: Change): boolean {
  return action !== 'keep' && cause !== 'generator-upgraded' && otherApp === undefined;
}

function checkedFile(change: Change, application: RepositoryChanges, project: Workspace, cwd: string): CheckedFile {
  const { cause, path, output, repository } = change;
  return {
    app: application.app,
    repository,
    path,
    file: displayPath(cwd, join(application.repository.root, path)),
    output,
    cause,
    drift: isDrift(change),
    message: output === 'manifest' && cause === 'edited' ? 'does not list what was generated' : explain(change),
    remedy: remedy(change, commandsOf(project, application, cwd)),
  };
}

/** `counted`: absolute paths of the files that are counted already; this repository's are added. */
function checkedRepository(
  project: Workspace,
  role: RepositoryRole,
  { applications, cwd, counted }: { applications: readonly RepositoryChanges[]; cwd: string; counted: Set<string> },
): CheckedRepository {
  const { model, roots } = project;
  const application = applications.find(({ app, repository }) => app === model.app.name && repository.role === role);
  const root = roots[role];
  const written = application?.repository.records.app?.modelDigest;
  const before = counted.size;
  for (const { cause, path } of application?.changes ?? [])
    if (cause === 'none' || cause === 'seeded' || cause === 'merged' || cause === 'ejected') counted.add(`${root}/${path}`);
  return {
    app: model.app.name,
    repository: role,
    slug: model.repositories[role].slug,
    path: root === undefined ? null : displayPath(cwd, root),
    checked: application !== undefined,
    writtenBy: application?.repository.records.app?.generatorVersion ?? null,
    modelDigest: written ?? null,
    behind: application?.repository.records.app !== undefined && !isOfModel(application.repository.records.app, application),
    upToDate: counted.size - before,
  };
}

/** true: each repository is as somebody generated it, but not from the same config. */
function disagree(applications: readonly RepositoryChanges[], findings: readonly Change[], together: boolean): boolean {
  const drifted = findings.filter(isDrift);
  if (!together && (drifted.length === 0 || drifted.some(({ cause }) => cause !== 'config-changed' && cause !== 'orphaned'))) return false;
  return [...new Set(applications.map(({ app }) => app))].some((app) => {
    const digests = applications
      .filter((application) => application.app === app)
      .flatMap((application) => {
        const { app: manifest } = application.repository.records;
        if (manifest === undefined) return [];
        // What another version wrote of the same model has another digest.
        return [isOfModel(manifest, application) ? application.modelDigest : manifest.modelDigest];
      });
    return new Set(digests).size > 1;
  });
}

export const exitCodeOf: Record<CheckReport['result'], number> = {
  clean: exitCodes.clean,
  drift: exitCodes.drift,
  conflict: exitCodes.refused,
  disagreement: exitCodes.disagree,
  error: exitCodes.error,
};
