import { reasonForShared } from './compose/reasons.ts';
import type { Detected } from './detected.ts';
import type { PersistentVolume } from './detected-component.ts';
import { toLabel } from './label.ts';
import type { ProposedComponent } from './proposed-component.ts';
import type { Unmapped } from './variables.ts';

/**
 * What each process keeps in volumes of its own: one pod, one writer. What several share, or a process of several pods
 * has, only somebody can decide on who knows the cluster's disks: it is left as it is, with the reason.
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
    const kept = once || replicas !== undefined ? [] : named(volumes.filter((volume) => !shared.includes(volume) && !isMadeAnew(volume.value.path)));
    const paths = kept.map(({ value }) => value.path);
    unmapped.splice(0, unmapped.length, ...unmapped.filter((each) => !kept.some(({ value, source }) => value.path === each.data && source === each.source)));
    const writable = writablePaths?.value.filter((path) => !paths.includes(path)) ?? [];
    return {
      ...rest,
      ...(replicas === undefined ? {} : { replicas }),
      ...(once === undefined ? {} : { once }),
      ...(writablePaths === undefined || writable.length === 0 ? {} : { writablePaths: { ...writablePaths, value: writable } }),
      ...(kept.length === 0 ? {} : { volumes: kept }),
    };
  });
}

/** What the process writes there it can do without. */
function isMadeAnew(path: string): boolean {
  return /(?:^|[/._-])(?:caches?|te?mp|logs?|pids|sockets?|sessions)\/?$/i.test(path);
}

/** Each with a name of its own. */
function named(volumes: readonly Detected<PersistentVolume>[]): Detected<PersistentVolume>[] {
  const taken = new Set<string>();
  return volumes.map(({ value, source }) => {
    const base = toLabel(value.name ?? '') || 'data';
    const name = [base, ...volumes.map((_, index) => `${base}-${index + 2}`)].find((each) => !taken.has(each)) ?? base;
    taken.add(name);
    return { value: { ...value, name }, source };
  });
}
