import { type Problem, UserError } from '../problems/errors.ts';
import type { Repository } from '../workspace/repository.ts';
import { modelOutput } from '../workspace/saved-model.ts';
import type { Change, Decisions } from './change.ts';

/**
 * What is decided and would have no effect, or a bad one, must not look as if it were done.
 * @param decisions as they are meant in this repository
 */
export function refuseFutileDecisions(changes: readonly Change[], { records }: Repository, decisions: Decisions): void {
  const { overwrite = [], adopt = [], eject = [], merge = [] } = decisions;
  const problems = [...overwrite, ...(adopt === 'all' ? [] : adopt), ...eject, ...merge].flatMap((name): Problem[] => {
    const named = changes.filter(({ output, path }) => name === output || name === path);
    const usage = (message: string, hint: string): Problem[] => [{ code: 'USAGE', severity: 'error', message, hint }];
    if (eject.includes(name) && named.some(({ output }) => output === modelOutput))
      return usage(`${name} cannot be yours: the config repository is checked by it`, 'It records the config itself: change pipeline.config.ts.');
    if (named.length === 0 || named.some(({ cause }) => cause !== 'newer-shared')) return [];
    const message = `nothing can be decided about ${name} here: version ${records.shared?.generatorVersion} of the generator wrote it, for another app`;
    return usage(message, 'Use that version.');
  });
  if (problems.length > 0) throw new UserError(problems);
}
