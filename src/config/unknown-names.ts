import type { Problem } from '../errors.ts';
import type { PipelineConfig } from './pipeline-config.ts';
import { referencesByName } from './rules/references.ts';
import { checkRules, type Rule } from './rules/rule.ts';

/**
 * References to nothing, in a config that the schema refuses: a reader mends both at once. A finding beside a mistake of
 * the schema may only follow from it, and is left out; so are all where the names themselves are in doubt.
 */
export function unknownNames(data: unknown, mistakes: readonly Problem[]): Problem[] {
  const pointers = mistakes.map(({ pointer = '' }) => pointer);
  if (pointers.some((pointer) => pointer.split('/').length < 3)) return [];
  const apart = ({ pointer = '' }: Problem) => !pointers.some((other) => `${pointer}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${pointer}/`));
  return referencesByName.flatMap((rule) => findings(rule, data as PipelineConfig)).filter(apart);
}

/** A rule expects what the schema promises: on anything else it may fail, and then says nothing. */
function findings(rule: Rule, config: PipelineConfig): Problem[] {
  try {
    return checkRules(config, [rule]);
  } catch {
    return [];
  }
}
