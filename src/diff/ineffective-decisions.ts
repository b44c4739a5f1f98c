import { configName } from '../model/names.ts';
import { type Problem, UserError } from '../problems/errors.ts';
import type { Repository } from '../workspace/repository.ts';
import { modelOutput } from '../workspace/saved-model.ts';
import type { Change, Decisions } from './change.ts';

/**
 * Rejects decisions that would have no effect, or a harmful one: they must not look as if they were carried out.
 * @param decisions as paths and outputs of this repository
 */
export function assertDecisionsApply(changes: readonly Change[], { records }: Repository, decisions: Decisions): void {
  const { overwrite = [], adopt = [], eject = [], merge = [] } = decisions;
  const problems = [...overwrite, ...(adopt === 'all' ? [] : adopt), ...eject, ...merge].flatMap((name): Problem[] => {
    const named = changes.filter(({ output, path }) => name === output || name === path);
    const usage = (message: string, hint: string): Problem[] => [{ code: 'USAGE', severity: 'error', message, hint }];
    if (eject.includes(name) && named.some(({ output }) => output === modelOutput))
      return usage(`${name} cannot be ejected: the config repository is checked against it`, `It is the resolved config: change ${configName}.`);
    if (named.length === 0 || named.some(({ cause }) => cause !== 'newer-shared')) return [];
    const message = `${name} cannot be changed here: version ${records.shared?.generatorVersion} of create-gitops-app generated it for another app`;
    return usage(message, 'Use that version.');
  });
  if (problems.length > 0) throw new UserError(problems);
}
