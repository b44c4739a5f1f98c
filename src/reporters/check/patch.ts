import { join, relative, resolve } from 'node:path';
import { displayPath } from '../../command-line/command.ts';
import { type Cause, isWrite } from '../../diff/change.ts';
import { diffWorkspaces } from '../../diff/diff.ts';
import { outdatedRecords, type RepositoryChanges } from '../../diff/repository-changes.ts';
import type { RepositoryRole } from '../../model/model.ts';
import type { Generators } from '../../plan/plan.ts';
import { oneLine } from '../../text/printable.ts';
import { modelOutput } from '../../workspace/saved-model.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { explain } from '../shared/causes.ts';
import { exactDiff } from '../shared/unified-diff.ts';
import type { CheckResult } from './report.ts';

export interface PatchContext {
  workspaces: Iterable<Workspace>;
  generators: Generators;
  cwd: string;
  printError: (text: string) => void;
}

/** A patch reverts these. What CD has written, or what cannot be read, has to be restored from Git. */
const revertedCauses: readonly Cause[] = ['edited', 'foreign', 'conflict'];

/**
 * What generate would write into the repository of the working folder, records included, for `git apply` in its root. Edits
 * by hand are reverted, as with --overwrite. What a patch cannot contain goes to `printError`.
 */
export async function printCheckAsPatch({ report, changes }: CheckResult, { workspaces, generators, cwd, printError }: PatchContext): Promise<string> {
  const current = report.repositories.find(({ path, checked }) => checked && path !== null && isInside(resolve(cwd, path), cwd));
  if (current === undefined) throw new Error('no checked repository contains the working folder');
  const isCurrent = ({ file }: CheckResult['changes'][number]) => file.repository === current.repository;
  for (const { file } of changes.filter((each) => !isCurrent(each)))
    printError(`not in the patch: ${oneLine(file.file)} is in the repository ${slugOf(report, file.repository)}\n`);
  const own = changes.filter(isCurrent);
  for (const { file } of own.filter(({ change }) => change.action === 'keep')) printError(omitted(file.file, file.message));
  if (own.length === 0) return '';
  const overwrite = own.flatMap(({ change }) => (change.action === 'refuse' && revertedCauses.includes(change.cause) ? [change.path] : []));
  const texts = new Map<string, { before: string | undefined; after: string | undefined }>();
  for (const repositoryChanges of await diffWorkspaces([...workspaces], { generators, repositories: [current.repository], overwrite })) {
    for (const change of repositoryChanges.changes.filter(({ action }) => action === 'refuse'))
      printError(omitted(displayPath(cwd, join(repositoryChanges.repository.root, change.path)), explain(change)));
    // Several regions of one file, and several apps, change it in turn: the first text before and the last one after count.
    for (const { path, before, after } of patchedFiles(repositoryChanges))
      texts.set(path, { before: texts.has(path) ? texts.get(path)?.before : before, after });
  }
  return [...texts].map(([path, text]) => filePatch(path, text.before, text.after)).join('');
}

/** Changed files and records; none if the saved model was edited, because then nothing else is known. */
function patchedFiles(repositoryChanges: RepositoryChanges): { path: string; before?: string | undefined; after?: string | undefined }[] {
  const { changes, repository } = repositoryChanges;
  if (changes.some(({ output, action }) => output === modelOutput && action === 'refuse')) return [];
  const records = [...outdatedRecords(repositoryChanges)].map(([path, after]) => ({ path, before: repository.recordTexts.get(path), after }));
  return [...changes.filter(isWrite), ...records];
}

const omitted = (file: string, reason: string) => `not in the patch: ${oneLine(file)} ${oneLine(reason)}\n`;

function filePatch(path: string, before: string | undefined, after: string | undefined): string {
  const mode = before === undefined ? 'new file mode 100644\n' : after === undefined ? 'deleted file mode 100644\n' : '';
  const hunks = exactDiff(
    { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }), action: after === undefined ? 'delete' : 'update' },
    path,
  );
  return hunks === '' ? '' : `diff --git a/${path} b/${path}\n${mode}${hunks}`;
}

const isInside = (root: string, folder: string) => !relative(root, folder).startsWith('..');

function slugOf(report: CheckResult['report'], role: RepositoryRole): string {
  return report.repositories.find(({ repository }) => repository === role)?.slug ?? role;
}
