/** CPU time of this process and of every process that it has started and that has ended, theirs included. */
import { readFileSync } from 'node:fs';

/** Linux counts in ticks of a hundredth of a second. */
const ticks = 100;

/** In seconds, user and system time together. undefined: this system does not say. */
export function cpuSeconds(): number | undefined {
  let stat: string;
  try {
    stat = readFileSync('/proc/self/stat', 'utf8');
  } catch {
    return undefined;
  }
  // The name of the process may contain anything; utime, stime, cutime and cstime are the 12th to 15th fields after it.
  const [user, system, childrenUser, childrenSystem] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number) as [number, number, number, number];
  return (user + system + childrenUser + childrenSystem) / ticks;
}
