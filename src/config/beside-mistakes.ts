import type { Problem } from '../errors.ts';
import type { PipelineConfig } from './pipeline-config.ts';
import { rules } from './rules/index.ts';
import { referencesByName } from './rules/references.ts';
import { checkRules, type Rule } from './rules/rule.ts';

/**
 * What is wrong besides with a config that the schema refuses: a reader mends all at once. These are references to
 * nothing, and what a rule finds that needs no more than its place. A finding beside a mistake of the schema may only
 * follow from it, and is left out; so are all references where the names themselves are in doubt.
 */
export function findingsBeside(data: unknown, mistakes: readonly Problem[]): Problem[] {
  const pointers = mistakes.map(({ pointer = '' }) => pointer);
  // A field that is not known may be meant for any other of its object.
  const objects = mistakes.map(({ code, pointer = '' }) => (code === 'UNKNOWN_FIELD' ? pointer.slice(0, pointer.lastIndexOf('/')) : pointer));
  const inDoubt = pointers.some((pointer) => pointer.split('/').length < 3);
  return [
    ...(inDoubt ? [] : apart(findings(referencesByName, data as PipelineConfig), pointers)),
    ...apart(
      findings(
        rules.filter(({ local, severity }) => local === true && severity !== 'warning'),
        data as PipelineConfig,
      ),
      objects,
    ),
  ];
}

/** Those that are neither within one of the places nor around it. */
function apart(problems: readonly Problem[], places: readonly string[]): Problem[] {
  return problems.filter(({ pointer = '' }) => !places.some((place) => `${pointer}/`.startsWith(`${place}/`) || `${place}/`.startsWith(`${pointer}/`)));
}

/** A rule expects what the schema promises: on anything else it may fail, and then says nothing. */
function findings(some: readonly Rule[], config: PipelineConfig): Problem[] {
  return some.flatMap((rule) => {
    try {
      return checkRules(config, [rule]);
    } catch {
      return [];
    }
  });
}
