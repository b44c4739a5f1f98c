import type { Model, Target } from '../model/model.ts';
import { environmentOf, targetsOf } from '../model/queries.ts';
import { type FieldChange, groupKind, refusedChanges } from './fields.ts';
import { type ChartObject, objectsOf, type TargetValues } from './objects.ts';
import { valuesOfTargets } from './target-values.ts';

/** Something of one target that no sync can change while it exists. */
export interface ImmutableChange {
  target: Target;
  /** Of the target, before and after: where it is another one, everything is new. */
  namespace: string;
  before: ChartObject;
  after: ChartObject;
  /** field: the cluster refuses it. workload, renamed: the old and the new workload run at once until Argo CD has deleted the old one. */
  cause: ({ kind: 'field' } & FieldChange) | { kind: 'workload' } | { kind: 'renamed' };
  /** false: no image was ever delivered to the environment, so perhaps Argo CD has not synced it yet, and no data of the app is there. */
  delivered: boolean;
}

/** The saved model, and what was deployed from it. */
export interface Deployed {
  model: Model;
  /** Schema version in which it was saved. */
  schemaVersion: number;
  /** Images that CD has delivered, by environment. */
  images: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Compares what is deployed with a new model. What exists only before or only after is of no interest: it is deleted or created. */
export async function immutableChanges({ model, schemaVersion, images }: Deployed, next: Model): Promise<ImmutableChange[]> {
  const [before, after] = [await valuesOfTargets(model), await valuesOfTargets(next)];
  return targetsOf(model).flatMap((old) => {
    const { namespace } = environmentOf(model, old);
    const target = targetsOf(next).find(({ environment, cluster }) => environment === old.environment && cluster === old.cluster);
    if (target === undefined || environmentOf(next, target).namespace !== namespace) return [];
    const delivered = images.get(old.environment) ?? new Set();
    const objects = (values: TargetValues | undefined, version: number) => objectsOf(values ?? {}, { app: next.app.name, schemaVersion: version });
    const deployed = objects(before.get(old), schemaVersion).filter((each) => each.images?.some((image) => delivered.has(image)) ?? true);
    const changes = changesOf(deployed, objects(after.get(target), next.schemaVersion));
    return changes.map((change) => ({ target, namespace, delivered: delivered.size > 0, ...change }));
  });
}

type Change = Pick<ImmutableChange, 'before' | 'after' | 'cause'>;

function changesOf(deployed: readonly ChartObject[], planned: readonly ChartObject[]): Change[] {
  return [
    ...deployed.flatMap((before) =>
      planned.flatMap((after): Change[] => {
        if (before.object.metadata.name !== after.object.metadata.name) return [];
        if (groupKind(before.object) === groupKind(after.object))
          return refusedChanges(before.object, after.object).map((change) => ({ before, after, cause: { kind: 'field', ...change } }));
        return isWorkload(before) && isWorkload(after) ? [{ before, after, cause: { kind: 'workload' } }] : [];
      }),
    ),
    ...renamed(deployed, planned),
  ];
}

const isWorkload = ({ object, owner }: ChartObject) => owner.kind !== 'manifest' && ['apps/Deployment', 'apps/StatefulSet'].includes(groupKind(object));

/** Components of exactly one pod that leave the config, each with one that joins it and runs the same program. */
function renamed(deployed: readonly ChartObject[], planned: readonly ChartObject[]): Change[] {
  const workloads = (objects: readonly ChartObject[], others: readonly ChartObject[]) =>
    objects.filter(
      ({ program, owner }) => program !== undefined && !others.some((other) => other.owner.kind === owner.kind && other.owner.name === owner.name),
    );
  const joining = workloads(planned, deployed);
  return workloads(deployed, planned).flatMap((before): Change[] => {
    const after = joining.find(({ program }) => program === before.program);
    return after === undefined ? [] : [{ before, after, cause: { kind: 'renamed' } }];
  });
}
