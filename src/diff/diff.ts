import type { PlannedFile } from '../plan/plan.ts';
import { refuseUnsafePath } from '../workspace/paths.ts';
import { UnreadableError } from '../workspace/read-text.ts';
import { currentText, type Repository } from '../workspace/repository.ts';
import { type Change, type DiffOptions, isWrite } from './change.ts';
import { classify } from './classify.ts';
import { orphans } from './orphans.ts';

/** Compares the plan with the disk and with what was last written. Reads, writes nothing. */
export async function diff(planned: readonly PlannedFile[], repository: Repository, options: DiffOptions): Promise<Change[]> {
  const files = planned.filter((file) => file.repository === repository.role).map((file) => placed(file, repository));
  for (const { path } of files) refuseUnsafePath(path);
  const changes: Change[] = [];
  // One after the other: a region is compared with what the region before leaves of its file.
  for (const file of files) changes.push(remember(await classify(file, repository, options), repository));
  return [...changes, ...(await orphans(files, repository, options)).map((change) => remember(change, repository))];
}

/** The file at the path where the user has it: a second one beside it would hide it, or be ignored. */
function placed(file: PlannedFile, repository: Repository): PlannedFile {
  const { alternatives = [], path } = file;
  if (alternatives.length === 0) return file;
  const paths = [path, ...alternatives];
  const listed = repository.records[file.scope]?.files.filter(({ output }) => output === file.output).map((entry) => entry.path) ?? [];
  // One that the user deleted is looked for where it was.
  const found = paths.find((candidate) => exists(candidate, repository)) ?? paths.find((candidate) => listed.includes(candidate)) ?? path;
  return { ...file, path: found };
}

function exists(path: string, repository: Repository): boolean {
  try {
    return currentText(repository, path) !== undefined;
  } catch (error) {
    // A link or a folder: whoever compares the file says so.
    if (error instanceof UnreadableError) return true;
    throw error;
  }
}

function remember(change: Change, repository: Repository): Change {
  if (isWrite(change)) repository.pending.set(change.path, change.after);
  return change;
}
