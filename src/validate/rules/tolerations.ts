import type { Toleration } from '../../generated/pipeline-config.ts';
import { printPath } from '../../problems/path.ts';
import type { Finding, Rule } from './rule.ts';
import { configProcesses } from './targets.ts';

export const tolerationInvalid: Rule = {
  code: 'TOLERATION_INVALID',
  explanation: {
    meaning: 'The fields of a toleration do not go together, and Kubernetes refuses its pod.',
    remedy: "Use operator 'Exists' without key or without value, and tolerationSeconds only with effect 'NoExecute'.",
  },
  local: true,
  check: (config) =>
    configProcesses(config).flatMap(({ process: { tolerations = [] }, pathTo }) =>
      tolerations.flatMap((toleration, index) =>
        contradictions(toleration).map(({ field, is, hint }): Finding => {
          const at = pathTo('tolerations', String(index), field);
          return { at, message: `${printPath(at)}: ${is}, which Kubernetes refuses`, hint };
        }),
      ),
    ),
};

interface Contradiction {
  field: keyof Toleration;
  is: string;
  hint: string;
}

/** What Kubernetes refuses: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function contradictions({ key, operator = 'Equal', value, effect, tolerationSeconds }: Toleration): Contradiction[] {
  return [
    ...(key === undefined && operator === 'Equal'
      ? [{ field: 'operator' as const, is: 'a toleration without key matches every taint', hint: "Set operator: 'Exists', or name the taint in key." }]
      : []),
    ...(operator === 'Exists' && value !== undefined
      ? [{ field: 'value' as const, is: `operator 'Exists' has the value '${value}'`, hint: "Remove value, or set operator: 'Equal'." }]
      : []),
    ...(tolerationSeconds !== undefined && effect !== 'NoExecute'
      ? [
          {
            field: 'tolerationSeconds' as const,
            is: `it has ${effect === undefined ? 'no effect' : `effect '${effect}'`}`,
            hint: "Set effect: 'NoExecute', or remove tolerationSeconds.",
          },
        ]
      : []),
  ];
}
