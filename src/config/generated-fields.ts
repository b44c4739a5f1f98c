import type { Kind } from '../process-fields/field.ts';

/** Why `pod` or `container` may not set a field: what sets it instead. Null: the kind may set it. */
type Remedy = string | ((kind: Kind) => string | null);

export type GeneratedFields = Readonly<Record<string, Remedy>>;

const ownField = (field: string) => `Set ${field} of the process.`;
const inSecurityContext = (field: string) => ownField(`securityContext.${field}`);
const ofComponents = (field: string) => (kind: Kind) => (kind === 'component' ? ownField(field) : null);
const serviceAccount = (kind: Kind) =>
  kind === 'component' ? 'Set serviceAccount of the component: it gets a ServiceAccount of its own.' : 'The chart sets the ServiceAccount of the app.';

/** Fields of a PodSpec that are set elsewhere in the config, or only by the chart. */
export const generatedPodFields: GeneratedFields = {
  activeDeadlineSeconds: (kind) => (kind === 'component' ? 'Remove it: a component runs until it is replaced.' : ownField('activeDeadlineSeconds')),
  ephemeralContainers: 'Remove it: only kubectl debug adds them, to running pods.',
  nodeSelector: ownField('nodeSelector'),
  priority: ownField('priorityClassName'),
  priorityClassName: ownField('priorityClassName'),
  restartPolicy: (kind) => `Remove it: the pods of a ${kind === 'component' ? 'component always restart' : 'job never restart, backoffLimit replaces them'}.`,
  serviceAccount,
  serviceAccountName: serviceAccount,
  terminationGracePeriodSeconds: ofComponents('terminationGracePeriodSeconds'),
  tolerations: ownField('tolerations'),
  'securityContext.runAsUser': ownField('runAsUser'),
  'securityContext.runAsGroup': inSecurityContext('runAsGroup'),
  'securityContext.runAsNonRoot': inSecurityContext('runAsNonRoot'),
};

/** The same of a Container. */
export const generatedContainerFields: GeneratedFields = {
  name: 'Remove it: the container has the name of its process.',
  image: ownField('image'),
  command: ownField('command'),
  args: ownField('args'),
  readinessProbe: ofComponents('readinessProbe'),
  livenessProbe: ofComponents('livenessProbe'),
  startupProbe: ofComponents('startupProbe'),
  restartPolicy: 'Remove it: only containers in pod.initContainers have one.',
  'resources.requests.cpu': ownField('resources.requests.cpu'),
  'resources.requests.memory': ownField('resources.requests.memory'),
  'resources.limits.cpu': ownField('resources.limits.cpu'),
  'resources.limits.memory': ownField('resources.limits.memory'),
  'securityContext.readOnlyRootFilesystem': inSecurityContext('readOnlyRootFilesystem'),
  'securityContext.runAsUser': ownField('runAsUser'),
  'securityContext.runAsGroup': inSecurityContext('runAsGroup'),
  'securityContext.runAsNonRoot': inSecurityContext('runAsNonRoot'),
};

/** Fields that the chart generates and that `null` removes, by the type of Kubernetes that has them. `*`: every key of a map. */
export const removableFields: Readonly<Record<string, readonly string[]>> = {
  PodSpec: ['topologySpreadConstraints'],
  Container: ['lifecycle', 'startupProbe'],
  Lifecycle: ['preStop'],
  ResourceRequirements: ['limits.*'],
};

/** What to do instead of setting a field, or null. */
export function remedyOf(remedy: Remedy | undefined, kind: Kind): string | null {
  return typeof remedy === 'function' ? remedy(kind) : (remedy ?? null);
}
