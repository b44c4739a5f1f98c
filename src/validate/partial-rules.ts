import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type { Problem } from '../problems/errors.ts';
import { rules } from './rules/index.ts';
import { nameReferenceRules } from './rules/references.ts';
import { type Rule, type RuleProblem, runRules } from './rules/rule.ts';

/**
 * Problems of rules in a config that the schema rejects, so that the user can fix everything at once: references to
 * unknown names, and problems that depend only on a few values. A problem that depends on a value that the schema
 * rejects may be a consequence of that and is dropped; so are all references if the names themselves are in doubt.
 */
export function partialRuleProblems(data: unknown, schemaProblems: readonly Problem[]): Problem[] {
  const config = data as PipelineConfig;
  const invalid = schemaProblems.map(({ pointer = '' }) => pointer);
  // An unknown field may be a misspelling of any other field of its object.
  const invalidObjects = schemaProblems.map(({ code, pointer = '' }) => (code === 'UNKNOWN_FIELD' ? pointer.slice(0, pointer.lastIndexOf('/')) : pointer));
  const namesInDoubt = invalid.some((pointer) => pointer.split('/').length < 3);
  const localRules = rules.filter(({ local, severity }) => local === true && severity !== 'warning');
  return [
    ...(namesInDoubt ? [] : independentOf(invalid, runRulesSafely(nameReferenceRules, config))),
    ...independentOf(invalidObjects, runRulesSafely(localRules, config)),
  ];
}

/** The problems that depend on none of these pointers, nor on anything inside or around them. */
function independentOf(pointers: readonly string[], problems: readonly RuleProblem[]): Problem[] {
  const overlaps = (one: string, other: string) => `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
  return problems.filter((problem) => !problem.pointers.some((pointer) => pointers.some((other) => overlaps(pointer, other)))).map(({ problem }) => problem);
}

/** Rules expect a config that matches the schema; on another one they may throw, and are skipped. */
function runRulesSafely(some: readonly Rule[], config: PipelineConfig): RuleProblem[] {
  return some.flatMap((rule) => {
    try {
      return runRules(config, [rule]);
    } catch {
      return [];
    }
  });
}
