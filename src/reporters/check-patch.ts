import { join, relative, resolve } from 'node:path';
import { displayPath } from '../command-line/command.ts';
import { type Cause, isWrite } from '../diff/change.ts';
import { changesOf } from '../diff/changes.ts';
import { type RepositoryChanges, staleRecords } from '../diff/repository-changes.ts';
import type { RepositoryRole } from '../model/model.ts';
import type { Generators } from '../plan/plan.ts';
import { oneLine } from '../text/printable.ts';
import { modelOutput } from '../workspace/saved-model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { explain } from './causes.ts';
import type { Checked } from './check-report.ts';
import { exactDiff } from './unified-diff.ts';

export interface PatchContext {
  projects: readonly Workspace[];
  generators: Generators;
  cwd: string;
  printError: (text: string) => void;
}

/** What a patch may take back: what CD has written, and what cannot be read, is in Git alone. */
const takenBack: readonly Cause[] = ['edited', 'foreign', 'conflict'];

/**
 * What generate would write into the repository that holds the working folder, for `git apply` in its root, with the
 * manifests; edits by hand are taken back, as by --overwrite. What a patch cannot say goes to `printError`.
 */
export async function checkPatch({ report, changes }: Checked, { projects, generators, cwd, printError }: PatchContext): Promise<string> {
  const here = report.repositories.find(({ path, checked }) => checked && path !== null && isInside(resolve(cwd, path), cwd));
  if (here === undefined) throw new Error('a repository was checked that is nowhere');
  const isHere = ({ file }: Checked['changes'][number]) => file.repository === here.repository;
  for (const { file } of changes.filter((each) => !isHere(each)))
    printError(`not in the patch, it is of ${otherSlug(report, file.repository)}: ${oneLine(file.file)}\n`);
  const own = changes.filter(isHere);
  for (const { file } of own.filter(({ change }) => change.action === 'keep')) printError(leftOut(file.file, file.message));
  if (own.length === 0) return '';
  const overwrite = own.flatMap(({ change }) => (change.action === 'refuse' && takenBack.includes(change.cause) ? [change.path] : []));
  const texts = new Map<string, { before: string | undefined; after: string | undefined }>();
  for (const application of await changesOf(projects, { generators, repositories: [here.repository], overwrite })) {
    for (const change of application.changes.filter(({ action }) => action === 'refuse'))
      printError(leftOut(displayPath(cwd, join(application.repository.root, change.path)), explain(change)));
    // Several blocks of one file, and several apps, are compared one after the other.
    for (const { path, before, after } of writesOf(application)) texts.set(path, { before: texts.has(path) ? texts.get(path)?.before : before, after });
  }
  return [...texts].map(([path, text]) => patchOf(path, text.before, text.after)).join('');
}

/** The files and what records them. Of an app whose model was edited, nothing but that is known. */
function writesOf(application: RepositoryChanges): { path: string; before?: string | undefined; after?: string | undefined }[] {
  const { changes, repository } = application;
  if (changes.some(({ output, action }) => output === modelOutput && action === 'refuse')) return [];
  const manifests = [...staleRecords(application)].map(([path, after]) => ({ path, before: repository.recordTexts.get(path), after }));
  return [...changes.filter(isWrite), ...manifests];
}

const leftOut = (file: string, why: string) => `not in the patch: ${oneLine(file)} ${oneLine(why)}\n`;

function patchOf(path: string, before: string | undefined, after: string | undefined): string {
  const mode = before === undefined ? 'new file mode 100644\n' : after === undefined ? 'deleted file mode 100644\n' : '';
  const hunks = exactDiff(
    { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }), action: after === undefined ? 'delete' : 'update' },
    path,
  );
  return hunks === '' ? '' : `diff --git a/${path} b/${path}\n${mode}${hunks}`;
}

const isInside = (root: string, folder: string) => !relative(root, folder).startsWith('..');

function otherSlug(report: Checked['report'], role: RepositoryRole): string {
  return report.repositories.find(({ repository }) => repository === role)?.slug ?? role;
}
