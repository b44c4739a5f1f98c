import type { PlannedFile } from '../plan/plan.ts';
import { assertSafePath } from '../workspace/paths.ts';
import { UnreadableError } from '../workspace/read-text.ts';
import { currentText, type Repository } from '../workspace/repository.ts';
import { type Change, type DiffOptions, isWrite } from './change.ts';
import { classify } from './classify.ts';
import { findOrphans } from './orphans.ts';

/** Compares the plan with the disk and with the records. Reads only. */
export async function diffRepository(planned: readonly PlannedFile[], repository: Repository, options: DiffOptions): Promise<Change[]> {
  const files = planned.filter((file) => file.repository === repository.role).map((file) => resolveAlternatives(file, repository));
  for (const { path } of files) assertSafePath(path);
  const changes: Change[] = [];
  // In turn: a region is diffed against the result of the previous region of its file.
  for (const file of files) changes.push(addPending(await classify(file, repository, options), repository));
  return [...changes, ...(await findOrphans(files, repository, options)).map((change) => addPending(change, repository))];
}

/** The file at the path where the user has it: a second one would hide the first, or be ignored. */
function resolveAlternatives(file: PlannedFile, repository: Repository): PlannedFile {
  const { alternatives = [], path } = file;
  if (alternatives.length === 0) return file;
  const candidates = [path, ...alternatives];
  const recorded = repository.records[file.scope]?.files.filter(({ output }) => output === file.output).map((entry) => entry.path) ?? [];
  // A file that the user deleted counts at the path where it was.
  const existing = candidates.find((candidate) => exists(candidate, repository)) ?? candidates.find((candidate) => recorded.includes(candidate));
  return { ...file, path: existing ?? path };
}

function exists(path: string, repository: Repository): boolean {
  try {
    return currentText(repository, path) !== undefined;
  } catch (error) {
    // A symbolic link or a folder: classify reports it.
    if (error instanceof UnreadableError) return true;
    throw error;
  }
}

function addPending(change: Change, repository: Repository): Change {
  if (isWrite(change)) repository.pending.set(change.path, change.after);
  return change;
}
