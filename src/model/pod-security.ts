/** Which of Kubernetes' pod security standards a namespace can have. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
import { processesOf, type Target } from './model.ts';

/** What a process may do that the restricted standard refuses, in words; empty: nothing. */
export function beyondRestricted(securityContext: { runAsNonRoot?: boolean; capabilities?: { add: readonly string[] } }): string[] {
  const { runAsNonRoot = true, capabilities } = securityContext;
  return [
    ...(runAsNonRoot ? [] : ['runAsNonRoot: false']),
    ...(capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE').map((name) => `capability ${name}`),
  ];
}

/** The strictest standard that lets in every pod of a target. */
export function podSecurity(target: Pick<Target, 'components' | 'jobs' | 'cronJobs'>): 'restricted' | 'baseline' {
  return processesOf(target).some(({ securityContext }) => beyondRestricted(securityContext).length > 0) ? 'baseline' : 'restricted';
}
