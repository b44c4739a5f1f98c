/** The objects of the chart that have immutable fields, with these fields alone: what templates/chart makes of the values. */
import type { KubernetesObject } from './fields.ts';

/** Which part of the config an object comes from. */
export interface Owner {
  kind: 'component' | 'service' | 'volume' | 'manifest';
  /** Its key in the config. */
  name: string;
}

export interface ChartObject {
  object: KubernetesObject;
  owner: Owner;
  /** It is rendered once CD has delivered one of these; absent: always. */
  images?: readonly string[];
  /** What runs in a workload of exactly one pod. */
  program?: string;
}

/** The values that decide on immutable fields; the templates read the same. */
export interface TargetValues {
  mode?: string;
  components?: Readonly<Record<string, ComponentValues>>;
  jobs?: Readonly<Record<string, ProcessValues>>;
  cronJobs?: Readonly<Record<string, ProcessValues>>;
  auxiliaryServices?: Readonly<Record<string, ServiceValues>>;
  extraManifests?: Readonly<Record<string, KubernetesObject>>;
  cluster?: { storageClass?: string };
}

interface ProcessValues {
  image: string;
  command?: readonly string[];
  args?: readonly string[];
  volumes?: Readonly<Record<string, VolumeValues>>;
}

interface ComponentValues extends ProcessValues {
  mode?: string;
  ports?: Readonly<Record<string, { exposed?: boolean }>>;
}

interface VolumeValues {
  size?: string;
  storageClass?: string;
  accessModes?: readonly string[];
}

interface ServiceValues {
  type: string;
  version?: string;
  provider?: string;
  embedded?: { storage?: string };
  operator?: { storage?: string };
}

export interface ChartOptions {
  /** The release: the app's name. */
  app: string;
  /** Until schema version 7 of the model, a component's StatefulSet had a serviceName only with ports. */
  schemaVersion: number;
}

export function objectsOf(values: TargetValues, options: ChartOptions): ChartObject[] {
  return [
    ...Object.entries(values.components ?? {}).flatMap(([name, component]) => componentObjects(name, component, values, options)),
    ...sharedClaims(values, options),
    ...Object.entries(values.auxiliaryServices ?? {}).flatMap(([name, service]) => serviceObjects(name, service, values, options)),
    ...Object.entries(values.extraManifests ?? {}).map(([name, object]): ChartObject => ({ object, owner: { kind: 'manifest', name } })),
  ];
}

const isShared = ({ accessModes }: VolumeValues) => accessModes?.includes('ReadWriteMany') === true;

function componentObjects(name: string, component: ComponentValues, values: TargetValues, { app, schemaVersion }: ChartOptions): ChartObject[] {
  const owner: Owner = { kind: 'component', name };
  const isStandalone = (component.mode ?? values.mode) === 'standalone';
  const own = Object.entries(component.volumes ?? {}).filter(([, volume]) => isStandalone && volume.size !== undefined && !isShared(volume));
  const metadata = { name: `${app}-${name}` };
  const exposed = Object.values(component.ports ?? {}).filter((port) => port.exposed === true).length;
  const hasPorts = Object.keys(component.ports ?? {}).length > 0;
  const services = [
    ...(hasPorts ? [''] : []),
    ...(exposed > 0 && exposed < Object.keys(component.ports ?? {}).length ? ['-exposed'] : []),
    ...(own.length > 0 ? ['-headless'] : []),
  ];
  const serviceName = schemaVersion > 7 ? `${metadata.name}-headless` : hasPorts ? metadata.name : undefined;
  const claims = own.sort(([a], [b]) => (a < b ? -1 : 1)).map(([volume, spec]) => claim(volume, 'ReadWriteOnce', spec, values));
  const workload: KubernetesObject =
    own.length === 0
      ? { apiVersion: 'apps/v1', kind: 'Deployment', metadata }
      : { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { ...(serviceName === undefined ? {} : { serviceName }), volumeClaimTemplates: claims } };
  const program = JSON.stringify([component.image, component.command ?? [], component.args ?? []]);
  return [
    { object: workload, owner, images: [component.image], ...(isStandalone ? { program } : {}) },
    ...services.map((suffix): ChartObject => ({ object: service(`${metadata.name}${suffix}`, suffix === '-headless'), owner })),
  ];
}

function service(name: string, isHeadless = false): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: isHeadless ? { clusterIP: 'None' } : {} };
}

function claim(
  name: string,
  accessMode: string,
  { size, storageClass }: VolumeValues,
  { cluster }: TargetValues,
): { metadata: { name: string }; spec: object } {
  const className = storageClass ?? cluster?.storageClass;
  return {
    metadata: { name },
    spec: {
      accessModes: [accessMode],
      ...(className === undefined ? {} : { storageClassName: className }),
      resources: { requests: { storage: size } },
    },
  };
}

/** Claims that several processes mount. */
function sharedClaims(values: TargetValues, { app }: ChartOptions): ChartObject[] {
  const processes = [values.cronJobs, values.jobs, values.components].flatMap((each) => Object.values<ProcessValues>(each ?? {}));
  const defined = processes.flatMap(({ volumes }) => Object.entries(volumes ?? {}).filter(([, volume]) => volume.size !== undefined && isShared(volume)));
  return [...new Map(defined)].map(([name, volume]): ChartObject => {
    const { spec } = claim(name, 'ReadWriteMany', volume, values);
    const images = processes.flatMap(({ image, volumes }) => (Object.hasOwn(volumes ?? {}, name) ? [image] : []));
    return { object: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: `${app}-${name}` }, spec }, owner: { kind: 'volume', name }, images };
  });
}

function serviceObjects(name: string, { provider, version, embedded, operator }: ServiceValues, values: TargetValues, { app }: ChartOptions): ChartObject[] {
  const owner: Owner = { kind: 'service', name };
  const metadata = { name: `${app}-${name}` };
  if (provider === 'operator') {
    const spec = { imageName: `postgresql:${version}`, storage: { size: operator?.storage } };
    return [{ object: { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata, spec }, owner }];
  }
  if (provider !== 'embedded') return [];
  const size = embedded?.storage;
  const claims = size === undefined ? {} : { volumeClaimTemplates: [claim('data', 'ReadWriteOnce', { size }, values)] };
  return [
    { object: { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: { serviceName: metadata.name, ...claims } }, owner },
    { object: service(metadata.name), owner },
  ];
}
