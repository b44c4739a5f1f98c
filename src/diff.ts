import { type Change, type DiffOptions, isWrite } from './change.ts';
import { classify } from './classify.ts';
import { orphans } from './orphans.ts';
import { refuseUnsafePath } from './paths.ts';
import type { PlannedFile } from './plan.ts';
import type { Repository } from './repository.ts';

/** Compares the plan with the disk and with what was last written. Reads, writes nothing. */
export function diff(planned: readonly PlannedFile[], repository: Repository, options: DiffOptions): Change[] {
  const files = planned.filter((file) => file.repository === repository.role);
  for (const { path } of files) refuseUnsafePath(path);
  const changes = files.map((file) => remember(classify(file, repository, options), repository));
  return [...changes, ...orphans(files, repository, options).map((change) => remember(change, repository))];
}

function remember(change: Change, repository: Repository): Change {
  if (isWrite(change)) repository.pending.set(change.path, change.after);
  return change;
}
