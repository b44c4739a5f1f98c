import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assertNotInterrupted } from '../../apply/leftovers.ts';
import { displayPath } from '../../command-line/command.ts';
import { type Change, isFromModel, isWrite } from '../../diff/change.ts';
import { diffInTurn } from '../../diff/diff.ts';
import { comparedByOthers, mayDisagree, refuseDisagreements } from '../../diff/disagreements.ts';
import { recordChanges } from '../../diff/record-changes.ts';
import type { RepositoryChanges } from '../../diff/repository-changes.ts';
import type { RepositoryRole } from '../../model/model.ts';
import { version } from '../../model/version.ts';
import type { Generators } from '../../plan/plan.ts';
import type { Problem } from '../../problems/errors.ts';
import { rootsOfWorkspaces } from '../../workspace/open-workspaces.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { explain } from '../shared/causes.ts';
import { commandsOf, remedy } from '../shared/remedies.ts';
import { reportWarnings } from '../shared/reported-problems.ts';
import type { CheckedFile, CheckedRepository, CheckReport, CheckResult } from './report.ts';

const roles = ['config', 'app'] as const;

/**
 * Compares every repository on this machine with its model. Reads only, one app after the other, and keeps of each only what
 * the report needs. `together`: the two repositories must come from one model, which matters more than any other result.
 */
export async function checkWorkspaces(workspaces: Iterable<Workspace>, generators: Generators, cwd: string, together = false): Promise<CheckResult> {
  const checked: CheckedApp[] = [];
  const repositories: CheckedRepository[] = [];
  const unset: CheckReport['unset'] = [];
  const warnings: CheckReport['warnings'] = [];
  const problems: Problem[] = [];
  const counted = new Set<string>();
  const diff = diffInTurn({ generators, repositories: roles });
  for (const workspace of workspaces) {
    assertNotInterrupted(rootsOfWorkspaces([workspace]), cwd);
    const roots: Workspace['roots'] = Object.fromEntries(Object.entries(workspace.roots).filter(([, root]) => existsSync(root)));
    const allChanges = await diff({ ...workspace, roots });
    checked.push(...allChanges.map((repositoryChanges) => checkApp(repositoryChanges, workspace, cwd)));
    repositories.push(...roles.map((role) => checkedRepository(workspace, role, { allChanges, cwd, counted })));
    unset.push(...unsetOf(workspace));
    warnings.push(...reportedWarnings(workspace));
    problems.push(...workspace.warnings);
  }
  const agreed = refuseDisagreements(checked.map(({ compared }) => compared));
  const findings = checked.flatMap(({ reported, workspace }, index) => reported ?? reportOf(agreed[index] as RepositoryChanges, workspace as Workspace, cwd));
  const first = new Map<string, (typeof findings)[number]>();
  for (const finding of findings) {
    const key = `${finding.file.file} ${finding.file.output}`;
    if (!first.has(key)) first.set(key, finding);
  }
  const changes = [...first.values()];
  const files = changes.map(({ file }) => file);
  const result = disagree(checked, findings, together) ? 'disagreement' : resultOf(files);
  return { changes, warnings: problems, report: { schemaVersion: 1, generatorVersion: version, result, repositories, files, unset, warnings, problems: [] } };
}

/** What is kept of one app in one repository. */
interface CheckedApp {
  app: string;
  /** Digest of the model that it was generated from, as this version has it; undefined without a record. */
  digest: string | undefined;
  /** What the changes of other apps are compared with. */
  compared: RepositoryChanges;
  /** Undefined if another app may disagree, so that it is not known yet; `workspace` is kept only then. */
  reported?: CheckResult['changes'];
  workspace?: Workspace;
}

function checkApp(repositoryChanges: RepositoryChanges, workspace: Workspace, cwd: string): CheckedApp {
  const { app, changes } = repositoryChanges;
  const digest = digestOf(repositoryChanges);
  if (changes.some(mayDisagree)) return { app, digest, compared: repositoryChanges, workspace };
  return { app, digest, compared: comparedByOthers(repositoryChanges), reported: reportOf(repositoryChanges, workspace, cwd) };
}

function digestOf(repositoryChanges: RepositoryChanges): string | undefined {
  const { app: record } = repositoryChanges.repository.records;
  if (record === undefined) return undefined;
  // Another version may have recorded another digest of the same model.
  return isFromModel(record, repositoryChanges) ? repositoryChanges.modelDigest : record.modelDigest;
}

