/** Pod Security Standards of Kubernetes: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
import type { Target } from './model.ts';
import { processesOf } from './queries.ts';

/** The settings of a process that the standard `restricted` forbids, as text. */
export function beyondRestricted(securityContext: { runAsNonRoot?: boolean; capabilities?: { add: readonly string[] } }): string[] {
  const { runAsNonRoot = true, capabilities } = securityContext;
  return [
    ...(runAsNonRoot ? [] : ['runAsNonRoot: false']),
    ...(capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE').map((name) => `capability ${name}`),
  ];
}

/** The strictest standard that allows every pod of a target. */
export function podSecurity(target: Pick<Target, 'components' | 'jobs' | 'cronJobs'>): 'restricted' | 'baseline' {
  return processesOf(target).some(({ securityContext }) => beyondRestricted(securityContext).length > 0) ? 'baseline' : 'restricted';
}

/** Labels with which Argo CD holds a namespace to that standard. */
export function podSecurityLabels(target: Parameters<typeof podSecurity>[0]): Record<string, string> {
  const standard = podSecurity(target);
  return { 'pod-security.kubernetes.io/enforce': standard, 'pod-security.kubernetes.io/warn': standard };
}
