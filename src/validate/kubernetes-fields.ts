import { generatedContainerFields, generatedPodFields } from '../config/generated-fields.ts';
import kubernetes from '../generated/kubernetes.json' with { type: 'json' };
import type { Definitions, Schema } from '../vocabulary/schema.ts';
import { shapeNames } from './kubernetes-shapes.ts';

/** Kubernetes' PodSpec and all that it consists of. */
export const kubernetesSchema = kubernetes as unknown as Schema & { $defs: Definitions };

/** Whether these are the fields of a component, job or cron job. */
export function isProcess(fields: Readonly<Record<string, Schema>>): boolean {
  return Object.keys(shapeNames).every((field) => Object.hasOwn(fields, field));
}

/** The field of a process in which a field of Kubernetes' belongs, unless the chart generates it. */
export function shapeOf(name: string): keyof typeof shapeNames | undefined {
  if (Object.hasOwn(generatedPodFields, name) || Object.hasOwn(generatedContainerFields, name)) return undefined;
  const fields = Object.keys(shapeNames) as (keyof typeof shapeNames)[];
  return fields.find((field) => Object.hasOwn(kubernetesSchema.$defs[shapeNames[field]]?.properties ?? {}, name));
}
