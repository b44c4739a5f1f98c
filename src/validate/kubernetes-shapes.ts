import type { Path } from '../problems/path.ts';
import { isObject } from '../text/print-value.ts';

/** The fields of processes that have a shape of Kubernetes' own, and its name there. */
export const shapeNames = { pod: 'PodSpec', container: 'Container' } as const;

/** A value of such a field. */
export interface KubernetesShape {
  field: keyof typeof shapeNames;
  value: object;
  path: Path;
}

/** All of a config: of the app, of environments and of clusters. */
export function kubernetesShapes(data: unknown): KubernetesShape[] {
  const environments = below(data, 'environments');
  const overrides = environments.flatMap(({ value, path }) => below(value, 'overrides', path));
  const processes = [{ value: data, path: [] }, ...environments, ...overrides].flatMap(({ value, path }) =>
    ['components', 'jobs', 'cronJobs'].flatMap((kind) => below(value, kind, path)),
  );
  return processes.flatMap(({ value, path }) =>
    (Object.keys(shapeNames) as (keyof typeof shapeNames)[]).flatMap((field) => {
      const shape = isObject(value) ? value[field] : undefined;
      return isObject(shape) ? [{ field, value: shape, path: [...path, field] }] : [];
    }),
  );
}

function below(holder: unknown, field: string, path: Path = []): { value: unknown; path: Path }[] {
  const map = isObject(holder) ? holder[field] : undefined;
  return isObject(map) ? Object.entries(map).map(([name, value]) => ({ value, path: [...path, field, name] })) : [];
}
