import { reasonForShared } from './compose/reasons.ts';
import type { Detected } from './detected.ts';
import type { PersistentVolume } from './detected-component.ts';
import { toLabel } from './label.ts';
import type { ProposedComponent } from './proposed-component.ts';
import type { Unmapped } from './variables.ts';

/**
 * Assigns each process its own volumes: one pod, one writer. Volumes of several processes or pods depend on the storage
 * of the cluster, so they are reported instead.
 */
export function withPersistentVolumes(components: readonly ProposedComponent[], unmapped: Unmapped[]): ProposedComponent[] {
  const users = (name: string) => components.filter(({ volumes = [], once }) => !once && volumes.some(({ value }) => value.name === name));
  return components.map((component) => {
    const { volumes = [], writablePaths, replicas, once, ...rest } = component;
    if (volumes.length === 0) return component;
    const shared = volumes.filter(({ value }) => value.name !== undefined && users(value.name).length > 1);
    for (const { value, source } of shared) {
      const entry = unmapped.findIndex((each) => each.data === value.path && each.source === source);
      const reason = reasonForShared(
        value.path,
        users(value.name ?? '').map(({ name }) => name),
      );
      if (entry !== -1) unmapped.splice(entry, 1, { ...(unmapped[entry] as Unmapped), reason });
    }
    const assigned =
      once || replicas !== undefined ? [] : withUniqueNames(volumes.filter((volume) => !shared.includes(volume) && !isTemporary(volume.value.path)));
    const paths = assigned.map(({ value }) => value.path);
    unmapped.splice(
      0,
      unmapped.length,
      ...unmapped.filter((each) => !assigned.some(({ value, source }) => value.path === each.data && source === each.source)),
    );
    const writable = writablePaths?.value.filter((path) => !paths.includes(path)) ?? [];
    return {
      ...rest,
      ...(replicas === undefined ? {} : { replicas }),
      ...(once === undefined ? {} : { once }),
      ...(writablePaths === undefined || writable.length === 0 ? {} : { writablePaths: { ...writablePaths, value: writable } }),
      ...(assigned.length === 0 ? {} : { volumes: assigned }),
    };
  });
}

/** The process can recreate this content. */
function isTemporary(path: string): boolean {
  return /(?:^|[/._-])(?:caches?|te?mp|logs?|pids|sockets?|sessions)\/?$/i.test(path);
}

/** Gives each volume a unique name. */
function withUniqueNames(volumes: readonly Detected<PersistentVolume>[]): Detected<PersistentVolume>[] {
  const usedNames = new Set<string>();
  return volumes.map(({ value, source }) => {
    const base = toLabel(value.name ?? '') || 'data';
    const name = [base, ...volumes.map((_, index) => `${base}-${index + 2}`)].find((each) => !usedNames.has(each)) ?? base;
    usedNames.add(name);
    return { value: { ...value, name }, source };
  });
}