function reportOf(repositoryChanges: RepositoryChanges, workspace: Workspace, cwd: string): CheckResult['changes'] {
  return findingsOf(repositoryChanges).map((change) => ({ change, file: checkedFile(change, repositoryChanges, workspace, cwd) }));
}

function unsetOf({ model, warnings }: Workspace): CheckReport['unset'] {
  return model.unset.map(({ pointer, value }) => {
    const warning = warnings.find((candidate) => candidate.code === 'UNSET_VALUE' && candidate.pointer === pointer);
    return { app: model.app.name, pointer, value, place: warning?.place ?? null };
  });
}

/** Warnings of one workspace, without unset values, which have their own list. */
export function reportedWarnings({ model, warnings }: Pick<Workspace, 'model' | 'warnings'>): CheckReport['warnings'] {
  return reportWarnings(
    model,
    warnings.filter(({ code }) => code !== 'UNSET_VALUE'),
  );
}

function resultOf(files: readonly CheckedFile[]): CheckReport['result'] {
  if (files.some(({ cause }) => cause === 'conflict')) return 'conflict';
  return files.some(({ drift }) => drift) ? 'drift' : 'clean';
}

function findingsOf(repositoryChanges: RepositoryChanges): Change[] {
  const changes = repositoryChanges.changes.filter(
    (change) =>
      isWrite(change) ||
      change.action === 'refuse' ||
      (change.action === 'keep' &&
        (change.cause === 'orphaned' || change.cause === 'newer-shared' || (change.cause === 'ejected' && change.detail !== undefined))),
  );
  // A record changes with its files: it is worth a line only if no file of it changes.
  const records = recordChanges(repositoryChanges).filter((record) => !changes.some((change) => change.scope === record.scope && isWrite(change)));
  return [...changes, ...records];
}

/** A difference that comes from another version, or from the config of another app, does not fail check. */
function isDrift({ action, cause, otherApp }: Change): boolean {
  return action !== 'keep' && cause !== 'generator-upgraded' && otherApp === undefined;
}

function checkedFile(change: Change, repositoryChanges: RepositoryChanges, workspace: Workspace, cwd: string): CheckedFile {
  const { cause, path, output, repository } = change;
  return {
    app: repositoryChanges.app,
    repository,
    path,
    file: displayPath(cwd, join(repositoryChanges.repository.root, path)),
    output,
    cause,
    drift: isDrift(change),
    message: output === 'manifest' && cause === 'edited' ? 'does not list the generated files' : explain(change),
    remedy: remedy(change, commandsOf(workspace, repositoryChanges, cwd)),
  };
}

/** `counted`: absolute paths of the files that are already counted; those of this repository are added. */
function checkedRepository(
  { model, roots }: Workspace,
  role: RepositoryRole,
  { allChanges, cwd, counted }: { allChanges: readonly RepositoryChanges[]; cwd: string; counted: Set<string> },
): CheckedRepository {
  const repositoryChanges = allChanges.find(({ repository }) => repository.role === role);
  const record = repositoryChanges?.repository.records.app;
  const root = roots[role];
  const countedBefore = counted.size;
  for (const { cause, path } of repositoryChanges?.changes ?? [])
    if (cause === 'none' || cause === 'seeded' || cause === 'merged' || cause === 'ejected') counted.add(`${root}/${path}`);
  return {
    app: model.app.name,
    repository: role,
    slug: model.repositories[role].slug,
    path: root === undefined ? null : displayPath(cwd, root),
    checked: repositoryChanges !== undefined,
    writtenBy: record?.generatorVersion ?? null,
    modelDigest: record?.modelDigest ?? null,
    behind: repositoryChanges !== undefined && record !== undefined && !isFromModel(record, repositoryChanges),
    upToDate: counted.size - countedBefore,
  };
}

/** true: each repository is as generated, but not from the same config. */
function disagree(checked: readonly CheckedApp[], findings: CheckResult['changes'], together: boolean): boolean {
  const drifted = findings.map(({ change }) => change).filter(isDrift);
  if (!together && (drifted.length === 0 || drifted.some(({ cause }) => cause !== 'config-changed' && cause !== 'orphaned'))) return false;
  const digests = new Map<string, string>();
  return checked.some(({ app, digest }) => {
    const other = digests.get(app) ?? digest;
    if (digest !== undefined) digests.set(app, digest);
    return digest !== undefined && other !== digest;
  });
}
