/** A run in a separate process that is killed at a step: node killed-run.mjs <folder> <step> <before|half>. */
import { apply } from '../../src/apply/apply.ts';
import { changesFor, rootsIn } from './scenario.ts';
import { watchedFileSystem } from './stopping.ts';

const [folder = '', at = '-1', kind] = process.argv.slice(2);
const fs = watchedFileSystem((step, _, half) => {
  if (step !== Number(at)) return;
  if (kind === 'half') half();
  process.kill(process.pid, 'SIGKILL');
});
apply(await changesFor(rootsIn(folder), 2), fs);
