/** Judges that what CD writes reaches the cluster: the tag and digest of an image in the workloads that run it. */
import type { Component, Model, Target } from '../../src/model/model.ts';
import { containersOf, type Data, podTemplates } from './pods.ts';
import { type KubernetesObject, sentinel } from './renders.ts';

/** Findings on a release with every image delivered: each component runs exactly what was written for its image. */
export function judgeWritePath(objects: readonly KubernetesObject[], model: Model, target: Target): string[] {
  return target.components.flatMap((component) => {
    const image = model.images.find(({ name }) => name === component.image);
    if (image === undefined) return [`component ${component.name} runs ${component.image}, which is no image`];
    const expected = `:${sentinel.tag(image.name)}@${sentinel.digest(image.name)}`;
    const images = containersOfComponent(objects, component).map((container) => container.image as string);
    if (images.length === 0) return [`component ${component.name} has no workload`];
    return images.some((reference) => reference.endsWith(expected)) ? [] : [`component ${component.name} runs ${images.join(', ')}, not …${expected}`];
  });
}

/** Workloads, and what only serves one: an autoscaler without its workload is Degraded in Argo CD, a claim that no pod mounts may wait for ever. */
const waiting = new Set(['Deployment', 'StatefulSet', 'Job', 'CronJob', 'PersistentVolumeClaim', 'HorizontalPodAutoscaler', 'PodDisruptionBudget']);

/** Findings on what a first delivery adds to a release: workloads, their autoscalers and budgets, and nothing else. */
export function judgeFirstDelivery(before: readonly KubernetesObject[], after: readonly KubernetesObject[], target: Target): string[] {
  const id = ({ kind, metadata }: KubernetesObject) => `${kind} ${metadata.name}`;
  const [known, delivered] = [new Set(before.map(id)), new Set(after.map(id))];
  return [
    ...after.filter((object) => !known.has(id(object)) && !waiting.has(object.kind)).map((object) => `${id(object)} waits for the first image`),
    ...before.filter((object) => !delivered.has(id(object))).map((object) => `${id(object)} goes away with the first image`),
    ...target.components
      .filter((component) => containersOfComponent(before, component).length > 0)
      .map(({ name }) => `component ${name} runs without an image`),
  ];
}

/** Findings on what a component reads of its auxiliary services: each variable is set, whatever the provider. */
export function judgeServiceVariables(objects: readonly KubernetesObject[], target: Target): string[] {
  return target.components.flatMap((component) => {
    const containers = containersOfComponent(objects, component);
    const variables: Data[] = containers.flatMap((container) => container.env ?? []);
    return Object.entries(component.env).flatMap(([name, value]) => {
      if (!('from' in value)) return [];
      const variable = variables.find((candidate) => candidate.name === name);
      return variable?.value || variable?.valueFrom ? [] : [`component ${component.name} does not get ${name} from ${value.from.service}.${value.from.output}`];
    });
  });
}

/** Containers of the pods that carry the component's label. */
function containersOfComponent(objects: readonly KubernetesObject[], component: Component): Data[] {
  const own = podTemplates(objects).filter(({ labels, spec }) => spec !== null && labels['app.kubernetes.io/component'] === component.name);
  return own.flatMap(({ spec }) => containersOf(spec));
}
