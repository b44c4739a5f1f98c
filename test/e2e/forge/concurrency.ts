/** GitHub's concurrency groups: one run at a time, and by default one that waits. */

export interface Queue<Run> {
  /**
   * Runs `work` after everything that entered the group before it. Where the group `evicts`, whatever still waits is
   * cancelled; with `queue: max` it keeps its place.
   */
  enter: (group: string, run: Run, evicts: boolean, work: () => Promise<void>) => Promise<void>;
}

/** @param cancel is told of every run that is evicted; its work never begins. */
export function createQueue<Run>(cancel: (run: Run) => void): Queue<Run> {
  const groups = new Map<string, { last: Promise<void>; waiting: Set<Run> }>();
  return {
    enter: (name, run, evicts, work) => {
      const group = groups.get(name) ?? { last: Promise.resolve(), waiting: new Set<Run>() };
      groups.set(name, group);
      if (evicts) for (const other of group.waiting) cancel(other);
      if (evicts) group.waiting.clear();
      group.waiting.add(run);
      group.last = group.last.then(() => (group.waiting.delete(run) ? work() : undefined));
      return group.last;
    },
  };
}
