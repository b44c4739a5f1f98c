import type { Located } from '../located-yaml.ts';
import { isMountedFile, volumeOf } from './values.ts';

/** Why the config cannot express a key of a Compose service. */
const reasons: Record<string, string> = {
  depends_on: 'Kubernetes starts everything at once; the readiness probe holds traffic back',
  restart: 'Kubernetes restarts containers that exit',
  env_file: 'it may contain secrets, so it was not read: add its variables to env',
  networks: 'the NetworkPolicy is derived from ports, components and services',
  network_mode: 'every pod has its own network',
  links: 'components reach each other by the names of their Services',
  extra_hosts: 'the cluster’s DNS resolves names',
  dns: 'the cluster’s DNS resolves names',
  container_name: 'names are derived from app and component',
  hostname: 'names are derived from app and component',
  labels: 'Kubernetes does not use Compose labels',
  logging: 'the cluster collects the output of containers',
  profiles: 'environments decide what runs where',
  privileged: 'the chart’s pods run without privileges',
  cap_add: 'the chart’s pods run without privileges',
  devices: 'the chart’s pods run without privileges',
  security_opt: 'the chart sets the strictest security context',
  secrets: 'add each to env with secretKeyRef',
  configs: 'add the file to the image, or pass its content as a variable',
  develop: 'it is for development',
  extends: 'it extends a service in another file, which was not read: import the output of `docker compose config`',
  working_dir: 'set WORKDIR in the Dockerfile',
};

export function reasonFor(key: string): string {
  return reasons[key] ?? 'the config has no field for it';
}

/** Reason for a volume of a process. `writable`: the path is writable, but not persistent. */
export function reasonForVolume(item: Located, writable: boolean): string {
  const { source, target, reads } = volumeOf(item);
  if (/\.sock$/.test(source)) return 'a pod has no access to files of its node';
  if (reads) return 'files that the app reads belong in the image';
  if (isMountedFile(source, target)) return `add the file to the image, or to files: ${target}`;
  return reasonForPath(target, writable);
}

/** Reason for a path that outlives the container. */
export function reasonForPath(path: string, writable: boolean): string {
  const kept = `volumes: { data: { mountPath: '${path}', size } }, with mode: 'standalone', because pods do not share a disk`;
  return writable ? `${path} is writable, but its content is lost with the pod. To keep it: ${kept}` : `if the app keeps data in ${path}: ${kept}`;
}

/** Reason for a path that several processes write to. */
export function reasonForShared(path: string, processes: readonly string[]): string {
  return `${processes.join(' and ')} share ${path}: add volumes: { data: { mountPath: '${path}', size, accessModes: ['ReadWriteMany'] } } to both if the cluster has such a StorageClass, or use an object store. Until then, its content is lost with each pod`;
}

/** Reason for a key of a service with a known type. */
export function reasonForService(key: string): string {
  if (key === 'volumes') return 'each environment’s provider has its own storage';
  if (key === 'ports' || key === 'expose') return 'only the app can reach it';
  if (key === 'environment') return 'user, password and database are derived from the config';
  if (key === 'command' || key === 'entrypoint') return 'its settings come from the config';
  if (key === 'healthcheck') return 'the chart or the provider has its own probes';
  return reasonFor(key);
}

/** Reason for a server of unknown type. */
export function reasonForUnknown(image: string): string {
  return `${image} is not a known service: deploy it separately and add it as a service of type custom, because pods can only reach configured services and HTTPS`;
}

/** Reason for a server that variables refer to. */
export function reasonForAddress(name: string): string {
  return `deploy it separately: set its address in environments.*.auxiliaryServices.${name}, and in the variables that contain more than its host or port`;
}

export function reasonForFront(image: string): string {
  return `${image} is a reverse proxy, and the cluster’s Gateway or Ingress takes its place: define routes; files that it serves belong in an image`;
}

/** Reason for a top-level key. */
export function reasonForTop(key: string): string {
  if (key === 'include') return 'the files that it includes were not read';
  return reasonFor(key);
}
