import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assertNotInterrupted } from '../../apply/leftovers.ts';
import { displayPath } from '../../command-line/command.ts';
import { type Change, isFromModel, isWrite } from '../../diff/change.ts';
import { diffWorkspaces } from '../../diff/diff.ts';
import { recordChanges } from '../../diff/record-changes.ts';
import type { RepositoryChanges } from '../../diff/repository-changes.ts';
import type { RepositoryRole } from '../../model/model.ts';
import { version } from '../../model/version.ts';
import type { Generators } from '../../plan/plan.ts';
import { rootsOfWorkspaces } from '../../workspace/open-workspaces.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { explain } from '../shared/causes.ts';
import { commandsOf, remedy } from '../shared/remedies.ts';
import { reportWarnings } from '../shared/reported-problems.ts';
import type { CheckedFile, CheckedRepository, CheckReport, CheckResult } from './report.ts';

const roles = ['config', 'app'] as const;

/**
 * Compares every repository on this machine with its model. Reads only. `together`: the two repositories must come from one
 * model, which matters more than any other result.
 */
export async function checkWorkspaces(workspaces: readonly Workspace[], generators: Generators, cwd: string, together = false): Promise<CheckResult> {
  assertNotInterrupted(rootsOfWorkspaces(workspaces), cwd);
  const present = workspaces.map((workspace) => ({
    ...workspace,
    roots: Object.fromEntries(Object.entries(workspace.roots).filter(([, root]) => existsSync(root))) as Workspace['roots'],
  }));
  const allChanges = await diffWorkspaces(present, { generators, repositories: roles });
  const findings = allChanges.map((repositoryChanges) => ({ repositoryChanges, changes: findingsOf(repositoryChanges) }));
  const reported: CheckResult['changes'] = [];
  const seen = new Set<string>();
  for (const { repositoryChanges, changes } of findings) {
    const workspace = present.find(({ model }) => model.app.name === repositoryChanges.app);
    if (workspace === undefined) continue;
    for (const change of changes) {
      const file = checkedFile(change, repositoryChanges, workspace, cwd);
      const key = `${file.file} ${file.output}`;
      if (!seen.has(key)) reported.push({ file, change });
      seen.add(key);
    }
  }
  const files = reported.map(({ file }) => file);
  const allFindings = findings.flatMap(({ changes }) => changes);
  const counted = new Set<string>();
  return {
    changes: reported,
    report: {
      schemaVersion: 1,
      generatorVersion: version,
      result: disagree(allChanges, allFindings, together) ? 'disagreement' : resultOf(files),
      repositories: workspaces.flatMap((workspace) => roles.map((role) => checkedRepository(workspace, role, { allChanges, cwd, counted }))),
      files,
      unset: workspaces.flatMap(({ model, warnings }) =>
        model.unset.map(({ pointer, value }) => {
          const warning = warnings.find((candidate) => candidate.code === 'UNSET_VALUE' && candidate.pointer === pointer);
          return { app: model.app.name, pointer, value, place: warning?.place ?? null };
        }),
      ),
      warnings: workspaces.flatMap(reportedWarnings),
      problems: [],
    },
  };
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
  const repositoryChanges = allChanges.find(({ app, repository }) => app === model.app.name && repository.role === role);
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
function disagree(allChanges: readonly RepositoryChanges[], findings: readonly Change[], together: boolean): boolean {
  const drifted = findings.filter(isDrift);
  if (!together && (drifted.length === 0 || drifted.some(({ cause }) => cause !== 'config-changed' && cause !== 'orphaned'))) return false;
  return [...new Set(allChanges.map(({ app }) => app))].some((app) => {
    const digests = allChanges
      .filter((repositoryChanges) => repositoryChanges.app === app)
      .flatMap((repositoryChanges) => {
        const { app: record } = repositoryChanges.repository.records;
        if (record === undefined) return [];
        // Another version may have recorded another digest of the same model.
        return [isFromModel(record, repositoryChanges) ? repositoryChanges.modelDigest : record.modelDigest];
      });
    return new Set(digests).size > 1;
  });
}
