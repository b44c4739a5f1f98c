/** What is wrong with a change, in the words of the config. */
import { claimName } from '../model/names.ts';
import { printValue } from '../text/print-value.ts';
import { quantity } from '../text/quantity.ts';
import type { ImmutableChange } from './compare.ts';
import type { FieldChange } from './fields.ts';
import { claimChanges } from './steps.ts';

export interface Detail {
  volume?: string;
  /** The field in the config; absent: the thing itself comes or goes. */
  field?: string;
  /** What is wrong, without the place. */
  message: string;
  /** What to do in the config instead. */
  instead: string;
}

/** What differs, one for each place in the config. */
export function detailsOf(change: ImmutableChange): Detail[] {
  const { before, after, cause } = change;
  const name = `'${after.owner.name}'`;
  if (cause.kind === 'renamed')
    return [
      {
        message: `'${before.owner.name}' becomes ${name}: the old and the new pod would run at once until Argo CD has deleted the old one, but a standalone component is exactly one`,
        instead: `Keep the name '${before.owner.name}'.`,
      },
    ];
  if (cause.kind === 'workload') return [workloadDetail(change, name)];
  const claims = claimChanges(change).map((claim) => claimDetail(name, claim, before.object.metadata.name));
  return claims.length > 0 ? claims : [fieldDetail(change, cause)];
}

function workloadDetail({ before, after }: ImmutableChange, name: string): Detail {
  const loses = before.object.kind === 'StatefulSet';
  const data = loses ? ` Its data stays in the claim: to keep using it, set existingClaim to ${claimName('<volume>', before.object.metadata.name)}.` : '';
  return {
    message: `${name} changes from a ${before.object.kind} to a ${after.object.kind}: both would run at once until Argo CD has deleted the old one`,
    instead: `${loses ? 'Keep its volume and its mode.' : 'Keep its data in an auxiliary service instead of a volume, and its mode.'}${data}`,
  };
}

function claimDetail(name: string, { volume, before, after }: ReturnType<typeof claimChanges>[number], workload: string): Detail {
  const refused = 'Kubernetes never changes the claims of a StatefulSet';
  if (before === undefined) return { volume, message: `the volume '${volume}' is new in ${name}; ${refused}`, instead: `Remove the volume '${volume}'.` };
  if (after === undefined)
    return {
      volume,
      message: `${name} loses its volume '${volume}'; ${refused}`,
      instead: `Keep the volume. Its claim ${claimName(volume, workload)} stays in any case.`,
    };
  if (before.storageClass !== after.storageClass)
    return {
      volume,
      field: 'storageClass',
      message: `the storage class of the volume '${volume}' of ${name} changes from ${orDefault(before.storageClass)} to ${orDefault(after.storageClass)}; ${refused}`,
      instead: `Keep ${orDefault(before.storageClass)}: a claim that exists keeps its class, and its data would have to be copied into another.`,
    };
  const grows = quantity(after.size) > quantity(before.size);
  return {
    volume,
    field: 'size',
    message: `the volume '${volume}' of ${name} ${grows ? 'grows' : 'shrinks'} from ${before.size} to ${after.size}; ${refused}`,
    instead: grows ? `Keep ${before.size}.` : `Keep ${before.size}: a claim never shrinks, and its data would have to be copied into another.`,
  };
}

/** A field of another kind of object. */
function fieldDetail({ before, after }: ImmutableChange, { path, before: old, after: now }: FieldChange): Detail {
  const { kind, metadata } = before.object;
  const key = path.join('.');
  const { owner } = after;
  if (kind === 'Cluster' && key === 'spec.imageName')
    return {
      field: 'version',
      message: `${owner.kind} '${owner.name}' goes from PostgreSQL ${versionOf(old)} to ${versionOf(now)}; CloudNativePG never goes back, and upgrades only to 16 or newer`,
      instead: `Keep ${versionOf(old)}. For another version, add a service of another name and copy the data with pg_dump.`,
    };
  if (kind === 'Cluster' && owner.kind === 'service')
    return {
      field: 'size',
      message: `the volumes of '${owner.name}' shrink from ${old} to ${now}; CloudNativePG refuses it`,
      instead: `Keep ${old}. For less, add a service of another name and copy the data with pg_dump.`,
    };
  if (kind === 'PersistentVolumeClaim' && owner.kind === 'volume') {
    const isClass = key === 'spec.storageClassName';
    return {
      field: isClass ? 'storageClass' : 'size',
      message: `${isClass ? 'the storage class' : 'the size'} of the shared volume '${owner.name}' changes from ${isClass ? orDefault(old) : old} to ${isClass ? orDefault(now) : now}; Kubernetes never ${isClass ? 'changes the class of' : 'shrinks'} a claim`,
      instead: `Keep ${isClass ? orDefault(old) : old}, or give the volume another name: that makes a new claim, and the old one stays with its data until you have copied and deleted it.`,
    };
  }
  if (owner.kind === 'manifest')
    return {
      field: key,
      message: `${key} of ${kind} '${metadata.name}' changes; Kubernetes never changes it`,
      instead: 'Keep it, or give the object another name in metadata.name: Argo CD then creates the new one and deletes the old one.',
    };
  return {
    message: `${kind} '${metadata.name}' changes ${key} from ${text(old)} to ${text(now)}; Kubernetes never changes it`,
    instead: `Give '${owner.name}' another name.`,
  };
}

const versionOf = (image: unknown) => String(image).split(':').at(-1);
const text = (value: unknown) => (value === undefined ? 'nothing' : printValue(value));

const orDefault = (storageClass: unknown) => (storageClass === undefined ? "the cluster's default" : `'${storageClass}'`);
