import type { PipelineConfig } from '../../generated/pipeline-config.ts';
import type { Explanation, Problem, RuleCode } from '../../problems/errors.ts';
import { type Path, pointerOf } from '../../problems/path.ts';

/** One problem that a rule reports. */
export interface Finding {
  at: Path;
  /** What is wrong, with the value. */
  message: string;
  /** What to do. */
  hint?: string;
  /** true: the problem is the key at the path, not its value. */
  onName?: boolean;
  /** Other paths that the finding depends on. It is dropped if the schema rejects a value at one of them. */
  from?: readonly Path[];
}

/** One check across fields of a config that matches the schema. It reports everything it finds. */
export interface Rule {
  code: RuleCode;
  explanation: Explanation;
  /** Default: error. A warning does not end the command. */
  severity?: Problem['severity'];
  /** true: a finding depends only on the values at its path, beside it and at `from`, so the rule can run on a config that the schema rejects elsewhere. */
  local?: true;
  check: (config: PipelineConfig) => Iterable<Finding>;
}

/** A problem of a rule, and the JSON pointers that it depends on; its own is the first. */
export interface RuleProblem {
  problem: Problem;
  pointers: string[];
}

/** The findings of all rules; one that several clusters share is reported once. */
export function runRules(config: PipelineConfig, rules: readonly Rule[]): RuleProblem[] {
  const problems = new Map<string, RuleProblem>();
  for (const { code, severity = 'error', check } of rules)
    for (const { at, from = [], ...finding } of check(config)) {
      const pointer = pointerOf(at);
      const key = `${code} ${pointer} ${finding.message}`;
      if (!problems.has(key)) problems.set(key, { problem: { code, severity, pointer, ...finding }, pointers: [pointer, ...from.map(pointerOf)] });
    }
  return [...problems.values()];
}

export function checkRules(config: PipelineConfig, rules: readonly Rule[]): Problem[] {
  return runRules(config, rules).map(({ problem }) => problem);
}
