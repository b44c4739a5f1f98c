import type { ErrorCode, Problem } from '../../errors.ts';
import { type Path, pointerOf } from '../path.ts';
import type { PipelineConfig } from '../pipeline-config.ts';

/** What a rule found, before it has the rule's code. */
export interface Finding {
  at: Path;
  /** What is wrong, with the value. */
  message: string;
  /** What to do. */
  hint?: string;
  /** true: the key at the path is wrong, not its value. */
  onName?: boolean;
}

/** One check across fields of a config that has passed the schema. It collects all that it finds. */
export interface Rule {
  code: ErrorCode;
  /** Default: error. A warning is printed and does not fail. */
  severity?: Problem['severity'];
  /** true: what it finds follows from what stands at and beside its place, so that it is right beside mistakes elsewhere. */
  local?: true;
  check: (config: PipelineConfig) => Iterable<Finding>;
}

/** Every finding of every rule; the same one under several clusters counts once. */
export function checkRules(config: PipelineConfig, rules: readonly Rule[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const { code, severity = 'error', check } of rules)
    for (const { at, ...finding } of check(config)) {
      const pointer = pointerOf(at);
      const key = `${code} ${pointer} ${finding.message}`;
      if (!problems.has(key)) problems.set(key, { code, severity, pointer, ...finding });
    }
  return [...problems.values()];
}
