/** The commands with which a person recreates what no sync can change. */
import { claimName, kubectlIn } from '../model/names.ts';
import { quantity } from '../text/quantity.ts';
import type { ImmutableChange } from './compare.ts';
import { groupKind, type KubernetesObject } from './fields.ts';

/** One claim of a StatefulSet, before and after; undefined: it has no such claim. */
export interface ClaimChange {
  volume: string;
  before: ClaimSpec | undefined;
  after: ClaimSpec | undefined;
}

interface ClaimSpec {
  size: string;
  storageClass: string | undefined;
}

interface ClaimTemplate {
  metadata: { name: string };
  spec: { storageClassName?: string; resources: { requests: { storage: string } } };
}

/** The claims that differ, of a change of `spec.volumeClaimTemplates`. */
export function claimChanges({ cause }: ImmutableChange): ClaimChange[] {
  if (cause.kind !== 'field' || cause.path.at(-1) !== 'volumeClaimTemplates') return [];
  const [before, after] = [claimsIn(cause.before), claimsIn(cause.after)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((volume) => ({ volume, before: before.get(volume), after: after.get(volume) }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

function claimsIn(templates: unknown): Map<string, ClaimSpec> {
  return new Map(
    ((templates ?? []) as ClaimTemplate[]).map(({ metadata, spec }) => [
      metadata.name,
      { size: spec.resources.requests.storage, storageClass: spec.storageClassName },
    ]),
  );
}

/** Kinds whose data goes with them: they are never recreated, and get another name in the config instead. */
const holdsData = ['/PersistentVolumeClaim', 'postgresql.cnpg.io/Cluster'];

/** Whether `allow.recreate` can let a change through. An extra manifest is renamed instead. */
export function isRecreatable({ before, after }: ImmutableChange): boolean {
  return after.owner.kind !== 'manifest' && before.owner.kind !== 'manifest' && !holdsData.includes(groupKind(before.object));
}

/** The commands for one target that delete the objects, in an order that keeps data; Argo CD creates them again. */
export function recreateCommands(changes: readonly ImmutableChange[]): string[] {
  return [...new Set(changes.flatMap((change) => [...resizeCommands(change), deleteCommand(change)]))];
}

/** The new StatefulSet finds its claims by name, so a claim that grows is resized by hand. */
function resizeCommands(change: ImmutableChange): string[] {
  const { name } = change.before.object.metadata;
  return claimChanges(change).flatMap(({ volume, before, after }) => {
    if (before === undefined || after === undefined || quantity(after.size) <= quantity(before.size)) return [];
    const patch = JSON.stringify({ spec: { resources: { requests: { storage: after.size } } } });
    return [`${kubectl(change)} patch persistentvolumeclaim ${claimName(volume, name)} --patch '${patch}'`];
  });
}

/**
 * A StatefulSet that stays one leaves its pods to the next one, which can replace them one after the other, but for pods that lack
 * a claim: its controller tries for ever to add that to the running pod. Then, and where the old and the new workload would run at once,
 * the command waits until the last pod is gone.
 */
function deleteCommand(change: ImmutableChange): string {
  const { before, after, cause } = change;
  const addsClaim = claimChanges(change).some((claim) => claim.before === undefined);
  const keepsPods = cause.kind === 'field' && !addsClaim && isStatefulSet(before.object) && before.owner.kind === after.owner.kind;
  const cascade = keepsPods ? ' --cascade=orphan' : before.object.kind === 'Service' ? '' : ' --cascade=foreground';
  return `${kubectl(change)} delete ${before.object.kind.toLowerCase()} ${before.object.metadata.name}${cascade}`;
}

const isStatefulSet = (object: KubernetesObject) => groupKind(object) === 'apps/StatefulSet';

function kubectl({ target, namespace }: ImmutableChange): string {
  return kubectlIn(target.cluster, namespace);
}
