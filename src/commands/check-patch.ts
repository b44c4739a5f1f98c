import { relative, resolve } from 'node:path';
import type { Checked } from './check-report.ts';
import { unifiedDiff } from './unified-diff.ts';

/**
 * What generate would write into the repository that holds the working folder, for `git apply` in its root; edits by
 * hand are taken back. What a patch cannot say goes to `printError`.
 */
export function checkPatch({ report, changes }: Checked, cwd: string, printError: (text: string) => void): string {
  const here = report.repositories.find(({ path, checked }) => checked && path !== null && isInside(resolve(cwd, path), cwd));
  if (here === undefined) throw new Error('a repository was checked that is nowhere');
  const texts = new Map<string, { before: string | undefined; after: string | undefined }>();
  for (const { file, change } of changes) {
    if (file.repository !== here.repository) printError(`not in the patch, it is of ${otherSlug(report, file.repository)}: ${file.file}\n`);
    else if (change.action === 'keep' || (change.after === undefined && change.action !== 'delete'))
      printError(`not in the patch: ${file.file} ${file.message}\n`);
    // Several blocks of one file are compared one after the other.
    else texts.set(file.path, { before: texts.has(file.path) ? texts.get(file.path)?.before : change.before, after: change.after });
  }
  return [...texts].map(([path, text]) => patchOf(path, text.before, text.after)).join('');
}

function patchOf(path: string, before: string | undefined, after: string | undefined): string {
  const mode = before === undefined ? 'new file mode 100644\n' : after === undefined ? 'deleted file mode 100644\n' : '';
  const hunks = unifiedDiff(
    { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }), action: after === undefined ? 'delete' : 'update' },
    path,
  );
  return hunks === '' ? '' : `diff --git a/${path} b/${path}\n${mode}${hunks}`;
}

const isInside = (root: string, folder: string) => !relative(root, folder).startsWith('..');

function otherSlug(report: Checked['report'], role: string): string {
  return report.repositories.find(({ repository }) => repository === role)?.slug ?? role;
}
