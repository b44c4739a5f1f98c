import { pinned } from '../github/action-pins.ts';
import type { Step } from '../github/workflow.ts';

/** Caches what a setup action does not cache itself. `lockfiles` are patterns: a change of a matching file makes a new entry. */
export function cacheStep(of: { name: string; paths: readonly string[]; version: string; lockfiles: readonly string[] }): Step {
  const prefix = `${of.name.toLowerCase()}-\${{ runner.os }}-\${{ runner.arch }}-${of.version}-`;
  return {
    name: `Cache ${of.name} dependencies`,
    uses: pinned('actions/cache'),
    with: {
      path: of.paths.length === 1 ? (of.paths[0] ?? '') : `${of.paths.join('\n')}\n`,
      key: `${prefix}\${{ hashFiles(${of.lockfiles.map((pattern) => `'${pattern}'`).join(', ')}) }}`,
      'restore-keys': prefix,
    },
  };
}
