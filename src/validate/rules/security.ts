import { beyondRestricted, levelOf, type PodSecurityNeed } from '../../model/pod-security.ts';
import { printPath } from '../../problems/path.ts';
import { listNames } from '../../text/list-names.ts';
import type { Rule } from './rule.ts';
import { configProcesses } from './targets.ts';

export const runAsRoot: Rule = {
  code: 'RUN_AS_ROOT',
  explanation: {
    meaning: 'A process would run as user 0, which `runAsNonRoot` forbids.',
    remedy: 'Use another user, or set `securityContext: { runAsNonRoot: false }`.',
  },
  check: (config) =>
    configProcesses(config)
      .filter(({ process }) => process.runAsUser === 0 && process.securityContext?.runAsNonRoot !== false)
      .map(({ pathTo }) => ({
        at: pathTo('runAsUser'),
        message: `${printPath(pathTo('runAsUser'))} is 0 (root), which runAsNonRoot forbids`,
        hint: 'Use another user, or add securityContext: { runAsNonRoot: false }.',
      })),
};

/** Only a warning: the setting is allowed, but it relaxes the standard of the whole namespace. */
export const podSecurity: Rule = {
  code: 'POD_SECURITY',
  explanation: {
    meaning:
      'A process needs more than the Pod Security Standard `restricted` allows, so its namespace gets `baseline`, or `privileged` where `baseline` does not allow it either.',
    remedy: 'Remove the setting if the image works without it.',
  },
  severity: 'warning',
  check: (config) =>
    configProcesses(config).flatMap(({ process, target, pathTo }) => {
      const byField = new Map<string, PodSecurityNeed[]>();
      for (const need of beyondRestricted(process)) byField.set(need.field.join('.'), [...(byField.get(need.field.join('.')) ?? []), need]);
      return [...byField.values()].flatMap((needs) => {
        const [{ field } = { field: [] }] = needs;
        const at = pathTo(...field);
        const settings = listNames(needs.map(({ setting }) => setting));
        const network = field.at(-1) === 'hostNetwork' ? ' No NetworkPolicy has an effect on pods in the network of the host.' : '';
        return [
          {
            at,
            onName: true,
            message: `${printPath(at)} has ${settings}, so the namespace of '${target.environmentName}' gets Pod Security Standard ${levelOf(needs)} instead of restricted`,
            hint: `Remove it if the image works without it: restricted prevents more attacks.${network}`,
          },
        ];
      });
    }),
};
