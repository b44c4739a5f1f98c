import type { PipelineConfig } from '../generated/pipeline-config.ts';
import type { Target } from '../model/model.ts';
import type { Path } from '../problems/path.ts';
import type { ImmutableChange } from './compare.ts';
import type { Owner } from './objects.ts';

const maps: Record<Exclude<Owner['kind'], 'volume'>, string> = { component: 'components', service: 'auxiliaryServices', manifest: 'extraManifests' };

/** Where the config says what differs; a volume is named by each process that mounts it. */
export function placesOf(change: ImmutableChange, volume: string | undefined, field: string | undefined): Path[] {
  const { after, target, cause } = change;
  const { kind, name } = after.owner;
  const onCluster: Path[] =
    field === 'storageClass'
      ? [
          ['clusters', target.cluster, 'storageClass'],
          ['clusters', target.cluster],
        ]
      : [];
  if (kind === 'volume')
    return [
      ...['components', 'jobs', 'cronJobs'].flatMap((map) =>
        [...target.components, ...target.jobs, ...target.cronJobs].map((process) => [map, process.name, 'volumes', name, field ?? 'size']),
      ),
      ...onCluster,
    ];
  const own: Path = [maps[kind], name];
  if (kind === 'manifest') return [[...own, ...(cause.kind === 'field' ? cause.path : [])], own];
  if (kind === 'service') return [...(field === undefined ? [] : [[...own, field === 'size' ? 'storage' : field]]), ...onCluster, own];
  if (cause.kind === 'renamed') return [own];
  const volumes = [...own, 'volumes'];
  const ofVolume = volume === undefined ? [] : [...(field === undefined ? [] : [[...volumes, volume, field]]), ...onCluster, [...volumes, volume]];
  return [...ofVolume, volumes, [...own, 'mode'], own];
}

/** The first of the places that the config has, in the layer that decides: the cluster's, the environment's or the app's. */
export function placeIn(config: PipelineConfig, { environment, cluster }: Pick<Target, 'environment' | 'cluster'>, places: readonly Path[]): Path {
  const layers: Path[] = [['environments', environment, 'overrides', cluster], ['environments', environment], []];
  for (const place of places) for (const layer of layers) if (hasValue(config, [...layer, ...place])) return [...layer, ...place];
  return ['environments', environment];
}

function hasValue(config: unknown, path: Path): boolean {
  return (
    path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined), config) !==
    undefined
  );
}
