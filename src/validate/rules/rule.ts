import type { PipelineConfig } from '../../generated/pipeline-config.ts';
import type { Explanation, Problem, RuleCode } from '../../problems/errors.ts';
import { type Path, pointerOf } from '../../problems/path.ts';

/** What a rule found, before it has the rule's code. */
export interface Finding {
  at: Path;
  /** What is wrong, with the value. */
  message: string;
  /** What to do. */
  hint?: string;
  /** true: the key at the path is wrong, not its value. */
  onName?: boolean;
  /** Other places that it follows from: beside a mistake at one of them it may be wrong. */
  from?: readonly Path[];
}

/** One check across fields of a config that has passed the schema. It collects all that it finds. */
export interface Rule {
  code: RuleCode;
  explanation: Explanation;
  /** Default: error. A warning is printed and does not fail. */
  severity?: Problem['severity'];
  /** true: what it finds follows from what stands at and beside its place, and at `from`: it is right beside mistakes elsewhere. */
  local?: true;
  check: (config: PipelineConfig) => Iterable<Finding>;
}

/** What a rule found, and the JSON pointers to all that it follows from, its own place first. */
export interface Found {
  problem: Problem;
  places: string[];
}

/** Every finding of every rule; the same one under several clusters counts once. */
export function findings(config: PipelineConfig, rules: readonly Rule[]): Found[] {
  const found = new Map<string, Found>();
  for (const { code, severity = 'error', check } of rules)
    for (const { at, from = [], ...finding } of check(config)) {
      const pointer = pointerOf(at);
      const key = `${code} ${pointer} ${finding.message}`;
      if (!found.has(key)) found.set(key, { problem: { code, severity, pointer, ...finding }, places: [pointer, ...from.map(pointerOf)] });
    }
  return [...found.values()];
}

export function checkRules(config: PipelineConfig, rules: readonly Rule[]): Problem[] {
  return findings(config, rules).map(({ problem }) => problem);
}
