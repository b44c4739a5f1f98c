/** Objects that `pod` and `container` of processes name, and that somebody else creates in the namespace or cluster. */
import type { KubernetesFields, Process, Target } from '../model/model.ts';
import { processesOf } from '../model/queries.ts';

export interface NamedObject {
  /** As kubectl names it. */
  kind: 'secret' | 'configmap' | 'persistentvolumeclaim' | 'runtimeclass' | 'resourceclaimtemplate' | 'resourceclaim';
  name: string;
  /** false: it belongs to no namespace. */
  namespaced: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: the schema of Kubernetes has verified the fields
type Fields = Record<string, any>;

/** Each once, without those that the app's own extra manifests create. */
export function namedObjects(target: Pick<Target, 'components' | 'jobs' | 'cronJobs' | 'extraManifests'>): NamedObject[] {
  const created = new Set(target.extraManifests.map(({ manifest: { kind, metadata } }) => `${kind.toLowerCase()}/${metadata.name}`));
  const named = new Map(processesOf(target).flatMap((process) => objectsOf(process).map((object) => [`${object.kind}/${object.name}`, object] as const)));
  return [...named].filter(([id]) => !created.has(id)).map(([, object]) => object);
}

function objectsOf({ pod, container }: Pick<Process, 'pod' | 'container'>): NamedObject[] {
  const found: NamedObject[] = [];
  const add = (kind: NamedObject['kind'], name: unknown, optional: unknown = false) => {
    if (typeof name === 'string' && optional !== true) found.push({ kind, name, namespaced: kind !== 'runtimeclass' });
  };
  const fields = pod as Fields;
  add('runtimeclass', fields.runtimeClassName);
  for (const { name } of list(fields, 'imagePullSecrets')) add('secret', name);
  for (const claim of list(fields, 'resourceClaims')) {
    add('resourceclaim', claim.resourceClaimName);
    add('resourceclaimtemplate', claim.resourceClaimTemplateName);
  }
  for (const volume of list(fields, 'volumes')) {
    add('persistentvolumeclaim', volume.persistentVolumeClaim?.claimName);
    add('secret', volume.csi?.nodePublishSecretRef?.name);
    for (const { secret, configMap } of [volume, ...list(volume.projected ?? {}, 'sources')]) {
      add('secret', secret?.secretName ?? secret?.name, secret?.optional);
      add('configmap', configMap?.name, configMap?.optional);
    }
  }
  for (const each of [container as Fields, ...list(fields, 'initContainers'), ...list(fields, 'containers')]) {
    for (const { secretRef, configMapRef } of list(each, 'envFrom')) {
      add('secret', secretRef?.name, secretRef?.optional);
      add('configmap', configMapRef?.name, configMapRef?.optional);
    }
    for (const { valueFrom } of list(each, 'env')) {
      add('secret', valueFrom?.secretKeyRef?.name, valueFrom?.secretKeyRef?.optional);
      add('configmap', valueFrom?.configMapKeyRef?.name, valueFrom?.configMapKeyRef?.optional);
    }
  }
  return found;
}

function list(holder: KubernetesFields, field: string): Fields[] {
  return (holder[field] ?? []) as Fields[];
}
