import type * as config from '../generated/pipeline-config.ts';
import type { Process } from '../model/model.ts';
import { ref } from '../render/json-schema.ts';
import { everyKind, plain, type Topic } from './field.ts';
import { atLeast, present, unless } from './parts.ts';

/** The identity and permissions of a pod, and its access to the network. */
export const security = {
  serviceAccount: {
    ...plain,
    kinds: ['component'],
    merge: 'byInnerKey',
    empty: null,
    resolve: ({ annotations, identity }) => ({
      annotations: { ...annotations },
      // The annotation that GKE reads: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
      identity: identity ?? (annotations !== undefined && 'iam.gke.io/gcp-service-account' in annotations ? 'gke' : null),
    }),
    values: (account) => account && { annotations: account.annotations, ...(account.identity === null ? {} : { identity: account.identity }) },
    valuesSchema: ref('ServiceAccount'),
  },
  runAsUser: { ...plain, kinds: everyKind, empty: 10001, valuesSchema: atLeast(0), required: everyKind },
  securityContext: {
    kinds: everyKind,
    merge: 'byKey',
    empty: resolveSecurityContext({}),
    resolve: resolveSecurityContext,
    values: ({ readOnlyRootFilesystem, runAsNonRoot, runAsGroup, capabilities }) =>
      present({
        readOnlyRootFilesystem: unless(true, readOnlyRootFilesystem),
        runAsNonRoot: unless(true, runAsNonRoot),
        runAsGroup,
        capabilities: present(capabilities),
      }),
    valuesSchema: ref('SecurityContext'),
  },
  egress: {
    kinds: everyKind,
    merge: 'replace',
    empty: [{ cidrs: [], ports: [443], protocol: 'TCP' }],
    resolve: (rules) => rules.map(({ cidrs = [], ports, protocol = 'TCP' }) => ({ cidrs: [...cidrs], ports: [...ports], protocol })),
    values: (rules) => rules.map(({ protocol, ...rule }) => present({ ...rule, protocol: unless('TCP', protocol) })),
    valuesSchema: {
      type: 'array',
      description: 'Outbound connections that the NetworkPolicy allows, in addition to DNS, the components of the app and the auxiliary services that it uses.',
      items: ref('Egress'),
    },
  },
} satisfies Topic;

function resolveSecurityContext(context: config.SecurityContext): Process['securityContext'] {
  const { readOnlyRootFilesystem = true, runAsNonRoot = true, runAsGroup = null, capabilities } = context;
  return { readOnlyRootFilesystem, runAsNonRoot, runAsGroup, capabilities: { add: [...(capabilities?.add ?? [])] } };
}
