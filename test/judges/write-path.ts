/** Judges that what CD writes reaches the cluster: the tag and digest of an image in the workloads that run it. */
import type { Model, Target } from '../../src/model.ts';
import { containersOf, podTemplates } from './pods.ts';
import { type KubernetesObject, sentinel } from './renders.ts';

/** Findings on a release with every image delivered: each component runs exactly what was written for its image. */
export function judgeWritePath(objects: readonly KubernetesObject[], model: Model, target: Target): string[] {
  const pods = podTemplates(objects);
  return target.components.flatMap((component) => {
    const image = model.images.find(({ name }) => name === component.image);
    if (image === undefined) return [`component ${component.name} runs ${component.image}, which is no image`];
    const expected = `:${sentinel.tag(image.name)}@${sentinel.digest(image.name)}`;
    const own = pods.filter(({ labels, spec }) => spec !== null && labels['app.kubernetes.io/component'] === component.name);
    const images = own.flatMap(({ spec }) => containersOf(spec).map((container) => container.image as string));
    if (images.length === 0) return [`component ${component.name} has no workload`];
    return images.some((reference) => reference.endsWith(expected)) ? [] : [`component ${component.name} runs ${images.join(', ')}, not …${expected}`];
  });
}
