import { beyondRestricted } from '../../model/pod-security.ts';
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
        message: `${printPath(pathTo('runAsUser'))} is 0, root, and the kubelet refuses to start it under runAsNonRoot`,
        hint: 'Run as another user, or add securityContext: { runAsNonRoot: false }.',
      })),
};

/** What is asked for is given; that the whole namespace is less strict should be known. */
export const podSecurity: Rule = {
  code: 'POD_SECURITY',
  explanation: {
    meaning: 'A process needs more than the Pod Security Standard `restricted` allows, so its namespace gets `baseline`.',
    remedy: 'Remove the setting if the image works without it.',
  },
  severity: 'warning',
  check: (config) =>
    configProcesses(config).flatMap(({ process, target, pathTo }) => {
      const why = beyondRestricted(process.securityContext ?? {});
      if (why.length === 0) return [];
      const at = pathTo('securityContext');
      return [
        {
          at,
          onName: true,
          message: `${printPath(at)} has ${listNames(why)}: the namespace of '${target.environmentName}' gets the pod security standard baseline in place of restricted`,
          hint: 'Remove it where the image can do without: restricted refuses more of what an attacker would try.',
        },
      ];
    }),
};
