import type { Problem } from '../problems/errors.ts';
import { explainAt } from './explain.ts';
import { kubernetesSchema } from './kubernetes-fields.ts';
import { type KubernetesShape, shapeNames } from './kubernetes-shapes.ts';

/** What Kubernetes does not know in the fields that have a shape of its own, or knows with another type. */
export function explainShapes(shapes: readonly KubernetesShape[]): Problem[] {
  return shapes.flatMap(({ field, value, path }) => {
    // The chart generates what Kubernetes requires.
    const { required: _, ...shape } = kubernetesSchema.$defs[shapeNames[field]] ?? {};
    return explainAt(kubernetesSchema, shape, value, path);
  });
}
